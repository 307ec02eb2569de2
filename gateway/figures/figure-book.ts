import { Worker } from "node:worker_threads";
import type { Registry } from "prom-client";
import type { Logger } from "#adapters/runtime/logger.ts";
import { shanghaiDay } from "#adapters/runtime/manners/shanghai-day.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { WorkerPool } from "#adapters/runtime/worker-pool.ts";
import type { DayCount, FigureFile, FiguresAsked } from "./figure-file.ts";
import { type Counts, growth, readCounts } from "./tapped-metrics.ts";

type Methods = Pick<FigureFile, "add" | "read">;

const EVERY_MS = 60_000;
const MOST_WAITING = 20;

export interface FigureBookParts {
  readonly metrics: Registry;
  readonly dataDir: string;
  readonly timer: Timer;
  readonly logger: Logger;
}

export interface FiguresTold {
  readonly counts: readonly DayCount[];
  /** By all processes, and of earlier runs; else by this one since its start. */
  readonly isWhole: boolean;
}

/** Figures of nodes and sources by day (Asia/Shanghai), over restarts and of all processes of the machine: what has grown is added every minute. */
export class FigureBook {
  readonly #parts: FigureBookParts;
  readonly #store: WorkerPool<Methods>;
  #written: Counts = new Map();
  #turn: Promise<unknown> = Promise.resolve();
  #cancel: () => void = () => {};
  #isBroken = false;
  #isStopping = false;

  constructor(parts: FigureBookParts) {
    this.#parts = parts;
    const { dataDir } = parts;
    this.#store = new WorkerPool<Methods>({
      source: "figures",
      mostThreads: 1,
      mostWaiting: MOST_WAITING,
      start: () => new Worker(new URL("./figure-worker.ts", import.meta.url), { workerData: { dataDir } }),
    });
  }

  start(): void {
    this.#cancel = this.#parts.timer.after(EVERY_MS, () => {
      void this.#keep().then(() => {
        if (!this.#isStopping) this.start();
      });
    });
  }

  /** Of the days and subjects that are asked for, up to this moment. */
  async read(asked: FiguresAsked): Promise<FiguresTold> {
    try {
      await this.#write();
      return { counts: await this.#store.ask("read", [asked]), isWhole: true };
    } catch (error) {
      this.#parts.logger.warn({ err: error }, "figures by day cannot be read; those of this process are told");
      return { counts: await this.#own(asked), isWhole: false };
    }
  }

  /** What was counted until now is kept. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#cancel();
    await this.#keep();
    await this.#store.close();
  }

  /** Whatever cannot be written now is written next time. */
  async #keep(): Promise<void> {
    try {
      await this.#write();
      this.#isBroken = false;
    } catch (error) {
      if (!this.#isBroken) this.#parts.logger.warn({ err: error }, "figures by day cannot be kept; tried again");
      this.#isBroken = true;
    }
  }

  /** One after the other, lest something be written twice. */
  #write(): Promise<void> {
    const writing = this.#turn.then(async () => {
      const counts = await readCounts(this.#parts.metrics);
      const grown = growth(counts, this.#written);
      if (grown.length > 0) await this.#store.ask("add", [this.#parts.timer.now(), grown]);
      this.#written = counts;
    });
    this.#turn = writing.catch(() => {});
    return writing;
  }

  async #own({ subjects }: FiguresAsked): Promise<readonly DayCount[]> {
    const day = shanghaiDay(this.#parts.timer.now());
    const counts = await readCounts(this.#parts.metrics);
    return [...counts.values()]
      .filter(({ subject, value }) => subjects.includes(subject) && value > 0)
      .map((count) => ({ ...count, day }));
  }
}
