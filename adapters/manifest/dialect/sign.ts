import { createHash, createHmac } from "node:crypto";
import type { AuthenticationFormat } from "#adapters/manifest/format/source-format.ts";
import { encodeBytes, type RequestCharset } from "./encode-text.ts";

type Signing = Pick<Extract<AuthenticationFormat, { readonly type: "signed" }>, "algorithm" | "encoding">;

/** Signs a text as gateways of Chinese authorities want it (hash or HMAC, base64 or hex). */
export function sign(
  text: string,
  { algorithm, encoding, key, charset }: Signing & { readonly key: string; readonly charset: RequestCharset },
): string {
  const hash = algorithm.startsWith("hmac-")
    ? createHmac(algorithm.slice("hmac-".length), encodeBytes(key, charset))
    : createHash(algorithm);
  const digest = hash.update(encodeBytes(text, charset));
  if (encoding === "base64") return digest.digest("base64");
  const hex = digest.digest("hex");
  return encoding === "HEX" ? hex.toUpperCase() : hex;
}
