import { describe, expect, test } from "vitest";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import { compileField } from "#adapters/manifest/mapping/compile-field.ts";
import { KIND_FIELDS } from "#schema/kind-fields.ts";
import { field, type Options, read, readAs } from "./read-one-field.ts";

describe("codes", () => {
  const mode = KIND_FIELDS.get("LISTING")?.fields.get("mode");

  function readMode(raw: unknown, table?: Record<string, string>) {
    if (mode === undefined) throw new Error("LISTING has no mode");
    const format = { from: "x", ...(table === undefined ? {} : { table }) };
    return compileField(mode, format, { flat: false, terms: undefined }).map(toJsonRow({ x: raw }), []);
  }

  test("by the table, the code itself, or its label in either language", () => {
    expect(readMode("出售", { 出售: "ASSIGNMENT" }).value).toEqual({ code: "ASSIGNMENT", raw: "出售" });
    expect(readMode("　出 售", { 出售: "ASSIGNMENT" }).value).toMatchObject({ code: "ASSIGNMENT" });
    expect(readMode("license").value).toEqual({ code: "LICENSE", raw: "license" });
    expect(readMode("开放许可").value).toEqual({ code: "OPEN_LICENSE", raw: "开放许可" });
    expect(readMode("Equity contribution").value).toMatchObject({ code: "EQUITY" });
    expect(readMode("2", { "1": "ASSIGNMENT", "2": "LICENSE" }).value).toEqual({ code: "LICENSE", raw: "2" });
    expect(readMode(0, { "0": "ASSIGNMENT" }).value).toMatchObject({ code: "ASSIGNMENT" });
  });

  test("a word that nobody knows is OTHER, keeps its text, and is told", () => {
    const { value, problems } = readMode("典当");
    expect(value).toEqual({ code: "OTHER", raw: "典当" });
    expect(problems).toMatchObject([{ severity: "warning", code: "UNKNOWN_WORD", raw: "典当" }]);
    expect(readMode("典当", { "*": "OTHER" }).problems).toEqual([]);
  });

  test("nothing is OTHER or UNKNOWN without a warning", () => {
    expect(readMode(null)).toEqual({ value: { code: "OTHER", raw: null }, problems: [] });
    const status = KIND_FIELDS.get("LISTING")?.fields.get("listingStatus");
    if (status === undefined) throw new Error("LISTING has no listingStatus");
    const mapper = compileField(status, "x", { flat: false, terms: undefined });
    expect(mapper.map(toJsonRow({}), [])).toEqual({ value: { code: "UNKNOWN", raw: null }, problems: [] });
  });

  test("legal status in the words of any source, the table first", () => {
    expect(read("legalStatus", "未缴年费专利权终止").value).toEqual({ code: "LAPSED_FEE", raw: "未缴年费专利权终止" });
    expect(read("legalStatus", "1", { table: { "1": "IN_FORCE" } }).value).toEqual({ code: "IN_FORCE", raw: "1" });
    expect(read("legalStatus", null).value).toMatchObject({ code: "UNKNOWN" });
    expect(read("legalStatus", "乱写").problems.map(({ code }) => code)).toEqual(["UNKNOWN_WORD"]);
  });
});

