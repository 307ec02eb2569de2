import type { CodedReason } from "./reason.ts";

/** What one node says in a field. */
export interface Statement {
  /** As shown. */
  readonly value: string;
  readonly node: string;
  readonly record: { readonly typeName: string; readonly id: string } | null;
  /** Day through which it is known; null where the node does not say. */
  readonly knownThrough: string | null;
}

/** Behind the GraphQL type RecordConflict. */
export interface Conflict {
  readonly field: string;
  readonly chosen: Statement;
  readonly others: readonly Statement[];
  readonly reason: CodedReason;
  readonly formal: boolean;
}
