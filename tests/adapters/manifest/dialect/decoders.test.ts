import { encode } from "iconv-lite";
import { describe, expect, test } from "vitest";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { LOGIN_REPLY, type PortalReply, startPortal } from "#tests/support/portal-server.ts";

type Loose = Readonly<Record<string, unknown>>;

interface Told {
  readonly decode: Loose;
  readonly kind?: Loose;
  readonly source?: Loose;
}

/** What a list of one answer gives. */
async function decoded(reply: PortalReply, { decode, kind = {}, source = {} }: Told) {
  await using portal = await startPortal({ "/list": () => reply });
  const manifest = manifestFor(portal.url, { source, kind: { list: { request: { path: "/list" }, decode }, ...kind } });
  await using bench = await startManifest(manifest);
  const { items, total } = await bench.client.list(
    "LISTING",
    { words: {}, offset: 0, limit: 100 },
    createCallContext(),
  );
  return { rows: items.map(({ value }) => [value.id, titleOf(value)]), total };
}

function titleOf({ fields }: MappedRecord): unknown {
  return fields["title"];
}

const TWO = [
  ["1", "挂牌一"],
  ["2", "挂牌二"],
];
const ROWS = [
  { id: "1", title: "挂牌一" },
  { id: "2", title: "挂牌二" },
];

function reply(body: string | Buffer, type = "application/json;charset=UTF-8"): PortalReply {
  return { headers: { "content-type": type }, body };
}

describe("JSON", () => {
  test.each([
    ["a list below other things", { data: { list: ROWS } }, "data.list"],
    ["a bare list", ROWS, undefined],
    ["lists in a list", { parts: [{ rows: [ROWS[0]] }, { rows: [ROWS[1]] }] }, "parts.rows"],
  ])("in the form of %s is read", async (_name, value, rows) => {
    expect((await decoded(reply(JSON.stringify(value)), { decode: { format: "json", rows } })).rows).toEqual(TWO);
  });

  test.each([
    ["one object is a list of one", { rows: ROWS[0] }, [["1", "挂牌一"]]],
    ["null is an empty list", { rows: null }, []],
    ['"" is an empty list', { rows: "" }, []],
    ["{} is an empty list", { rows: {} }, []],
    ["[] is an empty list", { rows: [] }, []],
  ])("%s", async (_name, value, rows) => {
    expect((await decoded(reply(JSON.stringify(value)), { decode: { format: "json", rows: "rows" } })).rows).toEqual(
      rows,
    );
  });

  test.each([
    ["another envelope", { error: "系统繁忙" }],
    ["a text where the list should be", { rows: "系统繁忙" }],
    ["numbers where records should be", { rows: [1, 2] }],
  ])("%s is no empty list", async (_name, value) => {
    const failure = await failureOf(
      decoded(reply(JSON.stringify(value)), { decode: { format: "json", rows: "rows" } }),
    );
    expect(failure.kind).toBe("malformed");
  });

  test("whose records are lists has its columns by their place", async () => {
    const kind = { id: "[0]", fields: { title: "[1]" } };
    expect(
      (await decoded(reply(JSON.stringify({ rows: TWO })), { decode: { format: "json", rows: "rows" }, kind })).rows,
    ).toEqual(TWO);
  });

  test("in a text inside JSON is read, an empty text is an empty list, and what is no text is read as it is", async () => {
    const decode = { format: "json", inner: { from: "data", format: "json" }, rows: "list", total: "totalrecords" };
    const wrapped = (data: unknown) => reply(JSON.stringify({ errcode: 0, totalrecords: "1,234", data }));
    expect(await decoded(wrapped(JSON.stringify({ list: ROWS })), { decode })).toEqual({ rows: TWO, total: 2 });
    expect((await decoded(wrapped(""), { decode })).rows).toEqual([]);
    expect((await decoded(wrapped({ list: ROWS }), { decode })).rows).toEqual(TWO);
    expect((await failureOf(decoded(wrapped("{"), { decode }))).kind).toBe("malformed");
  });

  test("keeps ids of eighteen digits, and ids that are numbers", async () => {
    const text = '{"rows":[{"id":122436693134412849,"title":"挂牌一"},{"id":7,"title":"挂牌二"}]}';
    expect((await decoded(reply(text), { decode: { format: "json", rows: "rows" } })).rows.map(([id]) => id)).toEqual([
      "122436693134412849",
      "7",
    ]);
  });

  test("in a callback is read, and the callback is never run", async () => {
    const text = `/**/typeof cb === 'function' && cb(${JSON.stringify({ rows: ROWS })});`;
    expect((await decoded(reply(text, "text/javascript"), { decode: { format: "jsonp", rows: "rows" } })).rows).toEqual(
      TWO,
    );
  });

  test.each([
    ["GBK bytes under a header that says UTF-8", encode(JSON.stringify({ rows: ROWS }), "gbk"), "auto"],
    ["a byte-order mark", Buffer.from(`\uFEFF${JSON.stringify({ rows: ROWS })}`), "auto"],
    ["bytes of the charset that the manifest names", encode(JSON.stringify({ rows: ROWS }), "gb18030"), "gb18030"],
  ])("with %s is read", async (_name, body, response) => {
    const source = { charset: { response } };
    expect((await decoded(reply(body), { decode: { format: "json", rows: "rows" }, source })).rows).toEqual(TWO);
  });

  test("with bytes that are not of the charset named is malformed", async () => {
    const told = { decode: { format: "json", rows: "rows" }, source: { charset: { response: "utf-8" } } };
    expect(await failureOf(decoded(reply(encode(JSON.stringify({ rows: ROWS }), "gbk")), told))).toEqual({
      kind: "malformed",
      at: "charset utf-8",
    });
  });
});

