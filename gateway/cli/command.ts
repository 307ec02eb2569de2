import type { Bilingual } from "#schema/ids/parsed.ts";

/** One command of `npm run hub -- NAME`. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: Bilingual;
  /** Where it has more to say than usage and summary: what `--help` prints. */
  help?(args: readonly string[]): string;
  /** Resolves to the exit code. */
  run(args: readonly string[]): Promise<number>;
}
