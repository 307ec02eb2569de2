import type { IncomingMessage, ServerResponse } from "node:http";

/** The forms that post here are small. */
const BODY_LIMIT = 8_192;

/** A value to be printed as JSON. BigInts are printed as bare numbers, as the site prints its snowflake ids. */
export type Wire = string | number | bigint | boolean | null | readonly Wire[] | { readonly [name: string]: Wire };

export interface WirePage {
  readonly rows: readonly Wire[];
  readonly total: number;
  /** 1-based; what was really answered. */
  readonly page: number;
  readonly size: number;
}

/** Envelope 1: `{code: "rest.success", result}`. */
export function restSuccess(result: Wire): Wire {
  return { code: "rest.success", message: "操作成功", result };
}

/** Envelope 1, a failure: another string code, and still HTTP 200. */
export function restFailure(code: string, message: string): Wire {
  return { code, message, result: null };
}

export function restList({ rows, total, page, size }: WirePage): Wire {
  return restSuccess({ list: rows, total, pages: Math.ceil(total / size), pageNum: page, pageSize: size });
}

/** Envelope 2: `{code: 200, data, count}`. */
export function resourceList({ rows, total }: WirePage): Wire {
  return { code: 200, msg: "success", data: rows, count: total };
}

export function resourceFailure(code: number, msg: string): Wire {
  return { code, msg, data: null, count: 0 };
}

/** Envelope 3: `{success, data: {records, total}}`; totals are printed as strings here. */
export function marketList({ rows, total, page, size }: WirePage): Wire {
  return { success: true, code: "0", message: "", data: { records: rows, total: String(total), size, current: page } };
}

export function marketFailure(code: string, message: string): Wire {
  return { success: false, code, message, data: null };
}

const BARE_NUMBER = "@number:";

export function sendJson(response: ServerResponse, value: Wire): void {
  const text = JSON.stringify(value, (_key, inner: Wire) =>
    typeof inner === "bigint" ? `${BARE_NUMBER}${inner}` : inner,
  ).replaceAll(new RegExp(`"${BARE_NUMBER}(\\d+)"`, "g"), "$1");
  response.writeHead(200, { "content-type": "application/json;charset=UTF-8" });
  response.end(text);
}

export function sendHtml(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { "content-type": "text/html;charset=UTF-8", "cache-control": "no-store" });
  response.end(page);
}

/** The posted form; empty when it is too long. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT) return new URLSearchParams();
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
