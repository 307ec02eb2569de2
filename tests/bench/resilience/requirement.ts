import type { Figure } from "#tests/bench/bench.ts";
import type { House } from "./house.ts";

/** One promise of reliability and how it is measured. A file `NN-name.ts` of this folder exports one as `requirement`. */
export interface Requirement {
  /** As the list of requirements counts them. */
  readonly number: number;
  readonly promise: string;
  measure(house: House): Promise<readonly Figure[]>;
}
