import { Worker } from "node:worker_threads";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { PatentColumns, type SharedColumns } from "./columns.ts";
import type { SearchAnswer, SearchMethod, SearchMethods, SearchQuestion } from "./search-protocol.ts";

const SOURCE = "cnipa-bulk";
/** One for each of two processors; the second starts when it is first needed. */
const MOST_THREADS = 2;
/** Questions that may wait; beyond this the caller hears "busy" at once. */
const MOST_WAITING = 200;

/** Of a thread that still loads: whatever waits goes to the thread that is free first. */
const STARTING = "starting";

interface Task {
  readonly question: SearchQuestion;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that answer searches, a question at a time each. They share the columns and nothing else. */
export class SearchPool {
  readonly #dataDir: string;
  readonly #threads = new Map<Worker, Task | typeof STARTING | null>();
  readonly #waiting: Task[] = [];
  #columns: SharedColumns | null = null;
  #nextId = 0;
  #isClosed = false;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** A question whose caller leaves while it waits is never begun. */
  ask<Method extends SearchMethod>(
    method: Method,
    args: Parameters<SearchMethods[Method]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<SearchMethods[Method]>> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#isClosed) return reject(new UpstreamError(SOURCE, { kind: "off" }));
      if (signal?.aborted) return reject(new UpstreamError(SOURCE, { kind: "aborted" }));
      if (this.#waiting.length >= MOST_WAITING) return reject(new UpstreamError(SOURCE, { kind: "busy" }));
      const task: Task = { question: { id: this.#nextId++, method, args }, resolve, reject };
      this.#waiting.push(task);
      signal?.addEventListener("abort", () => this.#leave(task), { once: true });
      this.#assign();
    });
    return answer as Promise<ReturnType<SearchMethods[Method]>>;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const off = new UpstreamError(SOURCE, { kind: "off" });
    for (const task of this.#waiting.splice(0)) task.reject(off);
    const exits = [...this.#threads].map(async ([worker, task]) => {
      // Nobody waits any more for what it loads.
      if (task === STARTING) {
        this.#threads.delete(worker);
        await worker.terminate();
        return;
      }
      const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.ref();
      worker.postMessage("close");
      await exited;
    });
    await Promise.all(exits);
  }

  #leave(task: Task): void {
    const index = this.#waiting.indexOf(task);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    task.reject(new UpstreamError(SOURCE, { kind: "aborted" }));
  }

  #assign(): void {
    for (const [worker, state] of this.#threads) {
      const task = state === null ? this.#waiting.shift() : undefined;
      if (task === undefined) continue;
      this.#threads.set(worker, task);
      worker.ref();
      worker.postMessage(task.question);
    }
    const isStarting = [...this.#threads.values()].includes(STARTING);
    if (this.#waiting.length > 0 && !isStarting && this.#threads.size < MOST_THREADS) this.#start();
  }

  #start(): void {
    this.#columns ??= new PatentColumns().shared;
    const worker = new Worker(new URL("./search-worker.ts", import.meta.url), {
      workerData: { dataDir: this.#dataDir, columns: this.#columns },
    });
    worker.on("message", (message: SearchAnswer | "ready") => this.#heard(worker, message));
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("a search thread ended")));
    this.#threads.set(worker, STARTING);
  }

  #heard(worker: Worker, message: SearchAnswer | "ready"): void {
    const task = this.#threads.get(worker);
    if (task === undefined) return;
    this.#threads.set(worker, null);
    // The process does not stay alive for idle threads.
    worker.unref();
    if (message !== "ready" && task !== null && task !== STARTING) settle(task, message);
    this.#assign();
  }

  /** A thread that ended may have left the columns half loaded: all begin anew. In a pool that closes each ends by itself. */
  #fail(worker: Worker, cause: unknown): void {
    const failed = this.#threads.get(worker);
    if (failed === undefined) return;
    this.#threads.delete(worker);
    const tasks = [failed, ...(this.#isClosed ? [] : this.#abandon())];
    for (const task of tasks) if (task !== null && task !== STARTING) task.reject(unreachable(cause));
  }

  /** Ends all threads; returns what they and those in line were asked. */
  #abandon(): readonly (Task | typeof STARTING | null)[] {
    const tasks = [...this.#threads.values(), ...this.#waiting.splice(0)];
    for (const worker of this.#threads.keys()) void worker.terminate();
    this.#threads.clear();
    this.#columns = null;
    return tasks;
  }
}

function settle(task: Task, answer: SearchAnswer): void {
  if (answer.ok) task.resolve(answer.value as never);
  else if (answer.isTooLong) task.reject(new UpstreamError(SOURCE, { kind: "timeout", phase: "deadline" }));
  else task.reject(unreachable(new Error(answer.message)));
}

function unreachable(cause: unknown): UpstreamError {
  return new UpstreamError(SOURCE, { kind: "unreachable", reason: "store" }, { cause });
}
