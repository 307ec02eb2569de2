import type { IncomingMessage } from "node:http";

/** No question to a portal is longer. */
const BODY_LIMIT = 64 * 1024;

/** The body as text; "" where it is too long. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT) return "";
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A query string or form in the portal's own charset: an old portal reads `%D7%A8%C0%FB` as 专利. */
export function readForm(text: string, charset: "utf-8" | "gbk"): ReadonlyMap<string, string> {
  const decoder = new TextDecoder(charset);
  const decode = (part: string): string => decoder.decode(percentBytes(part.replaceAll("+", " ")));
  const pairs = text.split("&").flatMap((pair): [string, string][] => {
    if (pair === "") return [];
    const at = pair.indexOf("=");
    return at === -1 ? [[decode(pair), ""]] : [[decode(pair.slice(0, at)), decode(pair.slice(at + 1))]];
  });
  return new Map(pairs);
}

export function queryOf(request: IncomingMessage, charset: "utf-8" | "gbk" = "utf-8"): ReadonlyMap<string, string> {
  const url = request.url ?? "/";
  const at = url.indexOf("?");
  return readForm(at === -1 ? "" : url.slice(at + 1), charset);
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}

/** A whole number from `least` on, else the default. */
export function numberOf(text: string | undefined, fallback: number, least = 1): number {
  const value = Number(text === undefined || text === "" ? Number.NaN : text);
  return Number.isSafeInteger(value) && value >= least ? value : fallback;
}

/** A filter's value; "", "-1" and 全部 all mean that there is none. */
export function filterOf(text: string | undefined): string | null {
  const value = text?.trim() ?? "";
  return ["", "-1", "全部"].includes(value) ? null : value;
}

function percentBytes(text: string): Buffer {
  const parts = text.split(/(%[0-9A-Fa-f]{2})/);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 1 ? Buffer.from(part.slice(1), "hex") : Buffer.from(part, "utf8"))),
  );
}
