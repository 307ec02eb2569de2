import { Worker } from "node:worker_threads";
import type { Logger } from "#adapters/runtime/logger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import type { HostLedger, HostState, SlotAnswer } from "./host-ledger.ts";
import type { LedgerQuestion, LedgerReply, NumberedQuestion } from "./ledger-protocol.ts";

/**
 * The ledger that all processes of a machine keep in one file below `dataDir`; it outlives them. The file is touched by a
 * worker thread alone. Rejects with a SettingsError when the file cannot be opened.
 */
export async function openSharedLedger(
  dataDir: string,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<HostLedger> {
  const thread = new LedgerThread({ dataDir, logger, clock });
  await thread.start();
  // Each method is answered by the desk's method of the same name.
  const state = (question: LedgerQuestion) => thread.ask(question) as Promise<HostState>;
  return {
    attach: (entry) => state({ method: "attach", entry }),
    acquire: (request) => thread.ask({ method: "acquire", request }) as Promise<SlotAnswer>,
    release: (done) => state({ method: "release", done }),
    pause: (entry, until) => state({ method: "pause", entry, until }),
    close: () => thread.close(),
  };
}

interface ThreadOptions {
  readonly dataDir: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

interface Waiting {
  resolve(value: HostState | SlotAnswer): void;
  reject(error: Error): void;
}

/** One worker thread; started again with the next question after a crash. */
class LedgerThread {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 0;
  #isClosed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Resolves once the file is open. */
  start(): Promise<void> {
    const worker = this.#thread();
    return new Promise((resolve, reject) => {
      worker.once("message", () => resolve());
      worker.once("error", (cause) => reject(unusable(this.#options.dataDir, cause)));
    });
  }

  ask(question: LedgerQuestion): Promise<HostState | SlotAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error("the host ledger is closed"));
      const id = this.#nextId++;
      const worker = this.#thread();
      this.#waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, question } satisfies NumberedQuestion);
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.ref();
    worker.postMessage("close");
    await exited;
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL("./ledger-worker.ts", import.meta.url), {
      workerData: { dataDir: this.#options.dataDir, now: this.#options.clock.now() },
    });
    worker.on("message", (reply: LedgerReply) => this.#settle(reply));
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("the ledger's worker ended")));
    this.#worker = worker;
    return worker;
  }

  #settle(reply: LedgerReply): void {
    if (reply.kind !== "open") {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.kind === "answer") waiting?.resolve(reply.value);
      else waiting?.reject(this.#broken(reply.message));
    }
    this.#rest();
  }

  #broken(reason: string): Error {
    this.#options.logger.error({ reason }, "host ledger cannot be kept; nobody is let through");
    return new Error(reason);
  }

  /** An idle ledger keeps no process alive; one that closes is waited for. */
  #rest(): void {
    if (this.#waiting.size === 0 && !this.#isClosed) this.#worker?.unref();
  }

  #fail(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (!this.#isClosed) this.#options.logger.error({ err: cause }, "host ledger's worker ended");
    for (const waiting of this.#waiting.values()) waiting.reject(cause);
    this.#waiting.clear();
  }
}

function unusable(dataDir: string, cause: Error): SettingsError {
  const text = {
    zh: `无法使用 HUB_DATA_DIR=${dataDir} 中的访问台账 host-ledger（${cause.message}）`,
    en: `Cannot use the host ledger in HUB_DATA_DIR=${dataDir} (${cause.message})`,
  };
  return new SettingsError(text, { cause });
}
