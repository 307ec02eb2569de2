import { Worker } from "node:worker_threads";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import type { ArchiveContext } from "./archive-files.ts";
import type { DecodeOrder, DecodeReport } from "./decode-worker.ts";
import { BatchBuilder, type DecodedBatch } from "./decoded-batch.ts";
import { type Slice, sliceName } from "./slice.ts";

/** A batch of a slice; with `isLast` the slice is done. */
export interface SliceBatch {
  readonly slice: Slice;
  readonly batch: DecodedBatch;
  readonly isLast: boolean;
}

/** A document far beyond any honest one ends its thread instead of the import. What is young dies with its record: room for it spares collections. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 };

export interface PoolOptions {
  readonly threads: number;
  readonly context: ArchiveContext;
  /** Environment of the threads. */
  readonly env: NodeJS.ProcessEnv;
  readonly next: () => Slice | undefined;
}

/**
 * Reads slices in several threads. Batches come in the order in which they are ready; a thread stands still while its
 * batches are not taken, so that memory does not depend on the size of the work.
 */
export class DecodePool implements Disposable {
  readonly #threads: number;
  readonly #context: ArchiveContext;
  readonly #env: NodeJS.ProcessEnv;
  readonly #next: () => Slice | undefined;
  readonly #busy = new Map<Worker, Slice>();
  readonly #idle: Worker[] = [];
  readonly #ready: { readonly from: Worker; readonly given: SliceBatch }[] = [];
  #wake: (() => void) | null = null;

  constructor({ threads, context, env, next }: PoolOptions) {
    this.#threads = threads;
    this.#context = context;
    this.#env = env;
    this.#next = next;
  }

  /** Until `next` gives no slice and all are done; what is asked for meanwhile may give it more. */
  async *batches(): AsyncGenerator<SliceBatch> {
    for (;;) {
      this.#employ();
      const ready = this.#ready.shift();
      if (ready === undefined) {
        if (this.#busy.size === 0) return;
        await this.#somethingReady();
        continue;
      }
      yield ready.given;
      order(ready.from, { kind: "taken", texts: ready.given.batch.texts });
    }
  }

  [Symbol.dispose](): void {
    // Those that rest end by themselves: to tear down a thread is left to those that would go on.
    for (const worker of this.#idle) order(worker, { kind: "end" });
    for (const worker of this.#busy.keys()) void worker.terminate();
    this.#idle.length = 0;
    this.#busy.clear();
  }

  #employ(): void {
    while (this.#busy.size < this.#threads) {
      const slice = this.#next();
      if (slice === undefined) return;
      const worker = this.#idle.pop() ?? this.#start();
      this.#busy.set(worker, slice);
      order(worker, { kind: "read", slice });
    }
  }

  #start(): Worker {
    const url = new URL("./decode-worker.ts", import.meta.url);
    const worker = new Worker(url, { workerData: this.#context, resourceLimits: LIMITS, env: this.#env });
    worker.on("message", (report: DecodeReport) => this.#report(worker, report));
    worker.on("error", (error) => this.#fail(worker, error));
    return worker;
  }

  #report(worker: Worker, { kind, batch }: DecodeReport): void {
    const slice = this.#busy.get(worker);
    if (slice === undefined) return;
    if (kind === "end") {
      this.#busy.delete(worker);
      this.#idle.push(worker);
    }
    this.#give(worker, { slice, batch, isLast: kind === "end" });
  }

  /** What a slice does to its thread is that slice's alone. */
  #fail(worker: Worker, error: Error): void {
    const slice = this.#busy.get(worker);
    this.#busy.delete(worker);
    if (slice === undefined) return;
    const builder = new BatchBuilder();
    builder.setAside(sliceName(slice), null, threadProblem(error));
    this.#give(worker, { slice, batch: builder.take(), isLast: true });
  }

  #give(from: Worker, given: SliceBatch): void {
    this.#ready.push({ from, given });
    this.#wake?.();
  }

  #somethingReady(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }
}

function order(worker: Worker, order: DecodeOrder): void {
  worker.postMessage(order, order.kind === "taken" ? [...order.texts] : []);
}

function threadProblem(cause: Error): ImportProblem {
  if ("code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new ImportProblem("TOO_LARGE", {
      zh: "读取所需内存超过上限",
      en: "Reading it takes more memory than allowed",
    });
  }
  return new ImportProblem("UNREADABLE", { zh: "读取时出错", en: "Reading it failed" }, { cause });
}
