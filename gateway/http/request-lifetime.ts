import type { ServerResponse } from "node:http";

/** Why an operation's signal was aborted. */
type AbortReason = "deadline" | "client-gone";

/** The signal of one request: aborted when its deadline passes or its client leaves, whichever comes first. */
export interface RequestLifetime extends Disposable {
  readonly signal: AbortSignal;
  /** Starts the clock, once the headers have told how long the client waits. */
  startDeadline(ms: number): void;
  isClientGone(): boolean;
}

export function createRequestLifetime(response: ServerResponse): RequestLifetime {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const abort = (reason: AbortReason) => controller.abort(new DOMException(reason, "AbortError"));
  const onClose = () => {
    if (!response.writableFinished) abort("client-gone");
  };
  response.once("close", onClose);
  return {
    signal: controller.signal,
    startDeadline: (ms) => {
      timer = setTimeout(() => abort("deadline"), ms);
    },
    isClientGone: () => response.destroyed || response.socket?.destroyed === true,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      response.off("close", onClose);
    },
  };
}
