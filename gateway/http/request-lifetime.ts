import type { ServerResponse } from "node:http";

/** Whether the client of one request is still there. */
export class RequestLifetime {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get isClientGone(): boolean {
    return this.#response.destroyed || this.#response.socket?.destroyed === true;
  }

  /** Calls back when the client leaves before its answer was written, at once where it has left; the function returned ends it. */
  onGone(left: () => void): () => void {
    const response = this.#response;
    const onClose = () => {
      if (!response.writableFinished) left();
    };
    if (this.isClientGone) left();
    else response.once("close", onClose);
    return () => response.off("close", onClose);
  }
}
