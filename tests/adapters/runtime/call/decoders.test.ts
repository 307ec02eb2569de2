import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { csv } from "#adapters/runtime/call/decoders/csv.ts";
import { html } from "#adapters/runtime/call/decoders/html.ts";
import { json, jsonp } from "#adapters/runtime/call/decoders/json.ts";
import { parseXml, type XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { withAbsence } from "#adapters/runtime/call/decoders/with-absence.ts";
import { xml } from "#adapters/runtime/call/decoders/xml.ts";
import { elementAt, elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { LoginRequiredError, MalformedError } from "#adapters/runtime/upstream-error.ts";
import { LOGIN_PAGE, MAINTENANCE_PAGE } from "#tests/support/upstream-faults.ts";

function answer(text: string, status = 200): UpstreamAnswer {
  const url = new URL("http://portal.example.cn/");
  return { status, headers: {}, url, bytes: Buffer.from(text), text: () => text };
}

describe("json", () => {
  const record = z.object({ id: z.string(), name: z.string() });

  test("keeps snowflake ids as strings of their digits", () => {
    const text = '{"id":1493857612345678901,"name":"a","n":12}';
    expect(json(record.extend({ n: z.number() }))(answer(text))).toEqual({
      id: "1493857612345678901",
      name: "a",
      n: 12,
    });
  });

  test("names the place of a wrong value and never quotes the body", () => {
    const decode = json(z.object({ rows: z.array(record) }));
    expect(() => decode(answer('{"rows":[{"id":"1","name":"张三"},{"id":"2","name":5}]}'))).toThrow("$.rows.1.name");
    expect(() => decode(answer('{"rows": 张三}'))).toThrow(/^malformed at (JSON position|end of JSON)/);
  });

  test("tells a log-in page from another page", () => {
    expect(() => json(record)(answer(LOGIN_PAGE))).toThrow(LoginRequiredError);
    expect(() => json(record)(answer(MAINTENANCE_PAGE))).toThrow(/HTML where JSON was due/);
  });

  test("refuses 100,000 levels without running out of stack", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(() => json(z.any())(answer(deep))).toThrow(/JSON deeper/);
    expect(() => json(z.any())(answer(`{"a":"${"[".repeat(500)}\\"${"{".repeat(500)}"}`))).not.toThrow();
  });

  test("masks contact data in text and leaves ids alone", () => {
    const schema = z.object({ id: z.string(), orderNo: z.string(), contactNo: z.string(), remark: z.string() });
    const body = {
      id: "13812345678",
      orderNo: "13812345678",
      contactNo: "13812345678",
      remark: "联系人电话13812345678",
    };
    const decoded = json(schema)(answer(JSON.stringify(body)));
    expect(decoded).toMatchObject({ id: "13812345678", orderNo: "13812345678" });
    expect(decoded.contactNo).not.toContain("1234567");
    expect(decoded.remark).not.toContain("1234567");
    expect(json(schema, { mask: "off" })(answer(JSON.stringify(body)))).toEqual(body);
    expect(json(schema, { keep: ["remark"] })(answer(JSON.stringify(body))).remark).toBe(body.remark);
  });
});

describe("jsonp", () => {
  const decode = jsonp(z.object({ a: z.number() }));
  test.each(['cb({"a":1});', '/**/ jQuery18.cb_1({"a":1})', 'typeof cb === "function" && cb({"a":1});'])(
    "%s",
    (text) => {
      expect(decode(answer(text))).toEqual({ a: 1 });
    },
  );
  test.each(['{"a":1}', 'cb({"a":1}); alert(1)', "cb({a:1})", ""])("refuses %s", (text) => {
    expect(() => decode(answer(text))).toThrow(MalformedError);
  });
});

describe("xml", () => {
  const document = `<?xml version="1.0"?><o:doc xmlns:o="urn:o" xml:lang="zh"><o:p>一种<o:b>装置</o:b>，其特征</o:p><o:p/></o:doc>`;

  test("gives a tree of local names with namespaces, attributes and mixed content in order", async () => {
    const root = await parseXml(document);
    expect(root).toMatchObject({ name: "doc", uri: "urn:o", attributes: { "xml:lang": "zh" } });
    expect(elementsNamed(root, "p")).toHaveLength(2);
    expect(textAt(root, "p")).toBe("一种装置，其特征");
    expect(elementAt(root, "p")?.content.map((part) => (typeof part === "string" ? part : part.name))).toEqual([
      "一种",
      "b",
      "，其特征",
    ]);
    expect(textAt(root, "p", "missing")).toBeUndefined();
  });

  test("hands over records as they end and keeps them out of the tree", async () => {
    const numbers: string[] = [];
    const record = { name: "r", take: (element: XmlElement) => void numbers.push(element.text) };
    const list = `<l total="3">${[1, 2, 3].map((n) => `<o:r xmlns:o="urn:o"><n>${n}</n></o:r>`).join("\n")}<n>4</n></l>`;
    const root = await parseXml(list, { record });
    expect(numbers).toEqual(["1", "2", "3"]);
    expect(root.attributes).toEqual({ total: "3" });
    expect(root.children.map(({ name }) => name)).toEqual(["n"]);
  });

  test("refuses a DOCTYPE; one without internal subset may pass where the source says so", async () => {
    const external = `<!DOCTYPE doc SYSTEM "http://internal.example/doc.dtd"><doc>1</doc>`;
    await expect(parseXml(external)).rejects.toThrow(/DOCTYPE/);
    expect((await parseXml(external, { doctype: "ignore-external" })).text).toBe("1");
  });

  test("refuses entities of every kind", async () => {
    const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>`;
    await expect(parseXml(laughs, { doctype: "ignore-external" })).rejects.toThrow(MalformedError);
    await expect(parseXml("<a>&nbsp;</a>")).rejects.toThrow(MalformedError);
    expect((await parseXml("<a>&lt;&#x4e2d;</a>")).text).toBe("<中");
  });

  test("refuses deep, broken and empty documents with the place", async () => {
    await expect(parseXml("<a>".repeat(100_000))).rejects.toThrow(/deeper than 200/);
    await expect(parseXml("<a><b></a>")).rejects.toThrow(/XML 1:/);
    await expect(parseXml("")).rejects.toThrow(MalformedError);
    await expect(parseXml(`<a>${"<b/>".repeat(50)}</a>`, { maxElements: 10 })).rejects.toThrow(/more than 10/);
  });

  test("tells a page from a document", async () => {
    await expect(xml((root) => root.name)(answer(LOGIN_PAGE))).rejects.toThrow(LoginRequiredError);
    expect(await xml((root) => root.name)(answer("<fault/>"))).toBe("fault");
  });
});

describe("html", () => {
  const title = html(($) => $("h1").text());

  test("reads a page whose log-in box stands in the corner", () => {
    const text = `<title>服务窗口</title><input type="password"><h1>窗口</h1><p>${"业务介绍".repeat(200)}</p>`;
    expect(title(answer(text))).toBe("窗口");
  });

  test.each([LOGIN_PAGE, "<title>安全验证</title>", '<div id="slider-captcha">拖动滑块</div>'])(
    "refuses %s",
    (text) => {
      expect(() => title(answer(text))).toThrow(LoginRequiredError);
    },
  );

  test("masks contact data in texts and contact links, not in addresses and ids", () => {
    const page = `<a id="13812345678" href="/detail?id=13812345678">张工 13812345678</a><a href="tel:13812345678">电话</a>`;
    const decoded = html(($) => [$("a").attr("href"), $("a").text(), $("a").eq(1).attr("href"), $("a").attr("id")])(
      answer(page),
    );
    expect(decoded[0]).toBe("/detail?id=13812345678");
    expect(decoded[1]).not.toContain("12345678");
    expect(decoded[2]).not.toContain("12345678");
    expect(decoded[3]).toBe("13812345678");
  });

  test("refuses a page that breaks off, wherever", () => {
    const whole = "<!DOCTYPE html><html><body><h1>窗口</h1><ul><li>1</li><li>2</li></ul></body></html>\n<!-- 3 ms -->";
    expect(title(answer(whole))).toBe("窗口");
    for (let length = whole.indexOf("<body>"); length < whole.indexOf("</html>"); length += 1) {
      expect(() => title(answer(whole.slice(0, length)))).toThrow(/breaks off/);
    }
  });

  test("reads a fragment, which has no end to look for", () => {
    expect(title(answer("<div><h1>窗口</h1></div>"))).toBe("窗口");
  });

  test("refuses a page of a million open tags quickly", () => {
    expect(() => title(answer("<div>".repeat(1_000_000)))).toThrow(/HTML deeper/);
  });
});

describe("csv", () => {
  const decode = csv(z.object({ 名称: z.string(), 数量: z.coerce.number() }));

  test("reads rows under a header, with a byte-order mark and quotes", () => {
    expect(decode(answer('\uFEFF名称,数量\r\n"甲,乙",3\r\n'))).toEqual([{ 名称: "甲,乙", 数量: 3 }]);
  });

  test("names the row of a wrong value", () => {
    expect(() => decode(answer("名称,数量\n甲,x\n"))).toThrow(/CSV row 1, 数量/);
    expect(() => decode(answer('名称,数量\n"甲'))).toThrow(/CSV line/);
    expect(() => decode(answer(MAINTENANCE_PAGE))).toThrow(/HTML where CSV/);
  });
});

test("withAbsence reads 404 as nothing there", () => {
  const decode = withAbsence(json(z.object({ a: z.number() })));
  expect(decode(answer("<fault/>", 404))).toBeNull();
  expect(decode(answer('{"a":1}'))).toEqual({ a: 1 });
});
