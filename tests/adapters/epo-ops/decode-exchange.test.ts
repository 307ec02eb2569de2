import { expect, test } from "vitest";
import { exchangeReader } from "#adapters/epo-ops/decode/decode-exchange.ts";
import { toOpsDate } from "#adapters/epo-ops/decode/ops-date.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { readAnswer } from "./read-answer.ts";
import { readFixture } from "./read-fixture.ts";

const members = await readAnswer(exchangeReader, readFixture("bulk-biblio.xml"));
const document = members.flatMap((member) => (member.kind === "found" ? member.document : []))[0];

test("a member that was not found is told as missing", () => {
  expect(members[0]).toEqual({ kind: "missing", office: "CN", number: "199999999", documentKind: "A" });
});

test("trap 9: both lists of a party are merged by sequence, whatever their lengths", () => {
  expect(document?.applicants).toEqual([
    { sequence: 1, name: "CHONGQING NILI TECHNOLOGY CO LTD", nativeName: "重庆拟例科技有限公司", country: "CN" },
    { sequence: 2, name: null, nativeName: "成都拟例研究院", country: null },
  ]);
});

test("two namesakes stay two people, a name repeated in another spelling does not", () => {
  expect(document?.inventors.map(({ sequence, nativeName }) => [sequence, nativeName])).toEqual([
    [1, "李示"],
    [2, "李试"],
  ]);
});

test("the original language of a Chinese document is Chinese, its abstract without the paragraph number", () => {
  expect(document?.titles).toEqual([
    { lang: "en", text: "Model compound" },
    { lang: "zh", text: "一种模型化合物" },
  ]);
  expect(document?.abstracts).toEqual([{ lang: "zh", text: "本发明公开了一种模型化合物。" }]);
});

test("an application keeps its three spellings and no date where none is given", () => {
  expect(document?.application).toEqual({
    docdb: { office: "CN", number: "202319900001", kind: "A", date: null },
    epodoc: "CN202319900001",
    original: "202319900001.3",
    date: null,
  });
});

test("classification symbols are compact, other schemes are left out", () => {
  expect(document?.ipc).toEqual(["A61K31/506"]);
  expect(document?.cpc).toEqual([{ symbol: "Y02E10/50", inventive: false, generatingOffices: ["EP"] }]);
});

test("a text citation keeps each category once", () => {
  expect(document?.citations).toEqual([
    {
      sequence: 1,
      phase: "national-search-report",
      citedBy: "examiner",
      categories: ["X", "Y"],
      patent: null,
      nonPatentText: "A handbook, page 7",
    },
  ]);
});

test.each([
  ["20240105", "2024-01-05"],
  ["2024-01-05", "2024-01-05"],
  ["00000000", null],
  ["20240100", null],
  ["20240230", null],
  ["0001-01-01", null],
  ["", null],
  [undefined, null],
])("the date %s is %s", (raw, expected) => {
  expect(toOpsDate(raw)).toBe(expected);
});

test("an answer of nothing but a stylesheet instruction is malformed, not empty", async () => {
  const text = '<?xml-stylesheet type="text/xsl" href="/3.2/style/exchange.xsl"?>';
  await expect(readAnswer(exchangeReader, text)).rejects.toThrow(MalformedError);
});

test("a DOCTYPE is refused", async () => {
  const text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
  await expect(readAnswer(exchangeReader, text)).rejects.toThrow(MalformedError);
});

test("a document that is no exchange answer is malformed", async () => {
  await expect(readAnswer(exchangeReader, readFixture("family-with-legal.xml"))).rejects.toThrow(MalformedError);
  await expect(readAnswer(exchangeReader, "<other/>")).rejects.toThrow(MalformedError);
});
