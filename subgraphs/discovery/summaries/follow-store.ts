import type { DatabaseSync, StatementSync } from "node:sqlite";
import { SegmentBuilder } from "#adapters/runtime/text-index/build-segment.ts";
import {
  MemorySegment,
  prepareSegments,
  type SegmentStatements,
  StoredSegment,
  type TermSource,
} from "#adapters/runtime/text-index/term-sources.ts";
import { SUMMARY_LAYOUT, type SummaryTexts } from "./index-layout.ts";
import { SummaryColumns } from "./summary-columns.ts";
import { WordBook } from "./word-table.ts";

/** More stretches of waiting documents than this are indexed anew as one. */
const MOST_STRETCHES = 8;

/** What a search thread has in memory, kept in step with the store whoever writes there. Inside a read transaction. */
export class StoreFollower {
  readonly columns = new SummaryColumns();
  readonly words: WordBook;
  sources: readonly TermSource[] = [];
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #segmentStatements: SegmentStatements;
  #stretches: readonly MemorySegment[] = [];
  #dataVersion = -1;
  #sequence = -1;
  #epoch = -1;

  constructor(database: DatabaseSync) {
    this.words = new WordBook(database);
    this.#statements = Object.fromEntries(
      Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof STATEMENTS, StatementSync>;
    this.#statements.alive.setReturnArrays(true);
    this.#statements.changed.setReturnArrays(true);
    this.#segmentStatements = prepareSegments(database);
  }

  follow(): void {
    // The transaction begins with this: what follows belongs to one state of the store.
    const sequence = this.#state("sequence");
    const dataVersion = Number(this.#statements.dataVersion.get()?.["data_version"]);
    if (dataVersion === this.#dataVersion) return;
    const epoch = this.#state("epoch");
    const isAnew = epoch !== this.#epoch;
    if (isAnew) {
      this.columns.clear();
      this.#stretches = [];
    }
    if (isAnew || sequence !== this.#sequence) this.#followDocuments(isAnew);
    this.#followSegments();
    this.#epoch = epoch;
    this.#sequence = sequence;
    this.#dataVersion = dataVersion;
  }

  #state(name: string): number {
    return Number(this.#statements.state.get(name)?.["value"] ?? 0);
  }

  #followDocuments(isAnew: boolean): void {
    this.words.load(isAnew);
    const rows = isAnew ? this.#statements.alive.iterate() : this.#statements.changed.iterate(this.#sequence);
    for (const row of rows as Iterable<unknown> as Iterable<DocumentValues>) {
      const [id, node, kind, died, fetched, bytes] = row;
      const facts = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
      this.columns.set({ id, node, kind, died, fetched, facts });
    }
  }

  #followSegments(): void {
    const segments = this.#statements.segments
      .all()
      .map((row) => new StoredSegment({ id: Number(row["id"]), last: Number(row["last"]) }, this.#segmentStatements));
    const sealed = segments.at(-1)?.last ?? 0;
    // A segment takes the oldest, whole stretches or not: what it leaves is indexed anew.
    const isStale = this.#stretches.some((stretch) => stretch.first <= sealed);
    const kept = isStale || this.#stretches.length >= MOST_STRETCHES ? [] : this.#stretches;
    const builder = new SegmentBuilder(SUMMARY_LAYOUT);
    for (const row of this.#statements.pending.iterate(Math.max(sealed, kept.at(-1)?.last ?? 0))) {
      builder.add(Number(row["id"]), JSON.parse(String(row["texts"])) as SummaryTexts);
    }
    this.#stretches = builder.ids.length === 0 ? kept : [...kept, new MemorySegment(builder)];
    this.sources = [...segments, ...this.#stretches];
  }
}

type DocumentValues = readonly [
  id: number,
  node: number,
  kind: number,
  died: number,
  fetched: number,
  facts: Uint8Array,
];

const STATEMENTS = {
  dataVersion: "PRAGMA data_version",
  state: "SELECT value FROM state WHERE name = ?",
  alive: "SELECT id, node, kind, died, fetched, facts FROM documents WHERE died = 0",
  changed: "SELECT id, node, kind, died, fetched, facts FROM documents WHERE changed > ?",
  segments: "SELECT id, last FROM search_segments ORDER BY first",
  pending: "SELECT id, texts FROM search_pending WHERE id > ? ORDER BY id",
} as const;
