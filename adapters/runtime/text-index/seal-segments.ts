import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "#adapters/runtime/wal-database.ts";
import { SegmentBuilder } from "./build-segment.ts";
import type { IndexLayout, IndexTexts } from "./field-group.ts";
import { joinPostings, type TermPostings } from "./postings.ts";

/** Segments of about one size that are put together to one. */
const MERGE = 16;

const INSERT_TERM = "INSERT INTO search_terms VALUES (?, ?, ?, ?, ?, ?, ?)";

/** Makes a segment of the documents whose texts wait, in the caller's transaction. */
export function sealPending(database: DatabaseSync, most: number, layout: IndexLayout): void {
  const builder = new SegmentBuilder(layout);
  for (const row of database.prepare("SELECT id, texts FROM search_pending ORDER BY id LIMIT ?").iterate(most)) {
    builder.add(Number(row["id"]), JSON.parse(String(row["texts"])) as IndexTexts);
  }
  const { ids } = builder;
  const [first = 0, last = 0] = [ids[0], ids.at(-1)];
  const segment = insertSegment(database, { first, last, documents: ids.length });
  const insert = database.prepare(INSERT_TERM);
  for (const [term, postings] of builder.terms()) insertTerm(insert, segment, term, postings);
  database.prepare("DELETE FROM search_pending WHERE id <= ?").run(last);
}

interface Segment {
  readonly id: number;
  readonly first: number;
  readonly last: number;
  readonly documents: number;
}

/** Where enough neighbours of about one size have gathered, one takes their place. */
export function mergeSegments(database: DatabaseSync): void {
  for (let due = dueForMerge(database); due !== null; due = dueForMerge(database)) {
    inTransaction(database, () => {
      // Another process may have merged while this one waited for the lock.
      const now = dueForMerge(database);
      if (now !== null) merge(database, now);
    });
  }
}

function dueForMerge(database: DatabaseSync): readonly Segment[] | null {
  const segments = database
    .prepare("SELECT id, first, last, documents FROM search_segments ORDER BY first DESC LIMIT ?")
    .all(MERGE) as unknown as Segment[];
  const [newest] = segments;
  if (newest === undefined || segments.length < MERGE) return null;
  const isOfOneSize = segments.every(({ documents }) => documents < newest.documents * 2);
  return isOfOneSize ? segments.toReversed() : null;
}

/** Goes through the terms of all parts side by side; what one term has in each is joined. */
function merge(database: DatabaseSync, parts: readonly Segment[]): void {
  const segment = insertSegment(database, {
    first: parts[0]?.first ?? 0,
    last: parts.at(-1)?.last ?? 0,
    documents: parts.reduce((sum, { documents }) => sum + documents, 0),
  });
  const insert = database.prepare(INSERT_TERM);
  const cursors = parts.map(({ id }) => new TermCursor(database, id));
  for (let term = least(cursors); term !== null; term = least(cursors)) {
    const [first, ...rest] = cursors.flatMap((cursor) => cursor.take(term));
    if (first !== undefined) insertTerm(insert, segment, term, joinPostings([first, ...rest]));
  }
  for (const { id } of parts) {
    database.prepare("DELETE FROM search_terms WHERE segment = ?").run(id);
    database.prepare("DELETE FROM search_segments WHERE id = ?").run(id);
  }
}

function least(cursors: readonly TermCursor[]): string | null {
  let least: string | null = null;
  for (const { term } of cursors) {
    if (term !== null && (least === null || compareTerms(term, least) < 0)) least = term;
  }
  return least;
}

/** In SQLite's order, by code points: JavaScript's own puts characters beyond 0xFFFF before some below it. */
function compareTerms(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const first = a.charCodeAt(at);
    const second = b.charCodeAt(at);
    if (first !== second) return unitOrder(first) - unitOrder(second);
  }
  return a.length - b.length;
}

function unitOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** The terms of one segment in order. */
class TermCursor {
  readonly #rows: Iterator<Record<string, unknown>>;
  #row: Record<string, unknown> | null = null;
  term: string | null = null;

  constructor(database: DatabaseSync, segment: number) {
    this.#rows = database
      .prepare(
        "SELECT term, documents, first, last, postings, positions FROM search_terms WHERE segment = ? ORDER BY term",
      )
      .iterate(segment);
    this.#next();
  }

  /** The postings of that term, if it is this one's turn. */
  take(term: string): TermPostings[] {
    if (this.term !== term || this.#row === null) return [];
    const taken = toPostings(this.#row);
    this.#next();
    return [taken];
  }

  #next(): void {
    const { value, done } = this.#rows.next();
    this.#row = done === true ? null : value;
    this.term = this.#row === null ? null : String(this.#row["term"]);
  }
}

/** A row of `search_terms`. */
export function toPostings(row: Record<string, unknown>): TermPostings {
  return {
    documents: Number(row["documents"]),
    first: Number(row["first"]),
    last: Number(row["last"]),
    postings: row["postings"] as Uint8Array,
    positions: row["positions"] as Uint8Array,
  };
}

function insertSegment(database: DatabaseSync, { first, last, documents }: Omit<Segment, "id">): number {
  const insert = database.prepare("INSERT INTO search_segments (first, last, documents) VALUES (?, ?, ?)");
  return Number(insert.run(first, last, documents).lastInsertRowid);
}

function insertTerm(
  insert: ReturnType<DatabaseSync["prepare"]>,
  segment: number,
  term: string,
  { documents, first, last, postings, positions }: TermPostings,
): void {
  insert.run(segment, term, documents, first, last, postings, positions);
}
