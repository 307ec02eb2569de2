import { Worker } from "node:worker_threads";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { RecordWindow } from "#adapters/manifest/search/record-finder.ts";
import type { RecordQuestion } from "#adapters/manifest/search/record-test.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { WorkerPool } from "#adapters/runtime/worker-pool.ts";
import type {
  DatedRecord,
  FoundHarvested,
  HarvestedBatch,
  HarvestedKinds,
  HarvestedRecords,
  HarvestedStatus,
} from "./harvested-records.ts";

export interface HarvestedShelfOptions {
  readonly dataDir: string;
  /** Of the node. */
  readonly code: string;
  readonly kinds: HarvestedKinds;
  /** Taken down: not to be kept. */
  readonly isTakenDown: (kind: string, id: string) => boolean;
  readonly timer: Timer;
  readonly logger: Logger;
}

/** What was kept of a question's answer. */
export interface KeptAnswer extends Pick<FoundHarvested, "total" | "isWhole"> {
  readonly items: readonly Sourced<MappedRecord>[];
}

type Methods = Pick<HarvestedRecords, "put" | "find" | "byIds" | "remove" | "expire" | "status">;

const MOST_WAITING = 500;
const SWEEP_MS = 60_000;

/** What harvests read of a node's records, kept for where its source cannot be asked; in a thread of its own. */
export class HarvestedShelf {
  readonly #options: HarvestedShelfOptions;
  readonly #pool: WorkerPool<Methods>;
  #cancelSweep: () => void = () => {};
  #isClosed = false;

  constructor(options: HarvestedShelfOptions) {
    this.#options = options;
    const { code, dataDir, kinds } = options;
    this.#pool = new WorkerPool<Methods>({
      source: `${code}-harvested`,
      mostThreads: 1,
      mostWaiting: MOST_WAITING,
      start: () =>
        new Worker(new URL("./harvested-worker.ts", import.meta.url), { workerData: { dataDir, code, kinds } }),
    });
    this.#sweep();
  }

  keeps(kind: string): boolean {
    return this.#options.kinds[kind] !== undefined;
  }

  /** What was read then need not be read again already: less than half of its time is over. */
  isNewEnough(kind: string, fetchedAt: number): boolean {
    const { kinds, timer } = this.#options;
    return fetchedAt + (kinds[kind]?.forMs ?? 0) / 2 > timer.now();
  }

  /** A batch that cannot be kept is no failure of the harvest. */
  async put(kind: string, batch: HarvestedBatch): Promise<void> {
    const { logger, code, isTakenDown } = this.#options;
    const shown = ({ record }: DatedRecord) => !isTakenDown(kind, record.id);
    const whole = batch.whole.filter(shown);
    try {
      const leftOut = await this.#pool.ask("put", [kind, { ...batch, listed: batch.listed.filter(shown), whole }]);
      if (leftOut > 0) logger.warn({ node: code, kind, leftOut }, "harvested records beyond the limits are not kept");
    } catch (err) {
      logger.error({ node: code, kind, err }, "harvested records could not be kept");
    }
  }

  /** Null where nothing of the kind is kept. Told as an answer of that source, past its time. */
  async find(kind: string, question: RecordQuestion, window: RecordWindow, asked: KeptQuestion) {
    const { timer } = this.#options;
    const startedAt = timer.now();
    const { signal } = asked.call;
    const found = await this.#read(this.#pool.ask("find", [kind, question, { ...window, now: startedAt }], signal));
    if (found === null) return null;
    this.#tell(found.records, found.readAt, { ...asked, startedAt });
    const { total, isWhole } = found;
    return { items: found.records.map(toSourced), total, isWhole } satisfies KeptAnswer;
  }

  /** In the order of the ids; null for what is not kept, or not with all that is needed. */
  async byIds(kind: string, ids: readonly string[], needs: "listed" | "whole", asked: KeptQuestion) {
    const startedAt = this.#options.timer.now();
    const { signal } = asked.call;
    const found = (await this.#read(this.#pool.ask("byIds", [kind, ids, { needs, now: startedAt }], signal))) ?? [];
    const there = found.filter((one) => one !== null);
    if (there.length > 0) this.#tell(there, startedAt, { ...asked, startedAt });
    return found.map((one) => (one === null ? null : toSourced(one)));
  }

  async remove(kind: string, ids: readonly string[]): Promise<void> {
    await this.#pool.ask("remove", [kind, ids]);
  }

  status(): Promise<HarvestedStatus> {
    return this.#pool.ask("status", []);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelSweep();
    await this.#pool.close();
  }

  #sweep(): void {
    const { timer, logger, code } = this.#options;
    this.#pool
      .ask("expire", [timer.now()])
      .catch((err: unknown) => {
        if (!this.#isClosed) logger.error({ node: code, err }, "what may not be kept any longer is still there");
      })
      .finally(() => {
        if (!this.#isClosed) this.#cancelSweep = timer.after(SWEEP_MS, () => this.#sweep());
      });
  }

  /** Null where the thread cannot answer: the source's own failure says more. */
  async #read<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer;
    } catch (err) {
      const { logger, code } = this.#options;
      logger.warn({ node: code, err }, "harvested records could not be read");
      return null;
    }
  }

  #tell(
    records: readonly DatedRecord[],
    readAt: number,
    { call, source, startedAt }: KeptQuestion & { readonly startedAt: number },
  ): void {
    const now = this.#options.timer.now();
    const oldest = records.length === 0 ? readAt : Math.min(...records.map(({ fetchedAt }) => fetchedAt));
    call.observe({
      source,
      operation: "harvested",
      outcome: "STALE",
      upstreamCalls: 0,
      cacheHits: Math.max(1, records.length),
      ageMs: Math.max(0, now - oldest),
      durationMs: now - startedAt,
      ttlMs: 0,
      isPrivate: false,
    });
  }
}

export interface KeptQuestion {
  readonly call: CallContext;
  /** Code of the source that would have been asked. */
  readonly source: string;
}

function toSourced({ record, fetchedAt }: DatedRecord): Sourced<MappedRecord> {
  return { value: record, fetchedAt, freshness: "STALE" };
}
