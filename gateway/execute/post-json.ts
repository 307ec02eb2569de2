import type { LookupFunction } from "node:net";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Line, LineTarget, LineUser } from "./line.ts";
import { Lines } from "./lines.ts";
import { createQuestionWriter, type WriteQuestion } from "./question-head.ts";
import type { ResponseHead } from "./response-head.ts";
import { TimeLimit, type TimeLimitOptions } from "./time-limit.ts";
import { type Abortable, whenAborted } from "./when-aborted.ts";

export interface PosterOptions {
  /** Who is asked, as errors name it. */
  readonly name: string;
  readonly url: string;
  /** Longest answer, in bytes; what is longer is cut off. */
  readonly maxBytes: number;
  readonly connections: number;
  /** How the name in the address is resolved, where not every address is allowed. */
  readonly lookup?: LookupFunction | undefined;
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

export interface Posted {
  readonly status: number;
  readonly headers: ResponseHead["headers"];
  readonly text: string;
}

/** One address to which JSON is posted. */
export interface Poster {
  /** Throws UpstreamError, for an answer of any status only when it cannot be read. Redirects are not followed. */
  post(post: Post): Promise<Posted>;
  close(): Promise<void>;
}

/**
 * Posts over kept lines, without a client library between: two thirds of the CPU that undici's dispatch takes.
 * One question at a time on a line: whatever stands behind a question that hangs would hang with it (RELIABILITY 2).
 */
export function createPoster({ name, url, maxBytes, connections, limit, lookup }: PosterOptions): Poster {
  const target = new URL(url);
  const parts: ExchangeParts = {
    name,
    maxBytes,
    write: createQuestionWriter(target),
    lines: new Lines({ target: { ...toLineTarget(target), lookup }, most: connections }),
    limit: limit === undefined ? null : new TimeLimit(limit),
  };
  return {
    post: (question) => {
      const exchange = new Exchange(parts, question);
      exchange.start();
      return exchange.answer.promise;
    },
    close: async () => {
      parts.limit?.close();
      parts.lines.close();
    },
  };
}

function toLineTarget({ protocol, hostname, port }: URL): LineTarget {
  const isSecure = protocol === "https:";
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || (isSecure ? 443 : 80)), isSecure };
}

interface ExchangeParts {
  readonly name: string;
  readonly maxBytes: number;
  readonly write: WriteQuestion;
  readonly lines: Lines;
  readonly limit: TimeLimit | null;
}

/** One question on its way. */
class Exchange implements LineUser {
  readonly answer = Promise.withResolvers<Posted>();
  readonly #parts: ExchangeParts;
  readonly #question: Post;
  #maySendAgain: boolean;
  #leaving: Set<Abortable> | null = null;
  #head: ResponseHead | null = null;
  #size = 0;
  /** Of a body that came in one piece. */
  #text: string | null = null;
  readonly #chunks: Buffer[] = [];
  isOver = false;
  line: Line | null = null;

  constructor(parts: ExchangeParts, question: Post) {
    this.#parts = parts;
    this.#question = question;
    this.#maySendAgain = question.isRepeatable;
  }

  start(): void {
    const { signal } = this.#question;
    if (signal.aborted) {
      this.aborted();
      return;
    }
    this.#leaving = whenAborted(signal);
    this.#leaving.add(this);
    this.#parts.limit?.enter(this);
    this.#send();
  }

  #send(): void {
    const { headers, body } = this.#question;
    try {
      this.#parts.lines.send(this.#parts.write(headers, body), this);
    } catch (error) {
      this.#fail({ kind: "unreachable", reason: "no question" }, error instanceof Error ? error : undefined);
    }
  }

  late(): void {
    this.#fail({ kind: "timeout", phase: "deadline" });
  }

  onHead(head: ResponseHead): void {
    this.#head = head;
    const { headers, length } = head;
    const coding = headers["content-encoding"] ?? "identity";
    if (coding !== "identity") this.#fail({ kind: "malformed", at: "content-encoding" });
    else if (typeof length === "number" && length > this.#parts.maxBytes) this.#failAsTooLarge();
  }

  onBody(bytes: Buffer): void {
    if (this.isOver) return;
    this.#size += bytes.length;
    if (this.#size > this.#parts.maxBytes) this.#failAsTooLarge();
    else if (bytes.length === this.#head?.length) this.#text = bytes.toString("utf8");
    else this.#chunks.push(Buffer.from(bytes));
  }

  onWhole(): void {
    if (!this.#end()) return;
    const { status = 0, headers = {} } = this.#head ?? {};
    this.answer.resolve({ status, headers, text: this.#text ?? Buffer.concat(this.#chunks).toString("utf8") });
  }

  onBroken(error: Error, isLost: boolean): void {
    // A line that breaks before the first byte of an answer was most likely closed for having been idle.
    if (isLost && this.#maySendAgain && !this.isOver) {
      this.#maySendAgain = false;
      this.#send();
    } else this.#fail({ kind: "unreachable", reason: "no answer" }, error);
  }

  aborted(): void {
    this.#fail({ kind: "aborted" });
  }

  #failAsTooLarge(): void {
    this.#fail({ kind: "too-large", limitBytes: this.#parts.maxBytes });
  }

  /** The line is closed, since the rest of an answer may be on it. */
  #fail(failure: UpstreamFailure, cause?: Error): void {
    if (!this.#end()) return;
    this.#chunks.length = 0;
    const error = new UpstreamError(this.#parts.name, failure, { cause });
    this.answer.reject(error);
    this.#parts.lines.forget(this);
    this.line?.close(error);
  }

  /** True the first time. */
  #end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.#leaving?.delete(this);
    this.#parts.limit?.leave(this);
    return true;
  }
}
