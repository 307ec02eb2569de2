import { describe, expect, test } from "vitest";
import { anywhere, problemOf, read } from "./read.ts";

const and = (...operands: readonly unknown[]) => ({ kind: "and", operands });
const not = (operand: unknown) => ({ kind: "not", operand });
const adhesive = { kind: "number", of: "APPLICATION", value: "CN202310123456", match: "EXACT" };

describe("free text", () => {
  test.each([
    ["光学胶", anywhere("光学胶")],
    ["光学胶 固化", and(anywhere("光学胶"), anywhere("固化"))],
    ["光学胶，固化；LED", and(anywhere("光学胶"), anywhere("固化"), anywhere("LED"))],
    ["optical adhesive", and(anywhere("optical"), anywhere("adhesive"))],
    ['"optical adhesive" LED', and(anywhere("optical adhesive"), anywhere("LED"))],
    ["“低温 固化”", anywhere("低温 固化")],
    ["adhes* film", and(anywhere("adhes", "PREFIX"), anywhere("film"))],
    ["检测仪（便携式）", and(anywhere("检测仪"), anywhere("便携式"))],
    ["TI=光学胶 AND b", and(anywhere("TI"), anywhere("光学胶"), anywhere("AND"), anywhere("b"))],
    ['an unclosed "phrase', and(anywhere("an"), anywhere("unclosed"), anywhere("phrase"))],
    ["光学胶 CN202310123456.6", and(anywhere("光学胶"), adhesive)],
    ["成都 91510100MA0DEM0A77", and(anywhere("成都"), { kind: "organization", keys: ["91510100MA0DEM0A77"] })],
    ["光学胶 -固化", and(anywhere("光学胶"), not(anywhere("固化")))],
    ["－“低温 固化” 光学胶", and(not(anywhere("低温 固化")), anywhere("光学胶"))],
    ["film -adhes*", and(anywhere("film"), not(anywhere("adhes", "PREFIX")))],
    ["光学胶 -CN202310123456.6", and(anywhere("光学胶"), not(adhesive))],
    ["-固化", not(anywhere("固化"))],
    ["低温-固化 - 光学", and(anywhere("低温-固化"), anywhere("光学"))],
    ["胶 -20度", and(anywhere("胶"), anywhere("-20度"))],
    ["what is it?", and(anywhere("what"), anywhere("is"), anywhere("it"))],
  ])("%s: all words must occur or, after a minus, must not; nothing else is an operator", (query, condition) => {
    expect(read(query, "TEXT")).toEqual({ syntax: "TEXT", condition });
  });

  test.each(["???", "，。", "( )"])("%s has nothing to search for", (query) => {
    expect(problemOf(query, "TEXT")).toMatchObject({ code: "NOTHING_TO_SEARCH" });
  });

  test.each(["", "  ", "\n\u3000"])("blank %j asks for everything", (query) => {
    for (const syntax of ["AUTO", "TEXT", "EXPERT"] as const) expect(read(query, syntax).condition).toBeNull();
  });
});

describe("AUTO", () => {
  test.each([
    "TI=光学胶",
    "申请人：成都",
    "申请（专利权）人=成都",
    "公开(公告)日 >= 2020",
    "光学胶 AND LED",
    "光学胶 与 LED",
    "光学胶 && LED",
    "(a OR b) c",
    "光学 NEAR/5 胶",
    "AD>=2020",
    'x PA = "成都"',
    "“a” NOT b",
  ])("takes %s for an expert query", (query) => {
    expect(read(query).syntax).toBe("EXPERT");
  });

  test.each([
    "光学胶",
    "光学胶 LED",
    "检测仪（便携式）",
    "粒径<5μm 的粉末",
    "pH=7 缓冲液",
    "PH=7 缓冲液",
    "方法：步骤",
    "cats and dogs",
    "5W LED灯",
    "研究与开发",
    "“TI=a AND b”",
    "重庆示例知识产权代理事务所（普通合伙）",
  ])("takes %s for free text", (query) => {
    expect(read(query).syntax).toBe("TEXT");
  });

  test.each(["NEAR", "光学胶 NOT", "vitamin C AND", "OR", "光学胶 或", "NEAR/5"])(
    "takes the operator in %s for one, and tells that it joins nothing",
    (query) => {
      expect(problemOf(query, "AUTO")).toMatchObject({ code: "UNEXPECTED" });
      expect(problemOf(query, "AUTO").message.en).toMatch(/quote it|query ends here/);
    },
  );

  test("reads a minus before a word as NOT", () => {
    expect(read("光学胶 -固化")).toEqual({ syntax: "TEXT", condition: and(anywhere("光学胶"), not(anywhere("固化"))) });
  });

  test("tells of a misspelled index instead of searching for it", () => {
    expect(problemOf("TT=光学胶", "AUTO")).toMatchObject({ code: "UNKNOWN_INDEX" });
  });

  test.each([
    "CN202310123456.6",
    "202310123456",
    "ZL 2023 1 0123456.6",
    " ＺＬ２０２３１０１２３４５６．６ ",
    "申请号：202310123456.6",
    "102023000123456",
  ])("looks up %s", (query) => {
    expect(read(query)).toEqual({ syntax: "NUMBER", condition: adhesive });
  });

  test("looks up publications, with their kind or without", () => {
    const publication = (value: string, match: string) => ({ kind: "number", of: "PUBLICATION", value, match });
    expect(read("CN116012345B").condition).toEqual(publication("CN116012345B", "EXACT"));
    expect(read("cn 116012345").condition).toEqual(publication("CN116012345", "PREFIX"));
    expect(read("116012345").condition).toEqual(publication("CN116012345", "PREFIX"));
  });

  test("nine digits that may be two things are sought as both", () => {
    expect(read("971017654")).toEqual({
      syntax: "NUMBER",
      condition: {
        kind: "or",
        operands: [
          { kind: "number", of: "APPLICATION", value: "CN97101765", match: "EXACT" },
          { kind: "number", of: "PUBLICATION", value: "CN971017654A", match: "EXACT" },
        ],
      },
    });
  });

  test("a wrong check digit is told with the right one", () => {
    expect(problemOf("202310123456.7", "AUTO")).toMatchObject({
      code: "BAD_NUMBER",
      expected: "6",
      position: { offset: 0 },
    });
  });

  test.each(["2020", "20200101", "123456", "5G", "UV1234567"])("%s is a word, not a number", (query) => {
    expect(read(query)).toEqual({ syntax: "TEXT", condition: anywhere(query) });
  });
});
