import { jsonAnswer, utf8Answer } from "#adapters/manifest/demo/wire/answers.ts";
import type { Dialect } from "./dialect.ts";
import { cut, upperCased } from "./select-rows.ts";

const PAGED = { page: "{page}", rows: "{size}", gjc: "{text}" };

/** City open-data portal: `data` is JSON in a string, totals are texts, codes tell what went wrong. */
export const CITY: Dialect = {
  code: "city",
  kind: "REPORT",
  charset: "utf-8",
  secrets: { TOKEN: "city-demo-token" },
  source: {
    authentication: { type: "bearer", secret: "TOKEN" },
    success: "int(body.errcode) == 0",
    errors: [
      { when: 'string(body.errcode) == "10002"', kind: "login-required" },
      { when: 'string(body.errcode) == "10004"', kind: "rate-limited", retryAfter: "1h" },
    ],
  },
  list: {
    request: { path: "/api/data/list", query: PAGED },
    decode: { format: "json", inner: { from: "data", format: "json" }, total: "totalrecords" },
    paging: { type: "page", size: 100, lastPageRepeats: true },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows) =>
    ({ query, headers }) => {
      if (headers.authorization !== "Bearer city-demo-token") return fault("10002", "token无效");
      const wanted = { page: query.get("page"), size: query.get("rows"), word: query.get("gjc"), repeatsLast: true };
      const { rows: page, total } = cut(rows, wanted);
      return jsonAnswer({ errcode: 0, result: "success", totalrecords: String(total), data: JSON.stringify(page) });
    },
};

function fault(errcode: string, result: string) {
  return jsonAnswer({ errcode, result, totalrecords: "0", data: "" });
}

/** A common admin framework: `{code, msg, rows, total}`, 200 inside 200. */
export const RUOYI: Dialect = {
  code: "ruoyi",
  kind: "ACTIVITY",
  charset: "utf-8",
  secrets: { TOKEN: "ruoyi-demo-token" },
  source: {
    authentication: { type: "bearer", secret: "TOKEN" },
    success: "body.code == 200",
    errors: [{ when: "body.code == 401", kind: "login-required" }],
  },
  list: {
    request: { path: "/prod-api/activity/list", query: { pageNum: "{page}", pageSize: "{size}", hdmc: "{text}" } },
    decode: { format: "json", rows: "rows", total: "total" },
    paging: { type: "page", size: 100, lastPageRepeats: true },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows) =>
    ({ query, headers }) => {
      if (headers.authorization !== "Bearer ruoyi-demo-token") {
        return jsonAnswer({ code: 401, msg: "请求访问：认证失败，无法访问系统资源" });
      }
      const wanted = { page: query.get("pageNum"), size: query.get("pageSize"), word: query.get("hdmc") };
      const { rows: page, total } = cut(rows, { ...wanted, repeatsLast: true });
      return jsonAnswer({ code: 200, msg: "查询成功", rows: page, total });
    },
};

/** The envelope of Fujian's family: upper-case, "0" for success, totals as texts. */
export const JEESITE: Dialect = {
  code: "jeesite",
  kind: "AGENCY_PROFILE",
  charset: "utf-8",
  secrets: {},
  source: { success: 'body.RESULTCODE == "0"' },
  list: {
    request: { path: "/f/agency/list", query: { pageNo: "{page}", pageSize: "{size}", keyword: "{text}" } },
    decode: { format: "json", rows: "DATA", total: "count" },
    paging: { type: "page", size: 100, lastPageRepeats: true },
    search: { text: true },
  },
  place: (column) => column.toUpperCase(),
  serve:
    (rows) =>
    ({ path, query }) => {
      if (path !== "/f/agency/list") return jsonAnswer({ DATA: [], count: "0", RESULTCODE: "1", MSG: "接口不存在" });
      const wanted = { page: query.get("pageNo"), size: query.get("pageSize"), word: query.get("keyword") };
      const { rows: page, total } = cut(rows, { ...wanted, repeatsLast: true });
      return jsonAnswer({ DATA: page.map(upperCased), count: String(total), RESULTCODE: "0", MSG: "" });
    },
};

/** JSON in a call, pages from 0, days as `/Date(…)/`. */
export const JSONP: Dialect = {
  code: "jsonp",
  kind: "REPORT",
  charset: "utf-8",
  secrets: {},
  source: {},
  list: {
    request: { path: "/report.ashx", query: { callback: "cb", p: "{page}", n: "{size}", q: "{text}" } },
    decode: { format: "jsonp", rows: "d.list", total: "d.total" },
    paging: { type: "page", size: 100, first: 0 },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows) =>
    ({ query }) => {
      const wanted = { page: query.get("p"), size: query.get("n"), word: query.get("q"), first: 0 } as const;
      const { rows: page, total } = cut(rows, wanted);
      const list = page.map((row, index) => ({ ...row, fbrq: dotNetDay(row["bh"] ?? "", index) }));
      const name = /^[\w.]{1,40}$/.exec(query.get("callback") ?? "")?.[0] ?? "callback";
      return utf8Answer(`${name}(${JSON.stringify({ d: { list, total } })});`, "application/javascript;charset=utf-8");
    },
};

/** The first of a month of the report's year, as .NET writes it. */
function dotNetDay(id: string, index: number): string {
  const year = /(20\d\d)\d\d$/.exec(id)?.[1] ?? "2026";
  return `/Date(${Date.parse(`${year}-0${(index % 9) + 1}-01T00:00:00+08:00`)}+0800)/`;
}
