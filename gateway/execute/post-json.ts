import type { IncomingHttpHeaders } from "node:http";
import { type Client, type Dispatcher, errors } from "undici";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { Lines, type LineUser } from "./lines.ts";
import { TimeLimit, type TimeLimitOptions } from "./time-limit.ts";

export interface PosterOptions {
  /** Who is asked, as errors name it. */
  readonly name: string;
  readonly url: string;
  /** Longest answer, in bytes; what is longer is cut off. */
  readonly maxBytes: number;
  readonly connections: number;
  /** Ends a question, whatever time its signal would leave. */
  readonly limit?: TimeLimitOptions | undefined;
}

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends it: the client has left, or there is no time left. */
  readonly signal: AbortSignal;
  /** Harmless when it is received twice: sent anew, once, over a kept line that the other end had just closed. */
  readonly isRepeatable: boolean;
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

/**
 * Posts over kept lines, without undici's streams and promises. One question at a time on a line: whatever stands behind a
 * question that hangs would hang with it (RELIABILITY 2).
 */
export function createPoster({ name, url, maxBytes, connections, limit }: PosterOptions): Poster {
  const { origin, pathname, search } = new URL(url);
  const parts: ExchangeParts = {
    name,
    maxBytes,
    path: pathname + search,
    lines: new Lines({ origin, most: connections }),
    limit: limit === undefined ? null : new TimeLimit(limit),
  };
  return {
    post: (question) => {
      const exchange = new Exchange(parts, question);
      exchange.start();
      return exchange.answer.promise;
    },
    close: () => {
      parts.limit?.close();
      return parts.lines.close();
    },
  };
}

interface ExchangeParts {
  readonly name: string;
  readonly maxBytes: number;
  readonly path: string;
  readonly lines: Lines;
  readonly limit: TimeLimit | null;
}

/** One question on its way, as undici tells of it. */
class Exchange implements LineUser {
  readonly answer = Promise.withResolvers<Posted>();
  readonly #parts: ExchangeParts;
  readonly #question: Post;
  #controller: Dispatcher.DispatchController | null = null;
  #maySendAgain: boolean;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #size = 0;
  readonly #chunks: Buffer[] = [];
  isOver = false;
  line: Client | null = null;

  constructor(parts: ExchangeParts, question: Post) {
    this.#parts = parts;
    this.#question = question;
    this.#maySendAgain = question.isRepeatable;
  }

  start(): void {
    const { signal } = this.#question;
    if (signal.aborted) {
      this.#onAbort();
      return;
    }
    signal.addEventListener("abort", this.#onAbort);
    this.#parts.limit?.enter(this);
    this.#send();
  }

  #send(): void {
    const { headers, body } = this.#question;
    this.#parts.lines.send({ path: this.#parts.path, method: "POST", headers, body }, this);
  }

  late(): void {
    this.#fail({ kind: "timeout", phase: "deadline" });
  }

  refuse(error: Error): void {
    this.#fail({ kind: "unreachable", reason: "no answer" }, error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a line.
    if (this.isOver) controller.abort(new errors.RequestAbortedError());
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
    this.#parts.lines.giveBack(this);
    if (!this.#end()) return;
    const [only] = this.#chunks;
    const bytes = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.answer.resolve({ status: this.#status, headers: this.#headers, text: bytes.toString("utf8") });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#parts.lines.giveBack(this);
    // A line that breaks before the first byte of an answer was most likely closed for having been idle.
    if (this.#status === 0 && this.#maySendAgain && !this.isOver && isBrokenLine(error)) {
      this.#maySendAgain = false;
      this.#send();
    } else this.refuse(error);
  }

  readonly #onAbort = () => this.#fail({ kind: "aborted" });

  #failAsTooLarge(): void {
    this.#fail({ kind: "too-large", limitBytes: this.#parts.maxBytes });
  }

  /** What undici tells after this is not heard; the line is closed, since the rest of an answer may be on it. */
  #fail(failure: UpstreamFailure, cause?: Error): void {
    if (!this.#end()) return;
    this.#chunks.length = 0;
    this.answer.reject(new UpstreamError(this.#parts.name, failure, { cause }));
    if (cause === undefined) this.#controller?.abort(new errors.RequestAbortedError());
  }

  /** True the first time. */
  #end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.#question.signal.removeEventListener("abort", this.#onAbort);
    this.#parts.limit?.leave(this);
    return true;
  }
}

function isBrokenLine(error: Error & { readonly code?: unknown }): boolean {
  return error instanceof errors.SocketError || error.code === "ECONNRESET" || error.code === "EPIPE";
}
