import type { Bilingual } from "#schema/ids/parsed.ts";

/** What is wrong with a node, in the terms of its owner: where in the file, why, and what to do about it. */
export interface NodeProblem {
  /** Stable. */
  readonly code: string;
  readonly message: Bilingual;
  readonly suggestion: Bilingual | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Key in the manifest, or type and field in the graph. */
  readonly path: string | null;
}
