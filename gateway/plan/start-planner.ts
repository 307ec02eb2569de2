import { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import type { PlanAnswer, PlanQuestion } from "./plan-worker.ts";
import { type Planner, PlanningError, type QueryPlan, type SupergraphFacts } from "./planner.ts";

export interface PlannerLimits {
  /** For one plan. */
  readonly timeLimitMs: number;
  readonly heapLimitMb: number;
  /** Operations that may wait. */
  readonly waiting: number;
}

/** Operations that took too much are refused for this long without being tried again. */
const REFUSED_MS = 60_000;
const REFUSED_TEXT = 4_000_000;

const LIMITS: PlannerLimits = { timeLimitMs: 10_000, heapLimitMb: 1_024, waiting: 1_000 };

/** @apollo/query-planner in a worker: plans cross as data, and serving never waits for planning. Rejects for a supergraph that cannot be read. */
export async function startPlanner(
  supergraphSdl: string,
  limits: PlannerLimits = LIMITS,
  timer: Timer = SYSTEM_TIMER,
): Promise<Planner> {
  const thread = new PlannerThread(supergraphSdl, limits, timer);
  const facts = await thread.start();
  return { facts, plan: (document) => thread.plan(document), close: () => thread.close() };
}

interface Task extends PromiseWithResolvers<QueryPlan> {
  readonly document: string;
}

class PlannerThread {
  readonly #supergraphSdl: string;
  readonly #limits: PlannerLimits;
  readonly #timer: Timer;
  /** By id, oldest first: the worker does one after the other. */
  readonly #tasks = new Map<number, Task>();
  readonly #refused = new LRUCache<string, PlanningError>({
    ttl: REFUSED_MS,
    maxSize: REFUSED_TEXT,
    sizeCalculation: (_error, document) => document.length + 1,
  });
  #worker: Worker | null = null;
  #isReady = false;
  #nextId = 0;
  #cancelTimer: () => void = () => {};
  #isClosed = false;

  constructor(supergraphSdl: string, limits: PlannerLimits, timer: Timer) {
    this.#supergraphSdl = supergraphSdl;
    this.#limits = limits;
    this.#timer = timer;
  }

  start(): Promise<SupergraphFacts> {
    const { promise, resolve, reject } = Promise.withResolvers<SupergraphFacts>();
    const worker = new Worker(new URL("./plan-worker.ts", import.meta.url), {
      workerData: { supergraphSdl: this.#supergraphSdl },
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapLimitMb },
    });
    this.#worker = worker;
    worker.on("message", (answer: PlanAnswer) => {
      if (answer.kind !== "ready") return this.#heard(answer);
      // The process does not stay alive for an idle planner.
      if (this.#tasks.size === 0) worker.unref();
      this.#isReady = true;
      this.#watch();
      resolve(answer.facts);
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      reject(error);
      const reason = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "too-long" : "failed";
      this.#restart(worker, new PlanningError(reason, error.message));
    });
    worker.on("exit", () => this.#restart(worker, new PlanningError("failed", "the planner ended")));
    return promise;
  }

  plan(document: string): Promise<QueryPlan> {
    if (this.#isClosed) return Promise.reject(new PlanningError("failed", "the planner is closed"));
    if (this.#tasks.size >= this.#limits.waiting)
      return Promise.reject(new PlanningError("busy", "too many plans wait"));
    const refused = this.#refused.get(document);
    if (refused !== undefined) return Promise.reject(refused);
    if (this.#worker === null) this.start().catch(() => {});
    const id = this.#nextId++;
    const task = { document, ...Promise.withResolvers<QueryPlan>() };
    this.#tasks.set(id, task);
    this.#ask({ id, document });
    if (this.#tasks.size === 1) this.#watch();
    return task.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    for (const { reject } of this.#tasks.values()) reject(new PlanningError("failed", "the planner is closed"));
    this.#tasks.clear();
    await this.#worker?.terminate();
  }

  #ask(question: PlanQuestion): void {
    this.#worker?.ref();
    this.#worker?.postMessage(question);
  }

  #heard(answer: Exclude<PlanAnswer, { readonly kind: "ready" }>): void {
    const task = this.#tasks.get(answer.id);
    this.#tasks.delete(answer.id);
    this.#watch();
    if (this.#tasks.size === 0) this.#worker?.unref();
    if (answer.kind === "plan") task?.resolve(answer.plan);
    else task?.reject(new PlanningError("failed", answer.message));
  }

  /** The oldest task is under way. */
  #watch(): void {
    this.#cancelTimer();
    const worker = this.#worker;
    if (worker === null || !this.#isReady || this.#tasks.size === 0) return;
    this.#cancelTimer = this.#timer.after(this.#limits.timeLimitMs, () => {
      this.#restart(worker, new PlanningError("too-long", `no plan within ${this.#limits.timeLimitMs} ms`));
    });
  }

  /** The task that it was about is given up, the others are asked again. */
  #restart(worker: Worker, error: PlanningError): void {
    if (this.#isClosed || worker !== this.#worker) return;
    const wasReady = this.#isReady;
    this.#worker = null;
    this.#isReady = false;
    this.#cancelTimer();
    void worker.terminate();
    // One that does not even come up would be started for ever: the next question tries again.
    const tasks = [...this.#tasks];
    for (const [id, task] of wasReady ? tasks.slice(0, 1) : tasks) {
      this.#tasks.delete(id);
      if (error.reason === "too-long") this.#refused.set(task.document, error);
      task.reject(error);
    }
    if (!wasReady) return;
    this.start().catch(() => {});
    for (const [id, { document }] of this.#tasks) this.#ask({ id, document });
  }
}
