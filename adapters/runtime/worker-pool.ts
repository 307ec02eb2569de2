import type { Worker } from "node:worker_threads";
import { UpstreamError } from "./upstream-error.ts";

/** What a thread is asked: one of its methods. */
export interface WorkerQuestion {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What it answers; it says "ready" once when it has loaded. */
export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly isTooLong?: boolean };

/** The methods of a thread, by name. */
type Methods<M> = { readonly [Name in keyof M]: (...args: never[]) => unknown };

export interface WorkerPoolOptions {
  /** Told in failures. */
  readonly source: string;
  readonly mostThreads: number;
  /** Questions that may wait; beyond this the caller hears "busy" at once. */
  readonly mostWaiting: number;
  readonly start: () => Worker;
  /** So long a thread that still loads is waited for when the pool is closed, milliseconds; 5 s without it. */
  readonly loadGraceMs?: number;
  /** Called when all threads have been given up since one failed: what they shared may be half done. */
  readonly onAbandon?: () => void;
}

const LOAD_GRACE_MS = 5_000;

/** Of a thread that still loads: whatever waits goes to the thread that is free first. */
const STARTING = "starting";

interface Task {
  readonly question: WorkerQuestion;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that answer a question at a time each; they start when they are first needed, and again after a failure. */
export class WorkerPool<M extends Methods<M>> {
  readonly #options: WorkerPoolOptions;
  readonly #threads = new Map<Worker, Task | typeof STARTING | null>();
  readonly #waiting: Task[] = [];
  #nextId = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** A question whose caller leaves while it waits is never begun. Rejects with UpstreamError. */
  ask<Name extends keyof M & string>(
    method: Name,
    args: Parameters<M[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<M[Name]>> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#isClosed) return reject(this.#refusal("off"));
      if (signal?.aborted) return reject(this.#refusal("aborted"));
      if (this.#waiting.length >= this.#options.mostWaiting) return reject(this.#refusal("busy"));
      const leave = () => this.#leave(task);
      const task: Task = {
        question: { id: this.#nextId++, method, args },
        resolve: (value) => {
          signal?.removeEventListener("abort", leave);
          resolve(value);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", leave);
          reject(error);
        },
      };
      this.#waiting.push(task);
      signal?.addEventListener("abort", leave, { once: true });
      this.#assign();
    });
    return answer as Promise<ReturnType<M[Name]>>;
  }

  /**
   * What is under way is answered; what waits is refused. Every thread ends by itself, one that still loads when it has: torn
   * down while it does, Node may end the whole process (nodejs/node 56312). One that loads for long (an index is made anew) is.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const task of this.#waiting.splice(0)) task.reject(this.#refusal("off"));
    await Promise.all([...this.#threads].map(([worker, task]) => this.#end(worker, task === STARTING)));
  }

  async #end(worker: Worker, isStarting: boolean): Promise<void> {
    const { promise: exited, resolve } = Promise.withResolvers<void>();
    worker.once("exit", () => resolve());
    worker.ref();
    worker.postMessage("close");
    const giveUp = () => void worker.terminate();
    const grace = isStarting ? setTimeout(giveUp, this.#options.loadGraceMs ?? LOAD_GRACE_MS) : undefined;
    await exited;
    clearTimeout(grace);
  }

  #leave(task: Task): void {
    const index = this.#waiting.indexOf(task);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    task.reject(this.#refusal("aborted"));
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
    if (this.#waiting.length > 0 && !isStarting && this.#threads.size < this.#options.mostThreads) this.#start();
  }

  #start(): void {
    const worker = this.#options.start();
    worker.on("message", (message: WorkerAnswer | "ready") => this.#heard(worker, message));
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("a thread ended")));
    this.#threads.set(worker, STARTING);
  }

  #heard(worker: Worker, message: WorkerAnswer | "ready"): void {
    const task = this.#threads.get(worker);
    if (task === undefined) return;
    this.#threads.set(worker, null);
    // The process does not stay alive for idle threads, but for those that are about to end.
    if (!this.#isClosed) worker.unref();
    if (message !== "ready" && task !== null && task !== STARTING) this.#settle(task, message);
    this.#assign();
  }

  /** A thread that ended may have left half done what all share: all begin anew. In a pool that closes each ends by itself. */
  #fail(worker: Worker, cause: unknown): void {
    const failed = this.#threads.get(worker);
    if (failed === undefined) return;
    this.#threads.delete(worker);
    const tasks = [failed, ...(this.#isClosed ? [] : this.#abandon())];
    for (const task of tasks) if (task !== null && task !== STARTING) task.reject(this.#unreachable(cause));
  }

  /** Ends all threads; returns what they and those in line were asked. */
  #abandon(): readonly (Task | typeof STARTING | null)[] {
    const tasks = [...this.#threads.values(), ...this.#waiting.splice(0)];
    for (const worker of this.#threads.keys()) void worker.terminate();
    this.#threads.clear();
    this.#options.onAbandon?.();
    return tasks;
  }

  #settle(task: Task, answer: WorkerAnswer): void {
    if (answer.ok) task.resolve(answer.value as never);
    else if (answer.isTooLong === true) {
      task.reject(new UpstreamError(this.#options.source, { kind: "timeout", phase: "deadline" }));
    } else task.reject(this.#unreachable(new Error(answer.message)));
  }

  #refusal(kind: "off" | "aborted" | "busy"): UpstreamError {
    return new UpstreamError(this.#options.source, { kind });
  }

  #unreachable(cause: unknown): UpstreamError {
    return new UpstreamError(this.#options.source, { kind: "unreachable", reason: "store" }, { cause });
  }
}
