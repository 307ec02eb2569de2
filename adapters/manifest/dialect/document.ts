import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { Row } from "./row.ts";

/** An answer, or a part of one, that was read by its format. */
export interface Document {
  /** JSON-like, for conditions on the answer: the value; elements as objects; a page or a table as its text. */
  readonly view: unknown;
  /** The records at a path; without one the whole is the list, or the one record. Throws MalformedError where the path leads nowhere. */
  rows(path: string | undefined): readonly Row[];
  text(path: string): string | null;
  /** What lies at a path: a text that is itself a document, parts of this one, or nothing. */
  inner(path: string): InnerDocument;
}

export type InnerDocument =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "document"; readonly document: Document }
  | { readonly kind: "nothing" };

/** More records in one answer than this are not read: no portal's page has so many, and each is kept. */
const MOST_ROWS = 20_000;

export function boundedRows<T>(rows: readonly T[]): readonly T[] {
  if (rows.length > MOST_ROWS) throw new MalformedError(`more than ${MOST_ROWS} records in one answer`);
  return rows;
}

/** Nothing where records were to be: an empty list, told in a way of its own ("" or null). */
export const EMPTY_DOCUMENT: Document = {
  view: null,
  rows: () => [],
  text: () => null,
  inner: () => ({ kind: "nothing" }),
};
