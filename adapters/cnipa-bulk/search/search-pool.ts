import { Worker } from "node:worker_threads";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { PatentColumns, type SharedColumns } from "./columns.ts";
import type { SearchAnswer, SearchMethod, SearchMethods, SearchQuestion } from "./search-protocol.ts";

const SOURCE = "cnipa-bulk";
/** One for each of two processors; the second starts when it is first needed. */
const MOST_THREADS = 2;
/** Questions that may wait; beyond this the caller hears "busy" at once. */
const MOST_WAITING = 200;

interface Task {
  readonly question: SearchQuestion;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that answer searches, a question at a time each. They share the columns and nothing else. */
export class SearchPool {
  readonly #dataDir: string;
  readonly #threads = new Map<Worker, Task | null>();
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
    const exits = [...this.#threads.keys()].map((worker) => {
      const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.ref();
      worker.postMessage("close");
      return exited;
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
    while (this.#waiting.length > 0) {
      const worker = this.#idleThread();
      const task = worker === null ? undefined : this.#waiting.shift();
      if (worker === null || task === undefined) return;
      this.#threads.set(worker, task);
      worker.ref();
      worker.postMessage(task.question);
    }
  }

  #idleThread(): Worker | null {
    for (const [worker, task] of this.#threads) if (task === null) return worker;
    return this.#threads.size < MOST_THREADS ? this.#start() : null;
  }

  #start(): Worker {
    this.#columns ??= new PatentColumns().shared;
    const worker = new Worker(new URL("./search-worker.ts", import.meta.url), {
      workerData: { dataDir: this.#dataDir, columns: this.#columns },
    });
    worker.on("message", (answer: SearchAnswer) => this.#settle(worker, answer));
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("a search thread ended")));
    this.#threads.set(worker, null);
    return worker;
  }

  #settle(worker: Worker, answer: SearchAnswer): void {
    const task = this.#threads.get(worker);
    this.#threads.set(worker, null);
    // The process does not stay alive for idle threads.
    worker.unref();
    if (answer.ok) task?.resolve(answer.value as never);
    else task?.reject(unreachable(new Error(answer.message)));
    this.#assign();
  }

  /** A thread that ended may have left the columns half loaded: all begin anew. */
  #fail(worker: Worker, cause: unknown): void {
    if (!this.#threads.has(worker)) return;
    const tasks = [...this.#threads.values(), ...this.#waiting.splice(0)];
    const others = [...this.#threads.keys()].filter((other) => other !== worker);
    this.#threads.clear();
    this.#columns = null;
    for (const other of others) void other.terminate();
    for (const task of tasks) task?.reject(unreachable(cause));
  }
}

function unreachable(cause: unknown): UpstreamError {
  return new UpstreamError(SOURCE, { kind: "unreachable", reason: "store" }, { cause });
}
