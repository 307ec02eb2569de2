import { misfitsOf } from "#adapters/manifest/dialect/fit-lines.ts";
import type { Misfit, Row } from "#adapters/manifest/dialect/row.ts";
import type { RecordMapper } from "#adapters/manifest/mapping/map-record.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { type RecordQuestion, recordTest } from "#adapters/manifest/search/record-test.ts";
import { SnapshotProblem } from "./snapshot-problem.ts";

export interface FoundRecords {
  readonly records: readonly MappedRecord[];
  readonly total: number;
}

/** The records of one kind of one file, in the file's order; of two with one id the first. */
export class RecordTable {
  readonly #kind: string;
  readonly #records: ReadonlyMap<string, MappedRecord>;
  /** Lines that were left out, their cells being fewer or more than the columns. */
  readonly misfits: readonly Misfit[];

  private constructor(kind: string, records: ReadonlyMap<string, MappedRecord>, misfits: readonly Misfit[]) {
    this.#kind = kind;
    this.#records = records;
    this.misfits = misfits;
  }

  /** Throws SnapshotProblem where there are rows and none of them becomes a record: the mapping does not fit the file. */
  static of(kind: string, rows: readonly Row[], mapper: Pick<RecordMapper, "map">): RecordTable {
    const records = new Map<string, MappedRecord>();
    for (const row of rows) {
      const record = mapper.map(row);
      if (record !== null && !records.has(record.id)) records.set(record.id, record);
    }
    if (rows.length > 0 && records.size === 0) throw new SnapshotProblem("NO_RECORDS", `${rows.length} rows`);
    return new RecordTable(kind, records, misfitsOf(rows));
  }

  get size(): number {
    return this.#records.size;
  }

  find(question: RecordQuestion, { offset, limit }: { readonly offset: number; readonly limit: number }): FoundRecords {
    const test = recordTest(this.#kind, question);
    const all = [...this.#records.values()];
    const found = test === null ? all : all.filter(test);
    return { records: found.slice(offset, offset + limit), total: found.length };
  }

  byIds(ids: readonly string[]): readonly (MappedRecord | null)[] {
    return ids.map((id) => this.#records.get(id) ?? null);
  }
}
