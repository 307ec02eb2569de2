import iconv from "iconv-lite";

/** What a page of the stand-in answers, before it is sent. */
export interface PortalAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The most rows that one page of any list holds; more are silently cut, as the portals of this family do. */
const MAX_ROWS = 50;

/** JSON in UTF-8, always status 200: the envelope alone tells success from failure. */
export function jsonAnswer(value: unknown): PortalAnswer {
  return { status: 200, contentType: "application/json;charset=UTF-8", body: Buffer.from(JSON.stringify(value)) };
}

/** A page in GBK. `contentType` is what the server claims, which need not be so. */
export function gbkPage(html: string, contentType: string): PortalAnswer {
  return { status: 200, contentType, body: iconv.encode(html, "gbk") };
}

/** The envelope of city data portals: totals are texts, and `data` is often JSON inside a string. */
export function dataPortalAnswer(rows: unknown, total: number, asText: boolean): PortalAnswer {
  const data = total === 0 ? "" : asText ? JSON.stringify(rows) : rows;
  return jsonAnswer({ errcode: 0, result: "success", totalrecords: String(total), data });
}

export function dataPortalFault(errcode: string, result: string): PortalAnswer {
  return jsonAnswer({ errcode, result, totalrecords: "0", data: "" });
}

/** Page numbers are 1-based; a page beyond the end repeats the last one. */
export function cutPage<T>(
  rows: readonly T[],
  query: URLSearchParams,
  names: { page: string; rows: string },
): readonly T[] {
  const size = Math.min(positive(query.get(names.rows)) ?? 10, MAX_ROWS);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(positive(query.get(names.page)) ?? 1, last);
  return rows.slice((page - 1) * size, page * size);
}

/** A filter's value; "", "-1" and 全部 all mean that there is none. */
export function filterValue(query: URLSearchParams, name: string): string | null {
  const value = query.get(name)?.trim() ?? "";
  return ["", "-1", "全部"].includes(value) ? null : value;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function positive(text: string | null): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : null;
}
