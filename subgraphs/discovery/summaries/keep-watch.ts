import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { NodeDirectory } from "#subgraphs/runtime/ports.ts";
import type { SummaryStore } from "./create-summary-store.ts";

const LOOK_EVERY_MS = 30_000;
/** Deleted so much before its time: suggestions are kept for five minutes, and so are searches after a page of theirs. */
const MARGIN_MS = 600_000;

export interface KeepWatchParts {
  readonly writer: Pick<SummaryStore["writer"], "expire">;
  readonly directory: Pick<NodeDirectory, "list">;
  readonly timer: Timer;
  readonly logger: Logger;
}

/** Deletes from the index what its owner lets nobody keep any longer, whether anything is harvested or not. */
export class KeepWatch {
  readonly #parts: KeepWatchParts;
  #cancel: () => void = () => {};
  #isOver = false;

  constructor(parts: KeepWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    const { timer, logger } = this.#parts;
    this.#look()
      .catch((err: unknown) => {
        if (!this.#isOver) logger.error({ err }, "what may not be kept any longer is still in the index");
      })
      .finally(() => {
        if (!this.#isOver) this.#cancel = timer.after(LOOK_EVERY_MS, () => this.start());
      });
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { writer, directory, timer } = this.#parts;
    for (const { code, kinds } of directory.list()) {
      for (const { kind, keepMs } of kinds) {
        if (keepMs !== undefined) await writer.expire(code, kind, timer.now() - keepMs + MARGIN_MS);
      }
    }
  }
}
