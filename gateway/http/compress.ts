import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { rememberTexts } from "./remember-texts.ts";
import type { Reply } from "./reply.ts";
import { readWeightedList } from "./weighted-list.ts";

/** Smaller bodies would hardly become shorter. */
export const COMPRESSION_THRESHOLD = 1_024;
const COMPRESSIBLE = /^(text\/|image\/svg|application\/(json|javascript|graphql-response\+json|manifest\+json))/;

const compressors = {
  // Quality 4 costs about as much time as gzip's default and is smaller.
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
} as const;

export type Encoding = keyof typeof compressors;

/** The encoding to use, by the client's weights, Brotli before gzip; undefined for none. */
export const negotiateEncoding = rememberTexts((acceptEncoding): Encoding | undefined => {
  const members = readWeightedList(acceptEncoding ?? "");
  const weightOf = (name: string) => members.find(({ value }) => value === name)?.weight;
  const any = weightOf("*") ?? 0;
  const [br, gz] = [weightOf("br") ?? any, weightOf("gzip") ?? any];
  if (br === 0 && gz === 0) return undefined;
  return br >= gz ? "br" : "gzip";
});

export function compressBytes(body: Buffer, encoding: Encoding): Promise<Buffer> {
  return compressors[encoding](body);
}

/** The reply as it goes over the wire; small or already encoded bodies stay as they are. */
export async function compress(reply: Reply, acceptEncoding: string | undefined): Promise<Reply> {
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body);
  const encoding = negotiateEncoding(acceptEncoding);
  const isWorthIt = body.length >= COMPRESSION_THRESHOLD && COMPRESSIBLE.test(reply.headers["content-type"] ?? "");
  if (!isWorthIt || encoding === undefined || "content-encoding" in reply.headers) return { ...reply, body };
  return {
    ...reply,
    body: await compressBytes(body, encoding),
    headers: { ...reply.headers, "content-encoding": encoding },
  };
}
