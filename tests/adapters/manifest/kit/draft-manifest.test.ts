import fc from "fast-check";
import { expect, test } from "vitest";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { draftManifest } from "#adapters/manifest/kit/draft-manifest.ts";
import { sniffText } from "#adapters/manifest/kit/sniff-source.ts";

function problemsOf(text: string): readonly string[] {
  const read = readManifest(text);
  return read.ok ? [] : read.problems.map(({ code, line, path, message }) => `${line} ${path} ${code} ${message.en}`);
}

test("a draft can be read as it stands, with nothing known and whatever was seen", () => {
  expect(problemsOf(draftManifest({ code: "wuhu", url: null, sniffed: null }))).toEqual([]);
  for (const text of [
    "<!DOCTYPE html><html></html>",
    "<root><item/></root>",
    "编号,名称\nA1,甲",
    "[]",
    "plain words",
    "",
  ]) {
    const url = new URL("http://portal.example.cn/list?pageNo=1&x={a}");
    expect([text, problemsOf(draftManifest({ code: "wuhu", url, sniffed: sniffText(text) }))]).toEqual([text, []]);
  }
});

test("whatever JSON a platform answers, the draft made of it can be read", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const url = new URL("http://127.0.0.1:8080/api/list?page=1&rows=20&q=a%20b");
      expect(problemsOf(draftManifest({ code: "wuhu", url, sniffed: sniffText(text) }))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("pages are turned as the address does, and what is guessed says so", () => {
  const draft = (address: string, text: string) =>
    draftManifest({ code: "wuhu", url: new URL(address, "http://portal.example.cn"), sniffed: sniffText(text) });
  expect(draft("/q?pageNo=0&rows=50", "[]")).toContain("paging: { type: page, size: 50, first: 0 }");
  expect(draft("/q?pageNo=1&rows=all", "[]")).toContain("paging: { type: page, size: 20 }");
  expect(draft("/q?x=1", "[]")).toContain("paging: { type: none }");
  expect(draft("/index.do", "<!DOCTYPE html><html></html>")).toMatch(/rows: "ul.list li" } # .*are guesses/);
  expect(draft("/q", "[]")).not.toContain("guesses");
});

test("cells in quotes are one cell, contact data is masked, a log-in page is told", () => {
  const table = '\ufeff"编号","名称","电话"\r\n"A1","甲, 乙\n二行","13912345678"\r\n"A2","丙",""';
  expect(sniffText(table)).toMatchObject({
    format: "csv",
    fields: [
      ["编号", "A1"],
      ["名称", "甲, 乙 二行"],
      ["电话", "139****5678"],
    ],
  });
  expect(sniffText('<html><form><input name="p" type="password"></form></html>')).toMatchObject({ isLogIn: true });
  expect(sniffText('<html><input type="text"></html>')).toMatchObject({ isLogIn: false });
});

test("what lies behind a key that no path can name is left out of the draft", () => {
  const record = { id: "a" };
  expect(
    sniffText(JSON.stringify({ " ": [record, record], "": [record, record], "a..b": [record], total: 2 })),
  ).toMatchObject({
    rows: null,
    total: "total",
  });
  expect(sniffText(JSON.stringify({ " ": [record, record], list: [record] }))).toMatchObject({ rows: "list" });
});

test("the list, the total and the fields of a record are seen in an envelope", () => {
  const answer = { code: 200, data: { total: "12", list: [{ ID: "a", BT: "标题" }], other: [] } };
  expect(sniffText(JSON.stringify(answer))).toEqual({
    format: "json",
    rows: "data.list",
    total: "data.total",
    fields: [
      ["ID", "a"],
      ["BT", "标题"],
    ],
  });
  expect(sniffText(`callback(${JSON.stringify(answer)});`)).toMatchObject({ rows: "data.list" });
});
