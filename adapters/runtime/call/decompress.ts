import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { CUT_SHORT, codeOf } from "./failures.ts";

/** The content codings offered to upstreams (RFC 9110 §8.4.1). */
export const ACCEPT_ENCODING = "gzip, deflate, br";

/** Undoes one content coding, chunk by chunk. Throws MalformedError; errors of `wire` pass through. */
export async function* decompress(wire: AsyncGenerator<Buffer>, coding: string): AsyncGenerator<Buffer> {
  const first = await wire.next();
  if (first.done === true) return;
  const decoder = createDecoder(coding, first.value);
  pipeline(Readable.from(startingWith(first.value, wire)), decoder, () => {});
  try {
    for await (const chunk of decoder) yield chunk as Buffer;
  } catch (error) {
    throw toMalformed(error);
  }
}

async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** "deflate" is sent with and without its zlib header; the method nibble 8 gives the header away. */
function createDecoder(coding: string, first: Buffer): Transform {
  if (coding === "br") return createBrotliDecompress();
  if (coding !== "deflate") return createGunzip();
  return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

function toMalformed(error: unknown): unknown {
  const code = codeOf(error);
  if (code === "Z_BUF_ERROR" || code === "ERR_STREAM_PREMATURE_CLOSE") return new MalformedError(CUT_SHORT);
  const isCorrupt = code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code.startsWith("ERR__ERROR");
  return isCorrupt ? new MalformedError("compressed body") : error;
}
