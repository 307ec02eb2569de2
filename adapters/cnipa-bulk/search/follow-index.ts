import type { DatabaseSync, StatementSync } from "node:sqlite";
import { SegmentBuilder } from "#adapters/runtime/text-index/build-segment.ts";
import {
  MemorySegment,
  prepareSegments,
  type SegmentStatements,
  StoredSegment,
  type TermSource,
} from "#adapters/runtime/text-index/term-sources.ts";
import type { PatentColumns } from "./columns.ts";
import { INDEX_VERSION } from "./index-schema.ts";
import { INDEX_LAYOUT, type PatentTexts } from "./text-fields.ts";

/** The index as a transaction sees it. */
export interface IndexState {
  /** Number of the newest change. */
  readonly sequence: number;
  /** In the order of their documents. */
  readonly sources: readonly TermSource[];
  /** The store is not being indexed anew. */
  readonly isWhole: boolean;
}

/** More stretches of waiting documents than this are indexed anew as one. */
const MOST_STRETCHES = 8;

/**
 * Keeps what a search thread has in memory in step with the store, whoever writes there: columns of what changed,
 * segments by their list, texts that wait for a segment indexed in memory. To be called inside a read transaction.
 */
export class IndexFollower {
  readonly #columns: PatentColumns;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #segmentStatements: SegmentStatements;
  #dataVersion = -1;
  #sequence = 0;
  #isWhole = false;
  #epoch = -1;
  #segments: readonly StoredSegment[] = [];
  #stretches: readonly MemorySegment[] = [];

  constructor(database: DatabaseSync, columns: PatentColumns) {
    this.#columns = columns;
    this.#statements = Object.fromEntries(
      Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof STATEMENTS, StatementSync>;
    this.#statements.all.setReturnArrays(true);
    this.#statements.changed.setReturnArrays(true);
    this.#segmentStatements = prepareSegments(database);
  }

  follow(): IndexState {
    // The transaction begins with this: what follows belongs to one state of the store.
    const sequence = this.#state("sequence");
    const dataVersion = Number(this.#statements.dataVersion.get()?.["data_version"]);
    if (dataVersion !== this.#dataVersion) {
      this.#followEpoch();
      this.#followColumns(sequence);
      this.#followSegments();
      this.#followPending();
      this.#dataVersion = dataVersion;
      this.#sequence = sequence;
      this.#isWhole = this.#state("version") === INDEX_VERSION;
    }
    return {
      sequence: this.#sequence,
      sources: [...this.#segments, ...this.#stretches],
      isWhole: this.#isWhole,
    };
  }

  #state(name: string): number {
    return Number(this.#statements.state.get(name)?.["value"] ?? 0);
  }

  /** In an index that was made anew the same ids are other documents. */
  #followEpoch(): void {
    const epoch = this.#state("epoch");
    if (epoch !== this.#epoch) this.#stretches = [];
    this.#epoch = epoch;
  }

  #followColumns(sequence: number): void {
    const columns = this.#columns;
    const epoch = this.#epoch;
    if (columns.sequence >= sequence && columns.isOf(epoch)) return;
    columns.exclusively(() => {
      if (!columns.isOf(epoch)) columns.beginAnew(epoch);
      // Another thread may have loaded as much while this one waited.
      const from = columns.sequence;
      if (from >= sequence) return;
      const rows = from === 0 ? this.#statements.all.iterate() : this.#statements.changed.iterate(from);
      for (const row of rows as Iterable<unknown> as Iterable<readonly [number, number, number, number, Uint8Array]>) {
        const [id, number, born, died, bytes] = row;
        columns.set(id, { number, born, died }, new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2));
      }
      columns.loadedUpTo(sequence);
    });
  }

  #followSegments(): void {
    this.#segments = this.#statements.segments
      .all()
      .map((row) => new StoredSegment({ id: Number(row["id"]), last: Number(row["last"]) }, this.#segmentStatements));
  }

  #followPending(): void {
    const sealed = this.#segments.at(-1)?.last ?? 0;
    // A segment takes the oldest, whole stretches or not: what it leaves is indexed anew.
    const stale = this.#stretches.some((stretch) => stretch.first <= sealed);
    const kept = stale || this.#stretches.length >= MOST_STRETCHES ? [] : this.#stretches;
    const rows = this.#statements.pending.all(Math.max(sealed, kept.at(-1)?.last ?? 0));
    if (rows.length === 0) {
      this.#stretches = kept;
      return;
    }
    const builder = new SegmentBuilder(INDEX_LAYOUT);
    for (const row of rows) builder.add(Number(row["id"]), JSON.parse(String(row["texts"])) as PatentTexts);
    this.#stretches = [...kept, new MemorySegment(builder)];
  }
}

const STATEMENTS = {
  dataVersion: "PRAGMA data_version",
  state: "SELECT value FROM search_state WHERE name = ?",
  all: "SELECT id, number, born, died, attributes FROM search_documents",
  changed: "SELECT id, number, born, died, attributes FROM search_documents WHERE changed > ? ORDER BY changed",
  segments: "SELECT id, last FROM search_segments ORDER BY first",
  pending: "SELECT id, texts FROM search_pending WHERE id > ? ORDER BY id",
} as const;
