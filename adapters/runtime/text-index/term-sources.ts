import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SegmentBuilder } from "./build-segment.ts";
import type { TermPostings } from "./postings.ts";
import { toPostings } from "./seal-segments.ts";

/** Where the postings of a stretch of documents are looked up. */
export interface TermSource {
  readonly last: number;
  find(term: string): TermPostings | undefined;
  /** Of terms with that beginning, in their order, so many at most. */
  beginningWith(prefix: string, most: number): readonly TermPostings[];
}

/** A segment in the store. */
export class StoredSegment implements TermSource {
  readonly id: number;
  readonly last: number;
  readonly #statements: SegmentStatements;

  constructor({ id, last }: { readonly id: number; readonly last: number }, statements: SegmentStatements) {
    this.id = id;
    this.last = last;
    this.#statements = statements;
  }

  find(term: string): TermPostings | undefined {
    const row = this.#statements.find.get(this.id, term);
    return row === undefined ? undefined : toPostings(row);
  }

  beginningWith(prefix: string, most: number): readonly TermPostings[] {
    return this.#statements.beginning.all(this.id, prefix, afterPrefix(prefix), most).map(toPostings);
  }
}

export interface SegmentStatements {
  readonly find: StatementSync;
  readonly beginning: StatementSync;
}

export function prepareSegments(database: DatabaseSync): SegmentStatements {
  return {
    find: database.prepare(
      "SELECT documents, first, last, postings, positions FROM search_terms WHERE segment = ? AND term = ?",
    ),
    beginning: database.prepare(
      `SELECT documents, first, last, postings, positions FROM search_terms
       WHERE segment = ? AND term >= ? AND term < ? ORDER BY term LIMIT ?`,
    ),
  };
}

/** The least text behind all that have this beginning, in SQLite's order. */
function afterPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

/** Documents that are in no segment yet. */
export class MemorySegment implements TermSource {
  readonly first: number;
  readonly last: number;
  readonly #terms: ReadonlyMap<string, TermPostings>;

  constructor(builder: SegmentBuilder) {
    this.first = builder.ids[0] ?? 0;
    this.last = builder.ids.at(-1) ?? 0;
    this.#terms = new Map(builder.terms());
  }

  find(term: string): TermPostings | undefined {
    return this.#terms.get(term);
  }

  beginningWith(prefix: string, most: number): readonly TermPostings[] {
    return [...this.#terms]
      .filter(([term]) => term.startsWith(prefix))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .slice(0, most)
      .map(([, postings]) => postings);
  }
}
