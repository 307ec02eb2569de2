import type { ChildProcess } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { HeardParts } from "#gateway/children/parts.ts";
import { end, hold, letGo, SpareProcess } from "#gateway/children/spare-process.ts";
import type { PlanAnswer, PlanQuestion } from "./plan-process.ts";
import { type Planner, PlanningError, type QueryPlan, type SupergraphFacts } from "./planner.ts";

export interface PlannerLimits {
  /** For one plan. */
  readonly timeLimitMs: number;
  /** Operations that may wait. */
  readonly waiting: number;
}

/** Operations that took too much are refused for this long without being tried again. */
const REFUSED_MS = 60_000;
const REFUSED_TEXT = 4_000_000;

const LIMITS: PlannerLimits = { timeLimitMs: 10_000, waiting: 1_000 };

/** One thread does all, its compiling and collecting too: two would take both processors of a small machine from whom is served. */
export const PLAN_PROCESS = {
  script: new URL("./plan-process.ts", import.meta.url),
  flags: ["--single-threaded"],
  heapLimitMb: 1_024,
};

const PROCESSES = new SpareProcess(PLAN_PROCESS);

/** @apollo/query-planner in a process of its own: plans cross as data, and serving never waits for planning. `supergraphSdl`: in parts. Rejects for a supergraph that cannot be read. */
export async function startPlanner(
  supergraphSdl: readonly string[],
  limits: PlannerLimits = LIMITS,
  timer: Timer = SYSTEM_TIMER,
  processes: SpareProcess = PROCESSES,
): Promise<Planner> {
  const planner = new PlannerProcess(supergraphSdl, limits, timer, processes);
  const facts = await planner.start();
  return { facts, plan: (document) => planner.plan(document), close: () => planner.close() };
}

interface Task extends PromiseWithResolvers<QueryPlan> {
  readonly document: string;
  /** The planner ended over it, for whatever reason, and it was asked again. */
  wasAskedAgain: boolean;
}

class PlannerProcess {
  readonly #supergraphSdl: readonly string[];
  readonly #limits: PlannerLimits;
  readonly #timer: Timer;
  readonly #processes: SpareProcess;
  /** By id, oldest first: the process does one after the other. */
  readonly #tasks = new Map<number, Task>();
  readonly #refused = new LRUCache<string, PlanningError>({
    ttl: REFUSED_MS,
    maxSize: REFUSED_TEXT,
    sizeCalculation: (_error, document) => document.length + 1,
  });
  #child: ChildProcess | null = null;
  /** It has been told the supergraph, and has read it. */
  #isTold = false;
  #isReady = false;
  #nextId = 0;
  #cancelTimer: () => void = () => {};
  #isClosed = false;

  constructor(supergraphSdl: readonly string[], limits: PlannerLimits, timer: Timer, processes: SpareProcess) {
    this.#supergraphSdl = supergraphSdl;
    this.#limits = limits;
    this.#timer = timer;
    this.#processes = processes;
  }

  start(): Promise<SupergraphFacts> {
    const { promise, resolve, reject } = Promise.withResolvers<SupergraphFacts>();
    const child = this.#processes.take();
    const fail = (error: PlanningError) => {
      reject(error);
      this.#restart(child, error);
    };
    this.#child = child;
    const parts = new HeardParts();
    child.on("message", (answer: PlanAnswer) => {
      if (answer.kind === "part") return parts.hear(answer);
      if (answer.kind === "unreadable") return fail(new PlanningError("failed", answer.message));
      if (answer.kind !== "ready") return this.#heard(answer);
      // The hub does not stay alive for an idle planner.
      if (this.#tasks.size === 0) letGo(child);
      this.#isReady = true;
      this.#watch();
      resolve({ ...answer.facts, apiSdl: parts.texts("apiSdl") });
    });
    child.on("error", (error) => fail(new PlanningError("failed", error.message)));
    child.on("exit", (_code, signal) => fail(ended(signal)));
    void this.#open(child);
    return promise;
  }

  /** A part in a turn of the event loop: others are being served. Who has asked meanwhile is next. */
  async #open(child: ChildProcess): Promise<void> {
    this.#isTold = false;
    for (const text of this.#supergraphSdl) {
      tell(child, { kind: "text", text });
      await setImmediate();
      if (child !== this.#child) return;
    }
    tell(child, { kind: "open" });
    this.#isTold = true;
    for (const [id, { document }] of this.#tasks) this.#ask(id, document);
  }

  plan(document: string): Promise<QueryPlan> {
    if (this.#isClosed) return Promise.reject(new PlanningError("failed", "the planner is closed"));
    if (this.#tasks.size >= this.#limits.waiting)
      return Promise.reject(new PlanningError("busy", "too many plans wait"));
    const refused = this.#refused.get(document);
    if (refused !== undefined) return Promise.reject(refused);
    if (this.#child === null) this.start().catch(() => {});
    const id = this.#nextId++;
    const task = { document, wasAskedAgain: false, ...Promise.withResolvers<QueryPlan>() };
    this.#tasks.set(id, task);
    this.#ask(id, document);
    if (this.#tasks.size === 1) this.#watch();
    return task.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    const isIdle = this.#isReady && this.#tasks.size === 0;
    for (const { reject } of this.#tasks.values()) reject(new PlanningError("failed", "the planner is closed"));
    this.#tasks.clear();
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    if (!isIdle) return end(child);
    tell(child, { kind: "rest" });
    this.#processes.giveBack(child);
  }

  #ask(id: number, document: string): void {
    if (this.#child === null || !this.#isTold) return;
    hold(this.#child);
    tell(this.#child, { kind: "plan", id, document });
  }

  #heard(answer: Extract<PlanAnswer, { readonly id: number }>): void {
    const task = this.#tasks.get(answer.id);
    this.#tasks.delete(answer.id);
    this.#watch();
    if (this.#tasks.size === 0 && this.#child !== null) letGo(this.#child);
    if (answer.kind === "plan") task?.resolve(answer.plan);
    else task?.reject(new PlanningError("failed", answer.message));
  }

  /** The oldest task is under way. */
  #watch(): void {
    this.#cancelTimer();
    const child = this.#child;
    if (child === null || !this.#isReady || this.#tasks.size === 0) return;
    this.#cancelTimer = this.#timer.after(this.#limits.timeLimitMs, () => {
      this.#restart(child, new PlanningError("too-long", `no plan within ${this.#limits.timeLimitMs} ms`));
    });
  }

  /** The others are asked again; the task that it was about too, once, where the planner just ended. */
  #restart(child: ChildProcess, error: PlanningError): void {
    if (this.#isClosed || child !== this.#child) return;
    const wasReady = this.#isReady;
    this.#child = null;
    this.#isReady = false;
    this.#cancelTimer();
    end(child);
    // One that does not even come up would be started for ever: the next question tries again.
    const tasks = [...this.#tasks];
    for (const [id, task] of wasReady ? tasks.slice(0, 1) : tasks) {
      if (wasReady && error.reason === "failed" && !task.wasAskedAgain) {
        task.wasAskedAgain = true;
        continue;
      }
      this.#tasks.delete(id);
      if (error.reason === "too-long") this.#refused.set(task.document, error);
      task.reject(error);
    }
    if (!wasReady) return;
    this.start().catch(() => {});
  }
}

function tell(child: ChildProcess, question: PlanQuestion): void {
  child.send(question);
}

/** V8 aborts where the heap's limit is met. */
function ended(signal: NodeJS.Signals | null): PlanningError {
  return signal === "SIGABRT"
    ? new PlanningError("too-long", "planning took too much memory")
    : new PlanningError("failed", "the planner ended");
}
