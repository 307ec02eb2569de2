import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { BodyClock } from "./body-clock.ts";

export interface BodyLimits {
  readonly bodyLimit: number;
  /** Wall clock over the whole body, milliseconds. */
  readonly bodyTimeout: number;
}

type Done = (body: Buffer | Refusal) => void;

/** The body's bytes. Never holds more than the limit; a body that declares more is refused before its first byte. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | Refusal> {
  const { promise, resolve } = Promise.withResolvers<Buffer | Refusal>();
  collectBody(request, limits, resolve);
  return promise;
}

/** The same without a promise: calls back once, in the turn in which the last byte came. */
export function collectBody(request: IncomingMessage, limits: BodyLimits, done: Done): void {
  if (declaresTooMuch(request, limits.bodyLimit)) done(tooLarge(limits.bodyLimit));
  else new BodyReader(limits, done).read(request);
}

const CLOCK = new BodyClock();

class BodyReader {
  readonly limitMs: number;
  place = -1;
  seenAt = 0;
  readonly #bodyLimit: number;
  readonly #done: Done;
  readonly #chunks: Buffer[] = [];
  #received = 0;
  #isOver = false;

  constructor({ bodyLimit, bodyTimeout }: BodyLimits, done: Done) {
    this.limitMs = bodyTimeout;
    this.#bodyLimit = bodyLimit;
    this.#done = done;
  }

  read(request: IncomingMessage): void {
    CLOCK.enter(this);
    request
      .on("data", (chunk: Buffer) => this.#take(chunk))
      .on("end", () => this.#finish(this.#whole()))
      // Also of a client that leaves in mid-body; an error that comes later is nobody's any more.
      .on("error", () => this.#finish(cutShort()));
  }

  late(): void {
    this.#finish(refuse("REQUEST_TIMEOUT"));
  }

  /** What comes after the end is thrown away. */
  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#received += chunk.length;
    if (this.#received > this.#bodyLimit) this.#finish(tooLarge(this.#bodyLimit));
    else this.#chunks.push(chunk);
  }

  /** Most bodies come in one piece. */
  #whole(): Buffer {
    const [first] = this.#chunks;
    return first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
  }

  #finish(result: Buffer | Refusal): void {
    if (this.#isOver) return;
    this.#isOver = true;
    CLOCK.leave(this);
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
