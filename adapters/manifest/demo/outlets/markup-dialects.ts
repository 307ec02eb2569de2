import { createHash } from "node:crypto";
import { type DemoAnswer, escapeMarkup, gbkPage, utf8Answer } from "#adapters/manifest/demo/wire/answers.ts";
import { readForm } from "#adapters/manifest/demo/wire/read-request.ts";
import { CONTENT, type Row } from "./content.ts";
import type { Dialect } from "./dialect.ts";
import { cut } from "./select-rows.ts";

const ASP_PAGE_SIZE = 10;
const ASP_COLUMNS: readonly string[] = CONTENT.SERVICE.columns;
const STATE_KEY = "demo-machine-key";

/** Old ASP.NET: GB2312, hidden view state, pages turned by posting the form back. */
export const ASPNET: Dialect = {
  code: "aspnet",
  kind: "SERVICE",
  charset: "gbk",
  secrets: {},
  source: {
    charset: { response: "gb18030", request: "gbk" },
    errors: [{ when: "status == 500", kind: "rejected" }],
  },
  list: {
    request: { path: "/List.aspx", query: { key: "{text}" } },
    decode: { format: "html", rows: "#GridView1 tr:has(td)", total: "#lblTotal" },
    paging: {
      type: "postback",
      size: ASP_PAGE_SIZE,
      pageField: "__EVENTARGUMENT",
      fields: { __EVENTTARGET: "AspNetPager1" },
    },
    search: { text: true },
  },
  place: (column) => `td:nth-child(${ASP_COLUMNS.indexOf(column) + 1})`,
  serve:
    (rows) =>
    ({ method, query, body }) => {
      const key = query.get("key") ?? "";
      if (method !== "POST") return gridPage(rows, key, "1");
      const form = readForm(body, "gbk");
      const isOwn =
        form.get("__VIEWSTATE") === viewState(key) && form.get("__EVENTVALIDATION") === viewState(`v${key}`);
      return isOwn && form.get("__EVENTTARGET") === "AspNetPager1"
        ? gridPage(rows, key, form.get("__EVENTARGUMENT") ?? "1")
        : { ...gbkPage("<html><body><h2><i>验证视图状态 MAC 失败。</i></h2></body></html>", "text/html"), status: 500 };
    },
};

function gridPage(rows: readonly Row[], key: string, page: string): DemoAnswer {
  const found = cut(rows, { page, size: String(ASP_PAGE_SIZE), word: key });
  const lines = found.rows.map(
    (row) => `<tr>${ASP_COLUMNS.map((name) => `<td>${escapeMarkup(row[name] ?? "")}</td>`).join("")}</tr>`,
  );
  const next = Number(page) + 1;
  return gbkPage(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>服务</title></head><body>
<form name="form1" method="post" action="List.aspx?key=${encodeURIComponent(key)}" id="form1">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="${viewState(key)}" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="${viewState(`v${key}`)}" />
<input type="hidden" name="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" value="" />
共<span id="lblTotal">${found.total}</span>条
<table id="GridView1"><tr><th>编号</th><th>名称</th><th>模块</th><th>收费</th></tr>${lines.join("\n")}</table>
<a href="javascript:gotoPage(${next})">下一页</a></form></body></html>`,
    "text/html",
  );
}

function viewState(text: string): string {
  return createHash("sha256").update(`${STATE_KEY}${text}`).digest("base64");
}

/** SOAP whose result is an XML document in a string. */
export const SOAP: Dialect = {
  code: "soap",
  kind: "TOPIC_COLLECTION",
  charset: "utf-8",
  secrets: {},
  source: {},
  list: {
    request: {
      method: "POST",
      path: "/Service.asmx",
      headers: { SOAPAction: '"http://tempuri.org/GetTopics"' },
      contentType: "text/xml; charset=utf-8",
      text: '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetTopics xmlns="http://tempuri.org/"><page>{page}</page><rows>{size}</rows><key>{text}</key></GetTopics></soap:Body></soap:Envelope>',
    },
    decode: {
      format: "soap",
      inner: { from: "GetTopicsResponse.GetTopicsResult", format: "xml" },
      rows: "root.item",
      total: "root.total",
    },
    paging: { type: "page", size: 100 },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows) =>
    ({ method, path, body }) => {
      const at = (name: string): string | undefined => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
      if (method !== "POST" || path !== "/Service.asmx" || !body.includes("<GetTopics")) return soapFault();
      const { rows: page, total } = cut(rows, { page: at("page"), size: at("rows"), word: at("key") });
      const items = page.map(
        (row) =>
          `<item>${Object.entries(row)
            .map(([name, text]) => `<${name}>${escapeMarkup(text)}</${name}>`)
            .join("")}</item>`,
      );
      const inner = `<?xml version="1.0" encoding="gb2312"?><root><total>${total}</total>${items.join("")}</root>`;
      return envelope(
        `<GetTopicsResponse xmlns="http://tempuri.org/"><GetTopicsResult>${escapeMarkup(inner)}</GetTopicsResult></GetTopicsResponse>`,
      );
    },
};

function soapFault(): DemoAnswer {
  const fault =
    "<soap:Fault><faultcode>soap:Client</faultcode><faultstring>服务器未能识别 HTTP 头 SOAPAction 的值</faultstring></soap:Fault>";
  return { ...envelope(fault), status: 500 };
}

function envelope(body: string): DemoAnswer {
  return utf8Answer(
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`,
    "text/xml; charset=utf-8",
  );
}
