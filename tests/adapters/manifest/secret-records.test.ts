import { describe, expect, test } from "vitest";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import type { Row } from "#adapters/manifest/dialect/row.ts";
import { KIND } from "#adapters/manifest/format/kind-format.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";

const LICENCE = {
  code: "x",
  name: { zh: "一", en: "a" },
  attribution: { zh: "一", en: "a" },
  accessPolicy: "PUBLIC",
  fields: {},
} as const;

function mapper() {
  const kind = KIND.parse({
    list: { request: { path: "/x" }, decode: { format: "json" } },
    id: "id",
    fields: { title: "bt", patentNumberText: "zl", description: "ms" },
    skip: 'has(row.zt) && row.zt == "9"',
  });
  return compileMapper(kind, { kindName: "LISTING", licence: LICENCE, format: "json" });
}

describe("records marked secret or of national defence", () => {
  test.each([
    { mj: "机密" },
    { mj: "秘密★10年" },
    { 密级: "绝密" },
    { sfsm: "是" },
    { sfsm: 1 },
    { isSecret: true },
    { secretLevel: "2" },
    { zllx: "国防专利" },
    { bt: "【秘密】一种装置" },
    { bt: "一种装置（涉密）" },
    { ms: "密级：机密" },
    { fj: [{ mc: "附件", mj: "涉密" }] },
    { nationalDefence: "Y" },
  ])("%j is refused and counted", (marks) => {
    const one = mapper();
    const row = toJsonRow({ id: "1", bt: "装置", ...marks });
    expect(one.map(row)).toBeNull();
    expect(one.outcome(row)).toEqual({ kind: "refused", reason: "secret" });
    expect(one.refusals).toEqual({ secret: 2, skipped: 0, "no-id": 0, cells: 0 });
  });

  test.each([
    { bt: "商业秘密保护服务" },
    { bt: "国防专利申请咨询窗口" },
    { ms: "签订保密协议后提供资料，不涉密" },
    { mj: "公开" },
    { mj: "非密" },
    { mj: "" },
    { sfsm: "否" },
    { sfsm: 0 },
    { isSecret: false },
    { secretLevel: null },
    { zllx: "国防专利（已解密）" },
    { bt: "一种保密通信装置" },
    { bt: "机密柜" },
  ])("%j only speaks of secrets, and is served", (words) => {
    expect(mapper().outcome(toJsonRow({ id: "1", bt: "装置", ...words })).kind).toBe("record");
  });

  test("a mark on a page is found in what the fields were read from", () => {
    const texts: Readonly<Record<string, string>> = { id: "1", bt: "装置", ms: "机密" };
    const row: Row = { text: (path) => texts[path] ?? null, texts: () => [], rows: () => [], value: {}, raw: "" };
    expect(mapper().outcome(row)).toEqual({ kind: "refused", reason: "secret" });
  });
});

test("rows that are skipped or have no id are no records, and are counted", () => {
  const one = mapper();
  expect(one.map(toJsonRow({ id: "1", zt: "9" }))).toBeNull();
  for (const row of [{ bt: "x" }, { id: "--" }, { id: null }, null, 7, "x", [], [[]]])
    expect(one.map(toJsonRow(row))).toBeNull();
  expect(one.refusals).toEqual({ secret: 0, skipped: 1, "no-id": 8, cells: 0 });
});
