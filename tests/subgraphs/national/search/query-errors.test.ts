import { describe, expect, test } from "vitest";
import { MAX_QUERY_LENGTH } from "#subgraphs/national/search/read-query.ts";
import { problemOf, read } from "./read.ts";

test.each([
  // query, code, offset, what would have been right
  ["TI=光学胶 OR", "UNEXPECTED", 9, "word"],
  ["OR a", "UNEXPECTED", 0, "word"],
  ["a AND AND b", "UNEXPECTED", 6, "word"],
  ["a NOT", "UNEXPECTED", 5, "word"],
  ["a ) b", "UNBALANCED_PARENTHESIS", 2, "opening"],
  ["a (b (c)", "UNBALANCED_PARENTHESIS", 2, "closing"],
  ["()", "UNEXPECTED", 1, "word"],
  ["a, b", "UNEXPECTED", 1, "AND"],
  ['a "b', "UNTERMINATED_PHRASE", 2, "closing"],
  ["TI=", "UNEXPECTED", 3, "TI=光学胶"],
  ["TI= AND a", "UNEXPECTED", 4, "TI=光学胶"],
  ["TI=(a PA=b)", "UNEXPECTED", 6, "close its parenthesis"],
  ["TI=a XYZ=b", "UNKNOWN_INDEX", 5, "no index"],
  ["OW=成都", "UNSUPPORTED_INDEX", 0, "PA"],
  ["当前权利人=成都", "UNSUPPORTED_INDEX", 0, "PA"],
  ["DE=胶", "UNSUPPORTED_INDEX", 0, "TAC"],
  ["CPC=Y02E", "UNSUPPORTED_INDEX", 0, "worldPatents"],
  ["主分类号=C09J", "UNSUPPORTED_INDEX", 0, "IC"],
  ["TI>a", "UNSUPPORTED_OPERATOR", 3, "TI=光学胶"],
  ["IC>=C09J", "UNSUPPORTED_OPERATOR", 4, "IC=C09J7/38"],
  ["TI=a*b", "UNSUPPORTED_TRUNCATION", 3, "end of a word"],
  ["TI=*b", "UNSUPPORTED_TRUNCATION", 3, "end of a word"],
  ["TI=wom?n", "UNSUPPORTED_TRUNCATION", 3, "end of a word"],
  ["IC=C09J7/3*", "UNSUPPORTED_TRUNCATION", 3, "includes every group"],
  ["TI=(a NEAR/5 b*)", "BAD_PROXIMITY", 6, "not truncated"],
  ["TI=(a NEAR/5 (b AND c))", "BAD_PROXIMITY", 6, "joined by OR"],
  ["TI=a NEAR/5 PA=b", "BAD_PROXIMITY", 5, "different indexes"],
  ["IC=(C09J NEAR/5 C08L)", "BAD_PROXIMITY", 9, "texts only"],
  ["TI=(a NEAR/200 b)", "BAD_PROXIMITY", 6, "between 0 and 99"],
  ["TI=(光学 NEAR/99999 胶)", "BAD_PROXIMITY", 7, "between 0 and 99"],
  [`TI=(a PRE/${"9".repeat(400)} b)`, "BAD_PROXIMITY", 6, "between 0 and 99"],
  ["NEAR", "UNEXPECTED", 0, "quote it"],
  ["NEAR/5 a", "UNEXPECTED", 0, "quote it"],
  ["TI=NEAR", "UNEXPECTED", 3, "TI=光学胶"],
  ["TI=-a", "UNEXPECTED", 3, "TI=光学胶"],
  ["PA=Merck & Co., Inc.", "UNEXPECTED", 14, "quotation marks"],
  ["PA=91510100MA0DEM0A78", "BAD_NUMBER", 3, "expected 7"],
  ["a 91510100MA0DEM0A78", "BAD_NUMBER", 2, "91510100MA0DEM0A77"],
  ["AD=2020-13", "BAD_DATE", 3, "2020-05"],
  ["AD=2021-02-29", "BAD_DATE", 3, "2020-05"],
  ["AD>=abc", "BAD_DATE", 4, "2020-05"],
  ["AD=2023:2020", "BAD_RANGE", 3, "backwards"],
  ["AD=[2020 2023]", "BAD_RANGE", 9, "[2020 TO 2023]"],
  ["AD=[2020 TO 2023", "BAD_RANGE", 16, "[2020 TO 2023]"],
  ["AN=202310123456.7", "BAD_NUMBER", 3, "expected 6"],
  ["AN=20*3", "BAD_NUMBER", 3, "application number"],
  ["AN=X*", "BAD_NUMBER", 3, "no number"],
  ["PN=abc", "BAD_NUMBER", 3, "publication number"],
  ["a 202310123456.7", "BAD_NUMBER", 2, "expected 6"],
  ["LS=好", "BAD_VALUE", 3, "LS=有效"],
  ["PT=商标", "BAD_VALUE", 3, "PT=发明"],
  ["RG=成都高新区", "BAD_VALUE", 3, "RG=成都"],
  ["RG=朝阳区", "BAD_VALUE", 3, "RG=成都"],
  ["RG=999999", "BAD_VALUE", 3, "RG=成都"],
  ["IC=C9J", "BAD_VALUE", 3, "H04L29/08"],
  ["LOC=99-01", "BAD_VALUE", 4, "10-05"],
  ["TI=…", "NOTHING_TO_SEARCH", 3, "no letter or digit"],
  ['""', "NOTHING_TO_SEARCH", 0, "no letter or digit"],
])("%s is %s at %i and says what is expected", (query, code, offset, expectation) => {
  const problem = problemOf(query);
  expect(problem).toMatchObject({ code, position: { offset, line: 1, column: offset + 1 } });
  expect(problem.message.en).toContain(expectation);
  expect(problem.message.zh).toMatch(/^第 1 行第 \d+ 个字符：.*\p{Script=Han}/u);
});