describe("places, parties, identifiers", () => {
  test.each([
    ["510100", "510100"],
    ["5101", "510100"],
    ["５１０１００", "510100"],
    ["四川省成都市武侯区某路1号", "510107"],
    ["重庆;85", "500000"],
  ])("the division %s is %s", (raw, value) => {
    expect(read("region", raw)).toEqual({ value, problems: [] });
  });

  test("a retired code gives its successor and a warning; an unknown one an error", () => {
    expect(read("region", "500234")).toMatchObject({
      value: "500154",
      problems: [{ severity: "warning", code: "REGION_CHANGED" }],
    });
    expect(read("region", "999999")).toMatchObject({
      value: null,
      problems: [{ severity: "error", code: "UNKNOWN_REGION" }],
    });
    expect(read("region", "火星")).toMatchObject({ value: null, problems: [{ code: "UNKNOWN_REGION" }] });
    expect(read("region", "蓉城", { table: { 蓉城: "510100" } }).value).toBe("510100");
  });

  test("parties keep their names as printed; a wrong credit code is a warning, the name stays", () => {
    expect(read("party", "成都某厂（普通合伙）").value).toEqual({ name: "成都某厂（普通合伙）", uscc: null });
    expect(read("parties", "纳爱斯浙江科技有限公司,纳爱斯集团有限公司").value).toHaveLength(2);
    expect(read("parties", "Merck & Co., Inc.").value).toEqual([{ name: "Merck & Co., Inc.", uscc: null }]);
    expect(read("parties", ["甲公司", "乙公司"]).value).toHaveLength(2);
    expect(read("parties", "甲公司/乙公司", { separator: "/" }).value).toHaveLength(2);
    for (const own of [{}, { separator: "，" }])
      expect(read("parties", "甲公司（成都，高新），乙公司", own).value).toEqual([
        { name: "甲公司（成都，高新）", uscc: null },
        { name: "乙公司", uscc: null },
      ]);
  });

  test("credit codes belong to parties one by one, or to none", () => {
    const mapper = compileField(field("parties"), { from: "x", uscc: "c" }, { flat: false, terms: undefined });
    const codes = ["91330000704202954L", "91510100MA61R9X88Q"];
    const read = mapper.map(toJsonRow({ x: ["甲公司", "乙公司"], c: codes }), []);
    expect(read.problems.map(({ code }) => code).every((code) => code === "PARTY_CODE_REFUSED")).toBe(true);
    const unequal = mapper.map(toJsonRow({ x: ["甲公司", "乙公司", "丙公司"], c: codes }), []);
    expect(unequal.problems).toEqual([]);
  });

  test("a wrong check character is refused with the right one, never mended in silence", () => {
    const { value, problems } = read("patent", "ZL202310123456.7");
    expect(value).toBeNull();
    expect(problems).toMatchObject([{ severity: "error", code: "INVALID_IDENTIFIER" }]);
    expect(problems[0]?.message.en).toMatch(/expected/);
  });

  test("a number of a publication is no application", () => {
    expect(read("patent", "CN113783949A", { as: "patentNumber" })).toMatchObject({
      value: null,
      problems: [{ severity: "warning", code: "NOT_AN_APPLICATION" }],
    });
    expect(readAs("patentNumber", "CN 113783949 A").value).toBe("CN113783949A");
    expect(readAs("publicationNumber", "CN113783949A").value).toBe("CN113783949A");
  });

  test("the code of an agency, alone or behind its name", () => {
    expect(read("agency", "51229").value).toBe("51229");
    expect(read("agency", "成都行之专利代理事务所（普通合伙） 51220").value).toBe("51220");
    expect(read("agency", "5122").problems.map(({ code }) => code)).toEqual(["INVALID_IDENTIFIER"]);
  });
});

describe("where a value comes from", () => {
  const map = (format: Options, row: object) =>
    compileField(field("text"), format, { flat: false, terms: undefined }).map(toJsonRow(row), []);

  test("the first path that has something", () => {
    expect(map({ from: ["a", "b"] }, { a: "--", b: "乙" }).value).toBe("乙");
    expect(map({ from: ["a", "b"] }, { b: null }).value).toBeNull();
  });

  test("the group of a pattern, or nothing", () => {
    expect(map({ from: "a", match: "编号[:：](\\w+)" }, { a: "编号：X12 甲" }).value).toBe("X12");
    expect(map({ from: "a", match: "\\d+" }, { a: "第12号" }).value).toBe("12");
    expect(map({ from: "a", match: "\\d+" }, { a: "无数字" }).value).toBeNull();
  });

  test("the first path in which the pattern is found", () => {
    const format = { from: ["href", "onclick"], match: "id=(\\d+)" };
    expect(map(format, { href: "javascript:void(0)", onclick: "open('?id=7')" }).value).toBe("7");
  });

  test("a constant, an expression", () => {
    expect(map({ value: 7 }, {}).value).toBe("7");
    expect(map({ expression: 'row.a + "-" + row.b' }, { a: "x", b: "y" }).value).toBe("x-y");
    expect(map({ expression: "row.n * 2" }, { n: 21 }).value).toBe("42");
  });

  test("an expression that fails is an error of its field alone", () => {
    expect(map({ expression: "row.a + row.b" }, { a: "x" })).toMatchObject({
      value: null,
      problems: [{ severity: "error", code: "EXPRESSION_FAILED" }],
    });
  });

  test("what the licence withholds is never read; what it masks keeps no person, address or telephone", () => {
    const masked = (raw: string) =>
      compileField(field("text"), "x", { flat: false, terms: "masked" }).map(toJsonRow({ x: raw }), []).value;
    expect(masked("张三丰")).toBe("张**");
    expect(masked("四川省成都市武侯区一环路1号3栋")).toBe("四川省成都市武侯区***");
    expect(masked("联系人 13812345678")).not.toContain("13812345678");
    const seen: string[] = [];
    const withheld = compileField(field("text"), "x", { flat: false, terms: "withheld" });
    expect(withheld.map(toJsonRow({ x: "秘方" }), seen)).toEqual({ value: null, problems: [] });
    expect(seen).toEqual([]);
  });
});
