import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import type { Moment, Question } from "#adapters/manifest/dialect/places.ts";
import { requestWriter } from "#adapters/manifest/dialect/write-request.ts";
import { REQUEST } from "#adapters/manifest/format/source-format.ts";

/** Control signs and lone halves of surrogates included. */
const ANY_SIGN = fc.nat(0xffff).map((code) => String.fromCharCode(code));

const BASE = "http://portal.example.cn/app";

const MOMENT: Moment = {
  now: Date.UTC(2026, 10, 28),
  secret: (name) => `value of ${name}`,
  token: "T",
  timestamp: "20261128080000",
  nonce: "N",
  signature: "S",
};

function write(
  request: unknown,
  question: Question,
  { charset = "utf-8" as "utf-8" | "gbk", moment = null as Moment | null } = {},
) {
  return requestWriter(REQUEST.parse(request), { baseUrl: BASE, charset }).write(question, moment);
}

describe("the address", () => {
  test("has the words in its path and its query, and leaves out what nothing fills", () => {
    const request = { path: "/list/{region}?app=default", query: { page: "{page}", gjc: "*{text}*", lx: "专利" } };
    expect(write(request, { words: { region: "5101 00", page: "2", text: "" } }).url.href).toBe(
      `${BASE}/list/5101%2000?app=default&page=2&lx=%E4%B8%93%E5%88%A9`,
    );
  });

  test("of a source that reads GBK is percent-encoded in GBK", () => {
    const { url } = write(
      { path: "/s.do", query: { word: "{text}" } },
      { words: { text: "专利 A&b" } },
      { charset: "gbk" },
    );
    expect(url.search).toBe("?word=%D7%A8%C0%FB%20A%26b");
  });

  test("gives every text back to a server that reads its charset", () => {
    const text = fc.string({ unit: fc.constantFrom(..."专利号ＡＢ（）、 &=%+#/?é\u0000'\"".split("")) });
    fc.assert(
      fc.property(text, fc.constantFrom("utf-8" as const, "gbk" as const), (value, charset) => {
        const { url } = write({ path: "/s", query: { 词: "x{text}" } }, { words: { text: `y${value}` } }, { charset });
        const [name = "", encoded = ""] = url.search.slice(1).split("=");
        expect([decode(name, charset), decode(encoded, charset)]).toEqual(["词", `xy${value}`]);
      }),
    );
  });

  test("stays below the source's own, whatever an id says", () => {
    const ids = fc.oneof(
      fc.constantFrom("..", ".", "../../admin", "%2e%2e", "a/b", "\\..\\", "?x=1", "#top", "http://evil.example"),
      fc.string({ unit: ANY_SIGN }),
    );
    fc.assert(
      fc.property(ids, (id) => {
        const { url } = write({ path: "/item/{id}/view", query: { a: "1" } }, { words: { id } });
        expect(url.host).toBe("portal.example.cn");
        expect(url.pathname).toMatch(/^\/app\/item\/[^/]*\/view$/);
        expect(url.search).toBe("?a=1");
      }),
    );
  });
});

test("a patent's number is written as the portal wants it, an agency's as it is", () => {
  const query = { a: "{number}", b: "{number:CN}", c: "{number:ZL}", d: "{number:plain}", e: "{number:short}" };
  const written = (number: string) => [
    ...write({ path: "/q", query }, { words: { number } }).url.searchParams.values(),
  ];
  expect(written("202310123456.X")).toEqual([
    "202310123456.X",
    "CN202310123456.X",
    "ZL202310123456.X",
    "202310123456X",
    "202310123456",
  ]);
  expect(written("95115608.X")).toEqual(["95115608.X", "CN95115608.X", "ZL95115608.X", "95115608X", "95115608"]);
  expect(written("51100")).toEqual(["51100", "51100", "51100", "51100", "51100"]);
  expect(written("")).toEqual([]);
});