test("the place is told by line and column", () => {
  expect(problemOf("TI=光学胶\r\nAND (PA=成都\nOR").position).toEqual({ offset: 21, line: 3, column: 3 });
});

test.each([
  ["IT=a", "TI"],
  ["P=a", "PA"],
  ["TITEL=a", "TITLE"],
  ["发明名秤=a", "发明名称"],
  ["申请入=a", "申请人"],
])("%s may have meant %s", (query, meant) => {
  const problem = problemOf(query);
  expect(problem.code).toBe("UNKNOWN_INDEX");
  expect(problem.candidates).toContain(meant);
});

test("an index that is not held is never suggested", () => {
  expect(problemOf("OX=a").candidates ?? []).not.toContain("OW");
});

describe("bounds", () => {
  test("of length", () => {
    expect(problemOf("a".repeat(MAX_QUERY_LENGTH + 1))).toMatchObject({ code: "TOO_LONG" });
    expect(problemOf("a".repeat(MAX_QUERY_LENGTH + 1), "TEXT")).toMatchObject({ code: "TOO_LONG" });
    expect(problemOf("a".repeat(301))).toMatchObject({ code: "TOO_LONG", position: { offset: 0 } });
  });

  test("of depth, for parentheses and NOT alike", () => {
    expect(problemOf(`${"(".repeat(40)}a${")".repeat(40)}`)).toMatchObject({
      code: "TOO_DEEP",
      position: { offset: 32 },
    });
    expect(problemOf(`${"NOT ".repeat(40)}a`)).toMatchObject({ code: "TOO_DEEP" });
    expect(read(`${"(".repeat(32)}a${")".repeat(32)}`, "EXPERT").condition).not.toBeNull();
  });

  test("of words, in expert queries and free text", () => {
    expect(problemOf("a ".repeat(401))).toMatchObject({ code: "TOO_MANY_TERMS", position: { offset: 800 } });
    expect(problemOf("a ".repeat(65), "TEXT")).toMatchObject({ code: "TOO_MANY_TERMS", position: { offset: 128 } });
    expect(read("a ".repeat(400), "EXPERT").condition).not.toBeNull();
  });

  test("of pairs that a proximity operator makes", () => {
    const many = `(${Array.from({ length: 9 }, (_, index) => `w${index}`).join(" OR ")})`;
    expect(problemOf(`TI=(${many} NEAR/5 ${many})`)).toMatchObject({ code: "BAD_PROXIMITY" });
  });
});

test("a piece of the query inside a message is short and carries no address or control character", () => {
  const { message } = problemOf(`RG="http://a.example/\u0007${"x".repeat(100)}"`);
  expect(message.en).not.toMatch(/:\/\/|\p{Cc}/u);
  expect(message.en.length).toBeLessThan(200);
});
