import type { DatabaseSync } from "node:sqlite";
import { ImportJournal } from "#adapters/cnipa-bulk/store/import-journal.ts";
import { type Origin, StoreWriter, type WriteOutcome } from "#adapters/cnipa-bulk/store/write-store.ts";
import type { SliceBatch } from "./decode-pool.ts";
import type { DecodedBatch } from "./decoded-batch.ts";
import { type ImportProgress, type ImportSummary, MAX_LISTED, type SetAside } from "./import-report.ts";
import type { ReportFile } from "./report-file.ts";
import type { Slice } from "./slice.ts";

/** Per transaction: long enough to be quick, short enough that other writers get their turn and a kill costs little. */
const MOST_RECORDS = 500;
const MOST_MS = 2_000;

/** Problems of the day, of the disk or the clock, more than of the file. */
const PASSING: ReadonlySet<string> = new Set(["UNREADABLE", "NOT_FOUND", "FUTURE_DATE"]);

export interface RunOptions {
  readonly origin: Origin;
  readonly now: () => number;
  readonly isInterrupted: () => boolean;
  readonly bytesTotal: number | null;
  readonly dryRun: boolean;
  readonly isIndexed: boolean;
  readonly report: ReportFile | null;
  /** What was not read at all: known already, or of an earlier day. */
  readonly leftOut: () => LeftOut;
  readonly onProgress: (progress: ImportProgress) => void;
}

interface LeftOut {
  readonly known: number;
  readonly before: number;
  readonly bytes: number;
}

/** Called with the last batch of a slice; gives the slices that are thereby done and to be remembered. */
export type FinishSlice = (slice: Slice, isUnfinished: boolean) => readonly Slice[];

interface Tally {
  documents: number;
  legalEvents: number;
  setAside: number;
  /** Something in it may read well another time, or was left out this time. */
  isUnfinished: boolean;
}

/** Writes what was read, in transactions, and counts what becomes of it. */
export class ImportRun {
  readonly #writer: StoreWriter;
  readonly #journal: ImportJournal;
  readonly #options: RunOptions;
  readonly #startedAt: number;
  readonly #outcomes: Record<WriteOutcome, number> = { imported: 0, updated: 0, unchanged: 0 };
  readonly #events: Record<WriteOutcome, number> = { imported: 0, updated: 0, unchanged: 0 };
  readonly #setAside: SetAside[] = [];
  readonly #passedOver: Record<string, number> = {};
  readonly #tallies = new Map<Slice, Tally>();
  #setAsideCount = 0;
  #refused = 0;
  #files = 0;
  #before = 0;
  #bytesRead = 0;
  #inTransaction = 0;
  #transactionAt = 0;

  constructor(database: DatabaseSync, options: RunOptions) {
    this.#writer = new StoreWriter(database, options);
    this.#journal = new ImportJournal(database);
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Everything that comes, to the end or to an interruption; what was written by then stays. */
  async write(batches: AsyncIterable<SliceBatch>, done: FinishSlice): Promise<void> {
    this.#begin();
    try {
      for await (const given of batches) {
        const tally = this.#take(given.slice, given.batch);
        if (given.isLast) this.#finish(done(given.slice, tally.isUnfinished));
        if (this.#inTransaction >= MOST_RECORDS || this.#options.now() - this.#transactionAt >= MOST_MS) this.#renew();
        if (this.#options.isInterrupted()) break;
      }
      this.#end();
    } catch (error) {
      this.#writer.rollback();
      throw error;
    }
    this.#reportProgress();
  }

  setAside(entry: SetAside): void {
    this.#setAsideCount += 1;
    if (this.#setAside.length < MAX_LISTED) this.#setAside.push(entry);
    this.#options.report?.add(entry);
  }

  passOver(kinds: Readonly<Record<string, number>>): void {
    for (const [kind, count] of Object.entries(kinds)) this.#passedOver[kind] = (this.#passedOver[kind] ?? 0) + count;
  }

  /** Writes what belongs to a transaction of its own: facts about the run. */
  change(write: (writer: StoreWriter) => void): void {
    this.#writer.begin();
    write(this.#writer);
    this.#writer.commit();
  }

  summary(): ImportSummary {
    const { report, now, isInterrupted } = this.#options;
    const left = this.#options.leftOut();
    return {
      files: this.#files,
      ...this.#outcomes,
      legalEvents: this.#events.imported,
      legalEventsUnchanged: this.#events.unchanged,
      known: left.known,
      before: this.#before + left.before,
      passedOver: this.#passedOver,
      setAsideCount: this.#setAsideCount,
      setAside: this.#setAside,
      report: report?.isWritten ? report.path : null,
      refused: this.#refused,
      bytesRead: this.#bytesRead,
      durationMs: now() - this.#startedAt,
      interrupted: isInterrupted(),
    };
  }

  #take(slice: Slice, batch: DecodedBatch): Tally {
    const tally = this.#tallies.get(slice) ?? { documents: 0, legalEvents: 0, setAside: 0, isUnfinished: false };
    this.#tallies.set(slice, tally);
    this.#writeDocuments(batch);
    this.#writeEvents(batch);
    for (const entry of batch.setAside) this.setAside(entry);
    this.passOver(batch.passedOver);
    this.#refused += batch.refused;
    this.#before += batch.before;
    this.#bytesRead += batch.bytes;
    this.#inTransaction += batch.documents.length + batch.events.length;
    tally.documents += batch.documents.length;
    tally.legalEvents += batch.events.length;
    tally.setAside += batch.setAside.length;
    tally.isUnfinished ||= batch.before > 0 || batch.setAside.some(({ code }) => PASSING.has(code));
    return tally;
  }

  #writeDocuments({ documents }: DecodedBatch): void {
    const { origin, now, dryRun } = this.#options;
    for (const { document, file } of documents) {
      const source = { file, origin, now: now() };
      this.#outcomes[dryRun ? this.#writer.judge(document, source) : this.#writer.document(document, source)] += 1;
    }
  }

  #writeEvents({ events }: DecodedBatch): void {
    const { origin, now, dryRun } = this.#options;
    for (const { number, event } of events) {
      const outcome = dryRun ? "imported" : this.#writer.legalEvent(number, event, { origin, now: now() });
      this.#events[outcome] += 1;
    }
  }

  #finish(finished: readonly Slice[]): void {
    this.#files += 1;
    if (this.#options.dryRun) return;
    for (const slice of finished) {
      const tally = this.#tallies.get(slice);
      if (tally !== undefined) this.#journal.finish(slice, tally, this.#options.now());
      this.#tallies.delete(slice);
    }
  }

  #renew(): void {
    this.#end();
    this.#begin();
    this.#reportProgress();
  }

  #begin(): void {
    this.#inTransaction = 0;
    this.#transactionAt = this.#options.now();
    if (!this.#options.dryRun) this.#writer.begin();
  }

  #end(): void {
    if (!this.#options.dryRun) this.#writer.commit();
  }

  #reportProgress(): void {
    const { bytesTotal, onProgress, leftOut } = this.#options;
    onProgress({
      bytesDone: this.#bytesRead + leftOut().bytes,
      bytesTotal,
      bytesRead: this.#bytesRead,
      documents: this.#outcomes.imported + this.#outcomes.updated + this.#outcomes.unchanged,
      legalEvents: this.#events.imported + this.#events.unchanged,
    });
  }
}
