import type { Readable } from "node:stream";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { decompress } from "./decompress.ts";
import { CUT_SHORT } from "./failures.ts";

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxDecodedBytes: number;
}

/** A body over its limit; the rest of it is not read. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError" as const;
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`body over ${limitBytes} bytes`);
    this.limitBytes = limitBytes;
  }
}

/** Reads and decompresses a body within its limits, on the wire and after. Throws MalformedError, BodyTooLargeError. */
export async function readBody(body: Readable, coding: string, limits: BodyLimits): Promise<Buffer> {
  const wire = bounded(received(body), limits.maxBodyBytes);
  const plain = coding === "" ? wire : decompress(wire, coding);
  const chunks: Buffer[] = [];
  for await (const chunk of bounded(plain, limits.maxDecodedBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The coding to undo: "" for none. Throws MalformedError for one that was not offered, or for several. */
export function contentCoding(header: string | readonly string[] | undefined): string {
  const codings = String(header ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  const [coding = "", ...others] = codings;
  if (others.length > 0 || !["", "gzip", "x-gzip", "br", "deflate"].includes(coding)) {
    throw new MalformedError("content-encoding");
  }
  return coding;
}

async function* received(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) yield chunk as Buffer;
  } catch (error) {
    throw new MalformedError(CUT_SHORT, { cause: error });
  }
}

/** Leaving the loop early closes what it reads from, down to the socket. */
async function* bounded(chunks: AsyncGenerator<Buffer>, limitBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limitBytes) throw new BodyTooLargeError(limitBytes);
    yield chunk;
  }
}
