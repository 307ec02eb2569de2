import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { joined } from "#adapters/manifest/record-memory.ts";
import { type RecordQuestion, recordTest } from "#adapters/manifest/search/record-test.ts";
import { emptyLog, inTransaction } from "#adapters/runtime/wal-database.ts";

/** A record and when it was read, epoch milliseconds. */
export interface DatedRecord {
  readonly record: MappedRecord;
  readonly fetchedAt: number;
}

/** One kind of the node, as its manifest tells it now. */
export interface HarvestedKind {
  /** Of all that decides what a record looks like: what was mapped otherwise is given to nobody and deleted. */
  readonly made: string;
  /** Nothing is kept longer from when it was read. */
  readonly forMs: number;
  /** Fields that only the record's own page tells; empty where its list tells all. */
  readonly adds: readonly string[];
}

export type HarvestedKinds = Readonly<Record<string, HarvestedKind>>;

/** What one batch of a harvest read. */
export interface HarvestedBatch {
  /** Its place in the source's list; 0 begins anew. */
  readonly offset: number;
  readonly listed: readonly DatedRecord[];
  /** Those of which their own page was read, with all that it tells. */
  readonly whole: readonly DatedRecord[];
  /** The list has ended: what this reading of it has not met is gone. */
  readonly isEnd: boolean;
}

export interface FoundHarvested {
  readonly records: readonly DatedRecord[];
  readonly total: number;
  /** When the oldest of all records of the kind was read. */
  readonly readAt: number;
  /** Every record of the kind is there with all that its own page tells. */
  readonly isWhole: boolean;
}

export interface HarvestedStatus {
  readonly records: number;
  readonly bytes: number;
  readonly oldestAt: number | null;
}

/** Of one node. What is beyond them is left out. */
export const HARVESTED_LIMITS = { records: 20_000, bytes: 64 * 1024 ** 2, recordBytes: 64 * 1024 } as const;

/** What harvests read of a node's records, on disk. Synchronous: for a thread of its own. */
export class HarvestedRecords {
  readonly #database: DatabaseSync;
  readonly #kinds: HarvestedKinds;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  /** Pages of the log may hold what the store does not any more. */
  #isLogFull = true;

