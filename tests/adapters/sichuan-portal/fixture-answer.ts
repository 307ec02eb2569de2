import { readFileSync } from "node:fs";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { decodeText } from "#adapters/runtime/call/decode-text.ts";
import { publicPages } from "#adapters/sichuan-portal/decode/public-pages.ts";

export const PAGES = publicPages("https://portal.example.cn");

/** A fixture as the pipeline would hand it to a decoder, under the content type that the portal claims. */
export function fixtureAnswer(name: string, contentType = "application/json;charset=UTF-8"): UpstreamAnswer {
  return answerOf(readFileSync(new URL(`fixtures/${name}`, import.meta.url)), contentType);
}

export function answerOf(body: string | Uint8Array, contentType = "application/json;charset=UTF-8"): UpstreamAnswer {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return {
    status: 200,
    headers: { "content-type": contentType },
    url: new URL("https://portal.example.cn/"),
    bytes,
    text: () => decodeText(bytes, contentType),
  };
}
