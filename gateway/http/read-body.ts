import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";

export interface BodyLimits {
  readonly bodyLimit: number;
  /** Wall clock over the whole body, milliseconds. */
  readonly bodyTimeout: number;
}

/** The body's bytes. Never holds more than the limit; a body that declares more is refused before its first byte. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | Refusal> {
  if (declaresTooMuch(request, limits.bodyLimit)) return Promise.resolve(tooLarge(limits.bodyLimit));
  const { promise, resolve } = Promise.withResolvers<Buffer | Refusal>();
  const chunks: Buffer[] = [];
  let received = 0;
  const finish = (result: Buffer | Refusal) => {
    clearTimeout(timer);
    request.off("data", onData);
    resolve(result);
  };
  const onData = (chunk: Buffer) => {
    received += chunk.length;
    if (received > limits.bodyLimit) finish(tooLarge(limits.bodyLimit));
    else chunks.push(chunk);
  };
  const timer = setTimeout(() => finish(refuse("REQUEST_TIMEOUT")), limits.bodyTimeout);
  request.on("data", onData);
  request.once("end", () => finish(Buffer.concat(chunks)));
  request.once("error", () => finish(cutShort()));
  request.once("close", () => finish(cutShort()));
  return promise;
}

export function declaresTooMuch(request: IncomingMessage, limit: number): boolean {
  return Number(request.headers["content-length"] ?? 0) > limit;
}

function tooLarge(limit: number): Refusal {
  return refuse("REQUEST_TOO_LARGE", { zh: `上限为 ${limit} 字节`, en: `the limit is ${limit} bytes` });
}

function cutShort(): Refusal {
  return refuse("BAD_REQUEST", { zh: "请求体不完整", en: "the body was cut short" });
}