  constructor(database: DatabaseSync, kinds: HarvestedKinds) {
    this.#database = database;
    this.#kinds = kinds;
    this.#statements = Object.fromEntries(
      Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof STATEMENTS, StatementSync>;
    inTransaction(database, () => this.#takeOver());
  }

  /**
   * Returns how many were left out. Who begins a harvest has the kind as it tells it: a version that was opened and never
   * served has no part in it, and of a harvest under way nothing is mixed with what another tells.
   */
  put(kind: string, { offset, listed, whole, isEnd }: HarvestedBatch): number {
    this.#isLogFull = true;
    return inTransaction(this.#database, () => {
      if (offset === 0) this.#claim(kind);
      if (!this.#isOurs(kind)) return 0;
      if (offset === 0) this.#statements.nextRun.run(kind);
      const run = Number(this.#statements.kind.get(kind)?.["run"] ?? 0);
      const pages = new Map(whole.map((one) => [one.record.id, one]));
      const full = { ...this.status() };
      let leftOut = 0;
      for (const [index, one] of listed.entries()) {
        const isKept = this.#putOne(one, pages.get(one.record.id), { kind, run, place: offset + index, full });
        if (!isKept) leftOut += 1;
      }
      if (isEnd) this.#statements.removeUnmet.run(kind, run);
      return leftOut;
    });
  }

  /** In the source's order; null where nothing of the kind is kept. */
  find(
    kind: string,
    question: RecordQuestion,
    { offset, limit, now }: { readonly offset: number; readonly limit: number; readonly now: number },
  ): FoundHarvested | null {
    const since = this.#sinceOf(kind, now);
    const told = since === null ? undefined : this.#statements.sum.get(since, kind, since);
    if (since === null || told === undefined || Number(told["count"]) === 0) return null;
    const adds = this.#kinds[kind]?.adds ?? [];
    const of = (row: Row) => recordOf(row, since, adds);
    const test = recordTest(kind, question);
    const about = {
      readAt: Number(told["oldest"]),
      isWhole: adds.length === 0 || Number(told["whole"]) === Number(told["count"]),
    };
    if (test === null) {
      const rows = this.#statements.page.all(kind, since, limit, offset) as unknown as Row[];
      return { records: rows.map(of), total: Number(told["count"]), ...about };
    }
    const records: DatedRecord[] = [];
    let total = 0;
    for (const row of this.#statements.page.iterate(kind, since, -1, 0)) {
      const found = of(row as unknown as Row);
      if (!test(found.record)) continue;
      if (total >= offset && records.length < limit) records.push(found);
      total += 1;
    }
    return { records, total, ...about };
  }

  /** In the order of the ids; null for those that are not kept, or not with what their own page tells where that is needed. */
  byIds(
    kind: string,
    ids: readonly string[],
    { needs, now }: { readonly needs: "listed" | "whole"; readonly now: number },
  ): readonly (DatedRecord | null)[] {
    const since = this.#sinceOf(kind, now);
    const adds = this.#kinds[kind]?.adds ?? [];
    return ids.map((id) => {
      const row = since === null ? undefined : (this.#statements.one.get(kind, id, since) as Row | undefined);
      if (since === null || row === undefined) return null;
      const isEnough = needs === "listed" || adds.length === 0 || isThere(row, since);
      return isEnough ? recordOf(row, since, adds) : null;
    });
  }

  remove(kind: string, ids: readonly string[]): void {
    inTransaction(this.#database, () => ids.forEach((id) => void this.#statements.remove.run(kind, id)));
    this.#isLogFull = true;
    this.#wipe();
  }

  /** Deletes what may not be kept any longer, and what is left of anything that was deleted or read anew before. */
  expire(now: number): number {
    const { expire, expirePages } = this.#statements;
    const [count, pages] = inTransaction(this.#database, () => {
      const ends = Object.entries(this.#kinds).map(([kind, { forMs }]) => [kind, now - forMs] as const);
      return [
        sumOf(ends.map((end) => expire.run(...end).changes)),
        sumOf(ends.map((end) => expirePages.run(...end).changes)),
      ];
    });
    if (count + pages > 0) this.#isLogFull = true;
    this.#wipe();
    return count;
  }

  status(): HarvestedStatus {
    const { count = 0, bytes = 0, oldest = null } = this.#statements.all.get() ?? {};
    return { records: Number(count), bytes: Number(bytes), oldestAt: oldest === null ? null : Number(oldest) };
  }

  #putOne(
    { record, fetchedAt }: DatedRecord,
    whole: DatedRecord | undefined,
    { kind, run, place, full }: Place,
  ): boolean {
    const listed = JSON.stringify(stored(record));
    const page = whole === undefined ? null : JSON.stringify(stored(whole.record));
    const bytes = Buffer.byteLength(listed) + (page === null ? 0 : Buffer.byteLength(page));
    const present = this.#statements.size.get(kind, record.id);
    const count = full.records + (present === undefined ? 1 : 0);
    const sum = full.bytes - Number(present?.["bytes"] ?? 0) + bytes;
    const isFull = count > HARVESTED_LIMITS.records || sum > HARVESTED_LIMITS.bytes;
    if (isFull || bytes > HARVESTED_LIMITS.recordBytes) return false;
    full.records = count;
    full.bytes = sum;
    this.#statements.put.run({ kind, id: record.id, place, run, fetched: fetchedAt, listed, bytes });
    if (whole !== undefined) {
      const read = Math.min(whole.fetchedAt, fetchedAt);
      this.#statements.putPage.run(read, page, bytes, kind, record.id);
    }
    return true;
  }

  /** Kinds that are kept no more, or told otherwise now, leave with all their records. */
  #takeOver(): void {
    const kept = this.#statements.kinds.all().map((row) => String(row["kind"]));
    for (const kind of new Set([...kept, ...Object.keys(this.#kinds)])) this.#claim(kind);
  }

  #claim(kind: string): void {
    if (this.#isOurs(kind)) return;
    this.#statements.removeKind.run(kind);
    this.#statements.forget.run(kind);
    const own = this.#kinds[kind];
    if (own !== undefined) this.#statements.begin.run(kind, own.made);
  }

  #isOurs(kind: string): boolean {
    return this.#kinds[kind] !== undefined && this.#statements.kind.get(kind)?.["made"] === this.#kinds[kind]?.made;
  }

  #sinceOf(kind: string, now: number): number | null {
    return this.#isOurs(kind) ? now - (this.#kinds[kind]?.forMs ?? 0) + 1 : null;
  }

  /** What was overwritten with zeros in the file stands in its log until that is brought in; where somebody reads it now, next time. */
  #wipe(): void {
    if (this.#isLogFull) this.#isLogFull = !emptyLog(this.#database, WIPE_WAITS_MS);
  }
}

/** Questions wait meanwhile. */
const WIPE_WAITS_MS = 500;

interface Place {
  readonly kind: string;
  readonly run: number;
  readonly place: number;
  /** What there is of all kinds; counted on. */
  readonly full: { records: number; bytes: number };
}

interface Row {
  readonly fetched: number;
  readonly listed: string;
  readonly wholeAt: number | null;
  readonly whole: string | null;
}

function sumOf(changes: readonly (number | bigint)[]): number {
  return changes.reduce<number>((sum, one) => sum + Number(one), 0);
}

function isThere({ whole, wholeAt }: Row, since: number): boolean {
  return whole !== null && wholeAt !== null && wholeAt >= since;
}

function recordOf(row: Row, since: number, adds: readonly string[]): DatedRecord {
  const listed = JSON.parse(row.listed) as MappedRecord;
  if (row.whole === null || !isThere(row, since)) return { record: listed, fetchedAt: row.fetched };
  const whole = JSON.parse(row.whole) as MappedRecord;
  return {
    record: { ...joined(listed, whole, adds), id: listed.id },
    fetchedAt: Math.min(row.fetched, row.wholeAt ?? row.fetched),
  };
}

/** Without what is told to the owner alone. */
function stored(record: MappedRecord): MappedRecord {
  return { ...record, problems: [] };
}

const STATEMENTS = {
  kinds: "SELECT kind, made FROM kinds",
  kind: "SELECT made, run FROM kinds WHERE kind = ?",
  begin: "INSERT INTO kinds (kind, made, run) VALUES (?, ?, 0)",
  forget: "DELETE FROM kinds WHERE kind = ?",
  removeKind: "DELETE FROM records WHERE kind = ?",
  nextRun: "UPDATE kinds SET run = run + 1 WHERE kind = ?",
  removeUnmet: "DELETE FROM records WHERE kind = ? AND run < ?",
  size: "SELECT bytes FROM records WHERE kind = ? AND id = ?",
  put: `INSERT INTO records (kind, id, place, run, fetched, listed, bytes)
        VALUES (:kind, :id, :place, :run, :fetched, :listed, :bytes)
        ON CONFLICT DO UPDATE SET place = :place, run = :run, fetched = :fetched, listed = :listed,
          bytes = :bytes + coalesce(length(CAST(whole AS BLOB)), 0)`,
  putPage: "UPDATE records SET wholeAt = ?, whole = ?, bytes = ? WHERE kind = ? AND id = ?",
  page: `SELECT fetched, listed, wholeAt, whole FROM records WHERE kind = ? AND fetched >= ?
         ORDER BY place, id LIMIT ? OFFSET ?`,
  one: "SELECT fetched, listed, wholeAt, whole FROM records WHERE kind = ? AND id = ? AND fetched >= ?",
  sum: `SELECT count(*) AS count, min(fetched) AS oldest, count(iif(wholeAt >= ?, 1, NULL)) AS whole
        FROM records WHERE kind = ? AND fetched >= ?`,
  all: "SELECT count(*) AS count, sum(bytes) AS bytes, min(fetched) AS oldest FROM records",
  remove: "DELETE FROM records WHERE kind = ? AND id = ?",
  expire: "DELETE FROM records WHERE kind = ? AND fetched <= ?",
  expirePages: `UPDATE records SET whole = NULL, wholeAt = NULL, bytes = length(CAST(listed AS BLOB))
                WHERE kind = ? AND wholeAt <= ?`,
} as const;
