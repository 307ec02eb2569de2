import fc from "fast-check";
import { encode } from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decodeText } from "#adapters/runtime/call/decode-text.ts";

const TEXT = "四川省知识产权公共服务平台：专利检索、商标查询";

describe("charset of an answer", () => {
  test.each([
    ["UTF-8 without a word", Buffer.from(TEXT), ""],
    ["UTF-8 under a header that says GBK", Buffer.from(TEXT), "text/html; charset=gbk"],
    ["UTF-8 with a byte-order mark", Buffer.from(`\uFEFF${TEXT}`), "application/json"],
    ["UTF-16 with a byte-order mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le"), ""],
    ["GBK under its own header", encode(TEXT, "gbk"), "text/html; charset=GBK"],
    ["GBK called gb2312", encode(TEXT, "gbk"), 'text/html; charset="gb2312"'],
    ["GBK under a header that says UTF-8", encode(TEXT, "gbk"), "text/html; charset=utf-8"],
    ["GBK under the servlet default", encode(TEXT, "gbk"), "text/html;charset=ISO-8859-1"],
    ["GBK without a word", encode(TEXT, "gbk"), "text/html"],
    ["GB18030 under an unknown label", encode(TEXT, "gb18030"), "text/html; charset=x-china"],
    ["Big5 under its own header", encode("專利檢索與商標查詢", "big5"), "text/html; charset=big5"],
  ])("%s", (_name, bytes, contentType) => {
    expect(decodeText(bytes, contentType)).toBe(contentType.includes("big5") ? "專利檢索與商標查詢" : TEXT);
  });

  test("a meta element and an XML declaration count where the header is silent", () => {
    const page = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"></head>專利`;
    expect(decodeText(encode(page, "big5"), "text/html")).toBe(page);
    const xml = `<?xml version="1.0" encoding="Big5"?><a>專利</a>`;
    expect(decodeText(encode(xml, "big5"), "text/xml")).toBe(xml);
  });

  test("a damaged byte does not turn a UTF-8 page into rubbish", () => {
    const damaged = Buffer.concat([Buffer.from(TEXT), Buffer.from([0xff]), Buffer.from(TEXT)]);
    expect(decodeText(damaged, "text/html; charset=utf-8")).toBe(`${TEXT}\uFFFD${TEXT}`);
  });

  test("whatever was written as UTF-8 is read as it was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("", "text/html; charset=gbk"), (text, type) => {
        fc.pre(!text.startsWith("\uFEFF") && text.isWellFormed());
        expect(decodeText(Buffer.from(text), type)).toBe(text);
      }),
    );
  });

  test("any bytes give some text", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof decodeText(bytes, "") === "string"));
  });
});
