import iconv from "iconv-lite";
import type { Dialect } from "./dialect.ts";
import { cut } from "./select-rows.ts";

/** A file as an office program saves it: GBK, semicolons, no charset told. */
export const CSV: Dialect = {
  code: "export",
  kind: "EXPERT",
  charset: "utf-8",
  secrets: { KEY: "csv-demo-key" },
  source: {
    charset: { response: "gb18030", request: "utf-8" },
    authentication: { type: "apiKey", in: "query", name: "appkey", secret: "KEY" },
    errors: [{ when: "status == 403", kind: "rejected" }],
  },
  list: {
    request: { path: "/export/experts.csv", query: { offset: "{offset}", limit: "{size}", q: "{text}" } },
    decode: { format: "csv", csv: { delimiter: ";" } },
    paging: { type: "offset", size: 100 },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows) =>
    ({ query }) => {
      if (query.get("appkey") !== "csv-demo-key") return csvAnswer("错误\r\n应用密钥无效\r\n", 403);
      const size = Number(query.get("limit") ?? "10");
      const page = String(Math.floor(Number(query.get("offset") ?? "0") / size));
      const found = cut(rows, { page, size: String(size), word: query.get("q"), first: 0 });
      const lines = found.rows.map((row) => Object.values(row).join(";"));
      return csvAnswer(`${["bh;xm;zc;dw", ...lines].join("\r\n")}\r\n`, 200);
    },
};

function csvAnswer(text: string, status: number) {
  return { status, contentType: "text/csv", body: iconv.encode(text, "gbk") };
}