describe("the body", () => {
  test("of a form is one in the source's charset", () => {
    const { body, headers } = write(
      { path: "/q", method: "POST", form: { PAGE: "{page}", GJC: "{text}", QX: "" } },
      { words: { page: "1", text: "专利" } },
      { charset: "gbk" },
    );
    expect([body, headers["content-type"]]).toEqual([
      "PAGE=1&GJC=%D7%A8%C0%FB&QX=",
      "application/x-www-form-urlencoded; charset=GBK",
    ]);
  });

  test("of JSON has numbers where places for numbers stand alone, and ids as a list", () => {
    const json = {
      page: "{page}",
      size: "{size}",
      text: "“{text}”",
      ids: ["{ids}"],
      sort: [{ by: "fbsj" }],
      all: true,
      none: null,
    };
    const { body, headers } = write(
      { path: "/q", method: "POST", json },
      { words: { page: "3", size: "50", text: 'a"b' }, ids: ["1", "2"] },
    );
    expect(JSON.parse(body ?? "")).toEqual({
      page: 3,
      size: 50,
      text: '“a"b”',
      ids: ["1", "2"],
      sort: [{ by: "fbsj" }],
      all: true,
      none: null,
    });
    expect(headers["content-type"]).toBe("application/json");
  });

  test("of SOAP lets no text become markup, and reads the same in GBK", () => {
    const text = "<s:Envelope><s:Body><q>{text}</q></s:Body></s:Envelope>";
    const request = { path: "/q", method: "POST", text, contentType: "text/xml; charset=gb2312" };
    expect(write(request, { words: { text: "专利</q><all/>" } }, { charset: "gbk" }).body).toBe(
      "<s:Envelope><s:Body><q>&#19987;&#21033;&lt;/q&gt;&lt;all/&gt;</q></s:Body></s:Envelope>",
    );
  });

  test("of any other text goes out in the source's charset, and JSON by its escapes", () => {
    const line = { path: "/q", method: "POST", text: "Q|{text}|文", contentType: "text/plain; charset=GBK" };
    expect(write(line, { words: { text: "专利" } }, { charset: "gbk" })).toMatchObject({
      body: "Q|专利|文",
      bodyCharset: "gbk",
      headers: { "content-type": "text/plain; charset=GBK" },
    });
    expect(write(line, { words: { text: "专利" } })).not.toHaveProperty("bodyCharset");
    const json = { path: "/q", method: "POST", text: '{{"q":"{text}"}', contentType: "application/json" };
    const written = write(json, { words: { text: '专"利' } }, { charset: "gbk" });
    expect(written.body).toBe('{"q":"\\u4e13\\"\\u5229"}');
    expect(written).not.toHaveProperty("bodyCharset");
  });

  test("makes a POST of what names no method", () => {
    expect(requestWriter(REQUEST.parse({ path: "/q", form: {} }), { baseUrl: BASE, charset: "utf-8" }).method).toBe(
      "POST",
    );
  });
});

describe("what belongs to the moment", () => {
  const request = {
    path: "/gateway.do",
    query: { param: '{{"app_id":"{secret.APP_ID}","timestamp":"{timestamp}","biz":{{"page":{page}}}' },
    headers: { Token: "{token}", "X-Sign": "{signature}", "X-Day": "{now:yyyyMMdd}" },
  };

  test("is filled in at departure", () => {
    const { url, headers } = write(request, { words: { page: "1" } }, { moment: MOMENT });
    expect(JSON.parse(url.searchParams.get("param") ?? "")).toEqual({
      app_id: "value of APP_ID",
      timestamp: "20261128080000",
      biz: { page: 1 },
    });
    expect(headers).toEqual({ token: "T", "x-sign": "S", "x-day": "20261128" });
  });

  test("is not in the form under which an answer is kept", () => {
    const { url, headers, body } = write(request, { words: { page: "1" } });
    expect(JSON.stringify([url.href, headers, body])).not.toMatch(/value of|20261128/);
    expect(url.searchParams.get("param")).toBe('{"app_id":"","timestamp":"","biz":{"page":1}}');
  });

  test("no header has a line of its own", () => {
    const headers = { "X-Word": "{text}" };
    expect(write({ path: "/", headers }, { words: { text: "a\r\nSet-Cookie: b=专" } }).headers["x-word"]).toBe(
      "a%0D%0ASet-Cookie: b=%E4%B8%93",
    );
  });
});

function decode(text: string, charset: "utf-8" | "gbk"): string {
  const bytes = Buffer.from(
    text.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
  return charset === "gbk" ? iconv.decode(bytes, "gbk") : bytes.toString("utf8");
}