describe("XML", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<resp xmlns:d="urn:d"><total>共 2 条</total><d:list><item code="1"><d:title>挂牌一</d:title></item><item code="2"><d:title><![CDATA[挂牌二]]></d:title></item></d:list></resp>`;
  const kind = { id: "@code" };

  test.each(["list.item", "resp.list.item", "d:list.item"])("is read at %s, prefixes or not", async (rows) => {
    const decode = { format: "xml", rows, total: "total" };
    expect((await decoded(reply(xml, "text/xml"), { decode, kind })).rows).toEqual(TWO);
  });

  test("a list without elements is empty, one whose name is missing is malformed", async () => {
    const decode = { format: "xml", rows: "list.item" };
    expect((await decoded(reply("<resp><list/></resp>", "text/xml"), { decode, kind })).rows).toEqual([]);
    expect((await failureOf(decoded(reply("<resp><error/></resp>", "text/xml"), { decode, kind }))).kind).toBe(
      "malformed",
    );
  });

  test("with a DOCTYPE is refused", async () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa">]><resp><list><item code="1"><title>&a;</title></item></list></resp>`;
    expect(
      (await failureOf(decoded(reply(bomb, "text/xml"), { decode: { format: "xml", rows: "list.item" }, kind }))).kind,
    ).toBe("malformed");
  });

  const soap = (body: string) =>
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`;

  test("in a text inside SOAP is read", async () => {
    const inner =
      "<NewDataSet><Table><id>1</id><title>挂牌一</title></Table><Table><id>2</id><title>挂牌二</title></Table></NewDataSet>";
    const decode = { format: "soap", inner: { from: "GetListResponse.GetListResult", format: "xml" }, rows: "Table" };
    const body = (text: string) => soap(`<GetListResponse><GetListResult>${text}</GetListResult></GetListResponse>`);
    const escaped = inner.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect((await decoded(reply(body(escaped), "text/xml"), { decode })).rows).toEqual(TWO);
    expect((await decoded(reply(body(`<![CDATA[${inner}]]>`), "text/xml"), { decode })).rows).toEqual(TWO);
    expect((await decoded(reply(body(""), "text/xml"), { decode })).rows).toEqual([]);
  });

  test("a fault of SOAP is a refusal, with status 200 and 500 alike", async () => {
    const fault = soap("<soap:Fault><faultcode>soap:Server</faultcode><faultstring>忙</faultstring></soap:Fault>");
    for (const status of [200, 500]) {
      const failure = await failureOf(
        decoded({ ...reply(fault, "text/xml"), status }, { decode: { format: "soap", rows: "a.b" } }),
      );
      expect(failure).toMatchObject({ kind: "rejected", status });
    }
  });
});

describe("a page", () => {
  const table = (rows: string) =>
    `<html><head><meta charset="gb2312"><title>列表</title></head><body><p>共<b id="t">２</b>条</p><table id="l"><tr><th>编号</th><th>标题</th></tr>${rows}</table></body></html>`;
  const kind = { id: { from: "a@href", match: "id=([0-9]+)" }, fields: { title: "td:nth-child(2)" } };
  const decode = { format: "html", rows: "#l tr:has(td)", total: "#t" };
  const row = (id: string, title: string) => `<tr><td><a href="view.do?id=${id}">详细</a><td>&nbsp;${title}　</td>`;

  test("in GBK that says something else is read by selectors, unclosed cells and all", async () => {
    const body = encode(table(row("1", "挂牌一") + row("2", "挂牌二")), "gbk");
    expect(await decoded(reply(body, "text/html; charset=UTF-8"), { decode, kind })).toEqual({ rows: TWO, total: 2 });
  });

  test("that breaks off is malformed, and one that asks for a log-in or a captcha says so", async () => {
    const whole = table(row("1", "挂牌一"));
    expect((await failureOf(decoded(reply(whole.slice(0, -20), "text/html"), { decode, kind }))).kind).toBe(
      "malformed",
    );
    expect((await failureOf(decoded(LOGIN_REPLY, { decode, kind }))).kind).toBe("login-required");
    const captcha = '<html><head><title>安全验证</title></head><body><div id="slider-verify"></div></body></html>';
    expect((await failureOf(decoded(reply(captcha, "text/html"), { decode, kind }))).kind).toBe("login-required");
  });

  test("where data was due is no data", async () => {
    const told = { decode: { format: "json", rows: "rows" } };
    expect((await failureOf(decoded(reply("<html><body>系统维护中</body></html>", "text/html"), told))).kind).toBe(
      "malformed",
    );
    expect((await failureOf(decoded(LOGIN_REPLY, told))).kind).toBe("login-required");
  });
});

describe("a table", () => {
  const told = { decode: { format: "csv", total: "zs" } };

  test("with a mark at the front, quotes, blank lines and empty cells is read, in GBK too", async () => {
    const text = '\uFEFFid , title,zs\r\n1,"挂牌一",2\r\n\r\n2,挂牌二,\r\n';
    expect(await decoded(reply(text, "text/csv"), told)).toEqual({ rows: TWO, total: 2 });
    expect((await decoded(reply(encode(text.slice(1), "gbk"), "text/csv;charset=utf-8"), told)).rows).toEqual(TWO);
  });

  test("of which no line fits the columns is malformed, and not an empty list", async () => {
    const failure = await failureOf(decoded(reply("id,title\n1,挂牌,一\n2,挂牌,二\n", "text/csv"), told));
    expect(failure).toMatchObject({ kind: "malformed", at: expect.stringContaining("CSV line 2: 3 cells, 2 columns") });
  });

  test("without names has its columns by number", async () => {
    const decode = { format: "csv", csv: { delimiter: "|", header: false } };
    const kind = { id: "1", fields: { title: "2" } };
    expect((await decoded(reply("1|挂牌一\n2|挂牌二\n", "text/plain"), { decode, kind })).rows).toEqual(TWO);
  });

  test("of many lines is read whole, and one with an open quote is malformed", async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `${index + 1},"标题,${index + 1}"`);
    const { rows, total } = await decoded(reply(`id,title\n${lines.join("\n")}`, "text/csv"), {
      decode: { format: "csv" },
    });
    expect([rows.length, rows[99], total]).toEqual([100, ["100", "标题,100"], 5_000]);
    expect((await failureOf(decoded(reply('id,title\n1,"挂', "text/csv"), told))).kind).toBe("malformed");
  });
});

test("an answer with more records than any page has is refused", async () => {
  const rows = Array.from({ length: 20_001 }, (_, id) => ({ id }));
  expect(
    await failureOf(decoded(reply(JSON.stringify({ rows })), { decode: { format: "json", rows: "rows" } })),
  ).toMatchObject({ kind: "malformed" });
});

test.each([
  ["第 1/6 页 共 87 条", 87],
  ["1-15，共有８７项", 87],
  ["共 1,287 条记录, 第 1/86 页", 1_287],
  ["87", 87],
  ["87 results on 6 pages", 87],
])("of the pager %j the total is %d", async (pager, total) => {
  const page = `<html><body><p id="p">${pager}</p><table><tr><td>1</td><td>甲</td></tr></table></body></html>`;
  await using portal = await startPortal({
    "/list": () => ({ headers: { "content-type": "text/html; charset=utf-8" }, body: page }),
  });
  const list = {
    request: { path: "/list", query: { page: "{page}" } },
    decode: { format: "html", rows: "tr", total: "#p" },
    paging: { type: "page", size: 1 },
  };
  const kind = { list, id: "td", fields: { title: "td:nth-child(2)" } };
  await using bench = await startManifest(manifestFor(portal.url, { kind }));
  const answer = await bench.client.list("LISTING", { words: {}, offset: 0, limit: 1 }, createCallContext());
  expect(answer).toMatchObject({ total, relation: "EXACT" });
});
