import { Worker } from "node:worker_threads";
import { createSearchPool } from "#adapters/cnipa-bulk/search/search-pool.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { PatentStore, StoreMethod } from "./patent-store.ts";
import type { StoreAnswer, StoreQuestion } from "./worker-protocol.ts";

const SOURCE = "cnipa-bulk";
/** Questions that may wait; beyond this the caller hears "busy" at once. */
const MAX_WAITING = 1_000;

/** Opens the store in worker threads, creating the database where there is none. */
export function createPatentStore(dataDir: string): PatentStore {
  const thread = new StoreThread(dataDir);
  const pool = createSearchPool(dataDir);
  return {
    byApplicationNumbers: (numbers) => thread.ask("byApplicationNumbers", [numbers]),
    byPublications: (references) => thread.ask("byPublications", [references]),
    byPctNumbers: (numbers) => thread.ask("byPctNumbers", [numbers]),
    texts: (numbers) => thread.ask("texts", [numbers]),
    paragraphs: (requests) => thread.ask("paragraphs", [requests]),
    organizationsByKey: (keys) => thread.ask("organizationsByKey", [keys]),
    organizationsByName: (names) => thread.ask("organizationsByName", [names]),
    agenciesByCode: (codes) => thread.ask("agenciesByCode", [codes]),
    sameDayTwins: (numbers) => thread.ask("sameDayTwins", [numbers]),
    namesOfOrganizations: (keys) => thread.ask("namesOfOrganizations", [keys]),
    namesOfAgencies: (codes) => thread.ask("namesOfAgencies", [codes]),
    changes: (after, limit) => thread.ask("changes", [after, limit]),
    stats: () => thread.ask("stats", []),
    newestImported: (until) => thread.ask("newestImported", [until]),
    search: (request, signal) => pool.ask("search", [request], signal),
    statistics: (request, signal) => pool.ask("statistics", [request], signal),
    close: async () => {
      await Promise.all([thread.close(), pool.close()]);
    },
  };
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** One worker thread, started with the first question and again after a crash. */
class StoreThread {
  readonly #dataDir: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 0;
  #closed = false;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  ask<Method extends StoreMethod>(
    method: Method,
    args: Parameters<PatentStore[Method]>,
  ): ReturnType<PatentStore[Method]> {
    const answer = new Promise((resolve, reject: (error: Error) => void) => {
      if (this.#closed) return reject(new UpstreamError(SOURCE, { kind: "off" }));
      if (this.#waiting.size >= MAX_WAITING) return reject(new UpstreamError(SOURCE, { kind: "busy" }));
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      const worker = this.#thread();
      worker.ref();
      worker.postMessage({ id, method, args } satisfies StoreQuestion);
    });
    return answer as ReturnType<PatentStore[Method]>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.ref();
    worker.postMessage("close");
    await exited;
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL("./store-worker.ts", import.meta.url), {
      workerData: { dataDir: this.#dataDir },
    });
    worker.on("message", (answer: StoreAnswer) => this.#settle(answer));
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("the store's worker ended")));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: StoreAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    // The process does not stay alive for an idle store.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (answer.ok) waiting?.resolve(answer.value as never);
    else waiting?.reject(unreachable(new Error(answer.message)));
  }

  #fail(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const waiting of this.#waiting.values()) waiting.reject(unreachable(cause));
    this.#waiting.clear();
  }
}

function unreachable(cause: unknown): UpstreamError {
  return new UpstreamError(SOURCE, { kind: "unreachable", reason: "store" }, { cause });
}
