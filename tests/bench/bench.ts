/** What is promised of a figure; a bare comparison has no promise. */
export type Promised =
  | { readonly kind: "at-most"; readonly value: number }
  | { readonly kind: "at-least"; readonly value: number }
  | { readonly kind: "exactly"; readonly value: number }
  | { readonly kind: "none" };

/** One row of a bench's table. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly promised: Promised;
  /** Null where it could not be measured: not built, or broken. */
  readonly measured: number | null;
}

/** A file `NAME.bench.ts` of this folder exports one as `bench`. */
export interface Bench {
  readonly summary: string;
  /** What may stand behind its name; nothing without it. */
  readonly usage?: string;
  /** Takes what stands behind the name on the command line. Throws WrongUse. */
  run(args: readonly string[]): Promise<readonly Figure[]>;
}

export const atMost = (value: number): Promised => ({ kind: "at-most", value });
export const atLeast = (value: number): Promised => ({ kind: "at-least", value });
export const exactly = (value: number): Promised => ({ kind: "exactly", value });
export const NO_PROMISE: Promised = { kind: "none" };

export function isMet({ promised, measured }: Figure): boolean {
  if (measured === null) return promised.kind === "none";
  if (promised.kind === "at-most") return measured <= promised.value;
  if (promised.kind === "at-least") return measured >= promised.value;
  if (promised.kind === "exactly") return measured === promised.value;
  return true;
}
