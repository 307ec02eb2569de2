import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";

export interface BodyLimits {
  readonly bodyLimit: number;
  /** Wall clock over the whole body, milliseconds. */
  readonly bodyTimeout: number;
}

/** The body's bytes. Never holds more than the limit; a body that declares more is refused before its first byte. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | Refusal> {
  const { promise, resolve } = Promise.withResolvers<Buffer | Refusal>();
  collectBody(request, limits, resolve);
  return promise;
}

/** The same without a promise: calls back once, in the turn in which the last byte came. */
export function collectBody(
  request: IncomingMessage,
  limits: BodyLimits,
  done: (body: Buffer | Refusal) => void,
): void {
  if (declaresTooMuch(request, limits.bodyLimit)) done(tooLarge(limits.bodyLimit));
  else new BodyReader(request, limits, done).start();
}

class BodyReader {
  readonly #request: IncomingMessage;
  readonly #limits: BodyLimits;
  readonly #done: (body: Buffer | Refusal) => void;
  readonly #chunks: Buffer[] = [];
  #received = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(request: IncomingMessage, limits: BodyLimits, done: (body: Buffer | Refusal) => void) {
    this.#request = request;
    this.#limits = limits;
    this.#done = done;
  }

  start(): void {
    const { bodyTimeout } = this.#limits;
    this.#timer = setTimeout(() => this.#finish(refuse("REQUEST_TIMEOUT")), bodyTimeout);
    this.#request
      .on("data", this.#onData)
      .on("end", () => this.#finish(this.#whole()))
      // Also of a client that leaves in mid-body; an error that comes later is nobody's any more.
      .on("error", () => this.#finish(cutShort()));
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received += chunk.length;
    if (this.#received > this.#limits.bodyLimit) this.#finish(tooLarge(this.#limits.bodyLimit));
    else this.#chunks.push(chunk);
  };

  #whole(): Buffer {
    const [first, ...more] = this.#chunks;
    // Most bodies come in one piece.
    return first !== undefined && more.length === 0 ? first : Buffer.concat(this.#chunks);
  }

  #finish(result: Buffer | Refusal): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (!Buffer.isBuffer(result)) this.#request.off("data", this.#onData);
    this.#done(result);
  }
}

export function declaresTooMuch(request: IncomingMessage, limit: number): boolean {
  const declared = request.headers["content-length"];
  return declared !== undefined && Number(declared) > limit;
}

function tooLarge(limit: number): Refusal {
  return refuse("REQUEST_TOO_LARGE", { zh: `上限为 ${limit} 字节`, en: `the limit is ${limit} bytes` });
}

function cutShort(): Refusal {
  return refuse("BAD_REQUEST", { zh: "请求体不完整", en: "the body was cut short" });
}
