import type { IncomingHttpHeaders } from "node:http";
import { type Dispatcher, errors, Pool } from "undici";
import type { Timer } from "#adapters/runtime/timer.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";

export interface PosterOptions {
  /** Who is asked, as errors name it. */
  readonly name: string;
  readonly url: string;
  /** Longest answer, in bytes; what is longer is cut off. */
  readonly maxBytes: number;
  readonly connections: number;
}

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends it: the client has left, or there is no time left. */
  readonly signal: AbortSignal;
  /** Harmless when it is received twice: sent anew, once, over a kept line that the other end had just closed. */
  readonly isRepeatable: boolean;
  /** Ends it as well, whatever time the signal would leave. */
  readonly limit?: { readonly timer: Timer; readonly afterMs: number } | undefined;
}

interface Posted {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One address to which JSON is posted. */
export interface Poster {
  /** Throws UpstreamError, for an answer of any status only when it cannot be read. Redirects are not followed. */
  post(post: Post): Promise<Posted>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 2_000;

/**
 * Posts over kept lines, without undici's streams and promises: 26 µs of CPU for an answer of 1 kB instead of 35. One question
 * at a time on a line: pipelining would save another 5 µs, but whatever stands behind a question that hangs would hang
 * with it (RELIABILITY 2).
 */
export function createPoster({ name, url, maxBytes, connections }: PosterOptions): Poster {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  // Time is bounded by the signal of each question, over connecting, headers and body together.
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
  const post = (question: Post): Promise<Posted> => {
    const { promise, resolve, reject } = Promise.withResolvers<Posted>();
    const { headers, body } = question;
    const send = (again: Exchange) => pool.dispatch({ path, method: "POST", headers, body }, again);
    const exchange = new Exchange({ name, maxBytes, question, resolve, reject, send });
    exchange.start();
    return promise;
  };
  return { post, close: () => pool.destroy() };
}

interface ExchangeParts {
  readonly name: string;
  readonly maxBytes: number;
  readonly question: Post;
  readonly resolve: (posted: Posted) => void;
  readonly reject: (error: UpstreamError) => void;
  readonly send: (exchange: Exchange) => void;
}

/** One question on its way, as undici tells of it. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #parts: ExchangeParts;
  #controller: Dispatcher.DispatchController | null = null;
  #cancelLimit: (() => void) | undefined;
  #maySendAgain: boolean;
  #isOver = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #size = 0;
  readonly #chunks: Buffer[] = [];

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#maySendAgain = parts.question.isRepeatable;
  }

  start(): void {
    const { signal, limit } = this.#parts.question;
    if (signal.aborted) {
      this.#onAbort();
      return;
    }
    signal.addEventListener("abort", this.#onAbort);
    this.#cancelLimit = limit?.timer.after(limit.afterMs, () => this.#fail({ kind: "timeout", phase: "deadline" }));
    this.#parts.send(this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a line.
    if (this.#isOver) controller.abort(new errors.RequestAbortedError());
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const coding = headers["content-encoding"] ?? "identity";
    if (coding !== "identity") this.#fail({ kind: "malformed", at: "content-encoding" });
    else if (Number(headers["content-length"] ?? 0) > this.#parts.maxBytes) this.#failAsTooLarge();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#parts.maxBytes) this.#failAsTooLarge();
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#end()) return;
    const [only, second] = this.#chunks;
    const bytes = only !== undefined && second === undefined ? only : Buffer.concat(this.#chunks);
    this.#parts.resolve({ status: this.#status, headers: this.#headers, text: bytes.toString("utf8") });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // A line that breaks before the first byte of an answer was most likely closed for having been idle.
    if (this.#status === 0 && this.#maySendAgain && !this.#isOver && isBrokenLine(error)) {
      this.#maySendAgain = false;
      this.#parts.send(this);
    } else this.#fail({ kind: "unreachable", reason: "no answer" }, error);
  }

  readonly #onAbort = () => this.#fail({ kind: "aborted" });

  #failAsTooLarge(): void {
    this.#fail({ kind: "too-large", limitBytes: this.#parts.maxBytes });
  }

  /** What undici tells after this is not heard; the line is closed, since the rest of an answer may be on it. */
  #fail(failure: UpstreamFailure, cause?: Error): void {
    if (!this.#end()) return;
    this.#chunks.length = 0;
    this.#parts.reject(new UpstreamError(this.#parts.name, failure, { cause }));
    if (cause === undefined) this.#controller?.abort(new errors.RequestAbortedError());
  }

  /** True the first time. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#parts.question.signal.removeEventListener("abort", this.#onAbort);
    this.#cancelLimit?.();
    return true;
  }
}

function isBrokenLine(error: Error & { readonly code?: unknown }): boolean {
  return error instanceof errors.SocketError || error.code === "ECONNRESET" || error.code === "EPIPE";
}
