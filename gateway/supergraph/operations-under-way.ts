import type { RunOperation } from "#gateway/http/operation.ts";

/** Counts the operations that began over one graph, so that it is closed after the last of them. */
export class OperationsUnderWay {
  readonly #run: RunOperation;
  readonly #ended = Promise.withResolvers<void>();
  #count = 0;
  #isClosing = false;

  constructor(run: RunOperation) {
    this.#run = run;
  }

  readonly run: RunOperation = async (operation, scope) => {
    this.#count += 1;
    try {
      return await this.#run(operation, scope);
    } finally {
      this.#count -= 1;
      this.#settle();
    }
  };

  /** No operation begins any more; resolves when those under way have ended. */
  ended(): Promise<void> {
    this.#isClosing = true;
    this.#settle();
    return this.#ended.promise;
  }

  #settle(): void {
    if (this.#isClosing && this.#count === 0) this.#ended.resolve();
  }
}
