import iconv from "iconv-lite";

/** The charset in which a source wants to be asked. */
export type RequestCharset = "utf-8" | "gbk";

/** Letters that need no escape in a form, in a query and in a path alike. */
const PLAIN = /^[\w.~-]*$/;

/** Percent-encoding over the bytes of that charset; a blank becomes %20, which forms read as well as "+". */
export function encodeComponent(text: string, charset: RequestCharset): string {
  if (PLAIN.test(text)) return text;
  if (charset === "utf-8") return encodeURIComponent(text.toWellFormed()).replaceAll(/[!'()*]/g, percent);
  let encoded = "";
  for (const byte of iconv.encode(text, "gbk")) {
    const sign = String.fromCharCode(byte);
    encoded += byte < 0x80 && PLAIN.test(sign) ? sign : percentByte(byte);
  }
  return encoded;
}

/** `a=1&b=2`. */
export function encodeParameters(
  parameters: readonly (readonly [name: string, value: string])[],
  charset: RequestCharset,
): string {
  return parameters
    .map(([name, value]) => `${encodeComponent(name, charset)}=${encodeComponent(value, charset)}`)
    .join("&");
}

/** Bytes of what is signed. */
export function encodeBytes(text: string, charset: RequestCharset): Buffer {
  return charset === "gbk" ? iconv.encode(text, "gbk") : Buffer.from(text);
}

/** Headers carry signs of ASCII only; others are percent-encoded, line ends are not let through. */
export function encodeHeader(text: string, charset: RequestCharset): string {
  return text.replaceAll(/[^\u0020-\u007e]+/g, (signs) => encodeComponent(signs, charset));
}

/** XML for a source that reads GBK: signs beyond ASCII as references, so that the bytes are those of every charset. */
export function referToSigns(xml: string): string {
  return xml.replaceAll(/\P{ASCII}/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

/** JSON for such a source. */
export function escapeSigns(json: string): string {
  return json.replaceAll(/\P{ASCII}/gu, (sign) =>
    Array.from({ length: sign.length }, (_, index) => {
      return `\\u${sign.charCodeAt(index).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}

function percent(sign: string): string {
  return percentByte(sign.charCodeAt(0));
}

function percentByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
