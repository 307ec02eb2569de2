import { describe, expect, test } from "vitest";
import { CHENGDU_CHONGQING, expandRegions } from "#schema/codes/regions.ts";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import { SHARED_SDL } from "#schema/kinds.ts";
import { QUERY_INDEXES } from "#subgraphs/national/search/query-indexes.ts";
import { anywhere, expert, text } from "./read.ts";

const A = anywhere("a");
const B = anywhere("b");
const C = anywhere("c");

describe("indexes", () => {
  test("no two share a name", () => {
    const names = QUERY_INDEXES.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  const supported = QUERY_INDEXES.filter(({ meaning }) => meaning.kind !== "unsupported");

  test.each(supported)("$name takes its example, and so do its aliases in any case and width", (index) => {
    const condition = expert(`${index.name}=${index.example}`);
    expect(condition).not.toBeNull();
    for (const alias of [index.name.toLowerCase(), fullWidth(index.name), ...index.aliases]) {
      expect(expert(`${alias} ＝ ${index.example}`)).toEqual(condition);
      expect(expert(`${alias}：${index.example}`)).toEqual(condition);
    }
  });

  test.each([
    ["TI=光学胶", text("光学胶", "TITLE")],
    ["AB=光学胶", text("光学胶", "ABSTRACT")],
    ["CL=光学胶", text("光学胶", "CLAIMS")],
    ["TA=光学胶", text("光学胶", "TITLE", "ABSTRACT")],
    ["TAC=光学胶", text("光学胶", "TITLE", "ABSTRACT", "CLAIMS")],
    ["PA=成都", text("成都", "APPLICANT")],
    ["PA=91510100MA0DEM0A77", { kind: "organization", keys: ["91510100MA0DEM0A77"] }],
    ["IN=张三", text("张三", "INVENTOR")],
    ["AG=示例", text("示例", "AGENCY", "AGENT")],
    ["AG=50990", { kind: "agency", codes: ["50990"] }],
    ["代理机构=示例", text("示例", "AGENCY")],
    ["代理师=李四", text("李四", "AGENT")],
    ["LS=IN_FORCE", { kind: "legalStatus", codes: ["IN_FORCE"] }],
    ["法律状态=未缴年费", { kind: "legalStatus", codes: ["LAPSED_FEE"] }],
    ['LS="lapsed-fee"', { kind: "legalStatus", codes: ["LAPSED_FEE"] }],
    ["PT=实用新型", { kind: "type", types: ["UTILITY_MODEL"] }],
    ['PT="utility model"', { kind: "type", types: ["UTILITY_MODEL"] }],
    ["IC=c09j", { kind: "class", scheme: "IPC", symbols: ["C09J"] }],
    ["IC=C09J 7/38", { kind: "class", scheme: "IPC", symbols: ["C09J7/38"] }],
    ["IC=C09J7/*", { kind: "class", scheme: "IPC", symbols: ["C09J7"] }],
    ["IC=C09J*", { kind: "class", scheme: "IPC", symbols: ["C09J"] }],
    ["LOC=10-5", { kind: "class", scheme: "LOCARNO", symbols: ["10-05"] }],
  ])("%s", (query, condition) => {
    expect(expert(query)).toEqual(condition);
  });

  test.each([
    ["申请（专利权）人=成都", "PA=成都"],
    ["发明(设计)人：张三", "IN=张三"],
    ["公开（公告）号 = CN116012345B", "PN=CN116012345B"],
    ["公开（公告）日>=2020", "PD>=2020"],
  ])("%s, as search forms print it, is %s", (printed, query) => {
    expect(expert(printed)).toEqual(expert(query));
  });

  test("every status is known by its labels in the graph", () => {
    const labels = Object.entries(enumLabelsOf(SHARED_SDL)["LegalStatusCode"] ?? {});
    expect(labels.length).toBeGreaterThan(15);
    for (const [code, { zh, en }] of labels) {
      for (const label of [code, zh, en]) {
        expect(expert(`LS="${label}"`)).toMatchObject({ kind: "legalStatus", codes: expect.arrayContaining([code]) });
      }
    }
  });

  test("a coarse word stands for every status that it covers", () => {
    const dead = expert("LS=失效");
    expect(dead).toMatchObject({ codes: expect.arrayContaining(["LAPSED_FEE", "EXPIRED", "WITHDRAWN", "REJECTED"]) });
    expect(dead).not.toMatchObject({ codes: expect.arrayContaining(["IN_FORCE"]) });
    expect(expert("LS=在审")).toMatchObject({ codes: expect.arrayContaining(["PUBLISHED", "SUBSTANTIVE_EXAM"]) });
  });

  test.each([
    ["RG=510100", "510100"],
    ["RG=成都", "510100"],
    ["RG=成都市", "510100"],
    ["RG=四川成都", "510100"],
    ["RG=Chengdu", "510100"],
    ["地区=四川", "510000"],
    ["RG=Sichuan", "510000"],
    ["RG=重庆", "500000"],
    ["RG=成渝", CHENGDU_CHONGQING],
    ["RG=CHENGDU_CHONGQING", CHENGDU_CHONGQING],
  ])("%s means the division with all below it", (query, code) => {
    const expanded = expandRegions([code]);
    expect(expanded.ok).toBe(true);
    expect(expert(query)).toEqual({ kind: "region", codes: expanded.ok ? [...expanded.value.codes].sort() : [] });
  });
});

describe("operators", () => {
  const and = (...operands: readonly unknown[]) => ({ kind: "and", operands });
  const or = (...operands: readonly unknown[]) => ({ kind: "or", operands });
  const not = (operand: unknown) => ({ kind: "not", operand });

  test.each([
    ["a AND b", and(A, B)],
    ["a and b", and(A, B)],
    ["a && b", and(A, B)],
    ["a＆＆b", and(A, B)],
    ["a 与 b", and(A, B)],
    ["a b", and(A, B)],
    ["a OR b", or(A, B)],
    ["a || b", or(A, B)],
    ["a | b", or(A, B)],
    ["a 或 b", or(A, B)],
    ["NOT a", not(A)],
    ["!a", not(A)],
    ["非 a", not(A)],
    ["a NOT b", and(A, not(B))],
    ["a AND NOT b", and(A, not(B))],
    ["a OR b c", or(A, and(B, C))],
    ["a b OR c", or(and(A, B), C)],
    ["(a OR b) c", and(or(A, B), C)],
    ["（a OR b）AND c", and(or(A, B), C)],
    ["NOT a b", and(not(A), B)],
    ["NOT (a b)", not(and(A, B))],
    ["a AND (b AND c)", and(A, B, C)],
    ["NOT NOT a", not(not(A))],
    ["a -b", and(A, not(B))],
    ["-(a b)", not(and(A, B))],
    ['-"a" b', and(not(A), B)],
    ["a－b", anywhere("a-b")],
  ])("%s", (query, condition) => {
    expect(expert(query)).toEqual(condition);
  });

  test("an index reaches over its parentheses, and else over one term", () => {
    expect(expert("TI=(胶 OR 膜) 涂层")).toEqual(and(or(text("胶", "TITLE"), text("膜", "TITLE")), anywhere("涂层")));
    expect(expert("TI=胶 膜")).toEqual(and(text("胶", "TITLE"), anywhere("膜")));
    expect(expert("TI=(胶 NOT 膜)")).toEqual(and(text("胶", "TITLE"), not(text("膜", "TITLE"))));
    expect(expert("TI!=(胶, 膜)")).toEqual(not(or(text("胶", "TITLE"), text("膜", "TITLE"))));
  });

  test("alternatives of one kind are one list", () => {
    expect(expert("IC=(C09J OR C08L, G02B)")).toEqual({
      kind: "class",
      scheme: "IPC",
      symbols: ["C09J", "C08L", "G02B"],
    });
    expect(expert("IC=C09J OR PT=外观 OR IC=C08L")).toEqual(
      or({ kind: "class", scheme: "IPC", symbols: ["C09J", "C08L"] }, { kind: "type", types: ["DESIGN"] }),
    );
    expect(expert("LS=(有效、失效)")).toMatchObject({ kind: "legalStatus" });
  });

  test("phrases keep what they hold", () => {
    expect(expert('"optical adhesive"')).toEqual(anywhere("optical adhesive"));
    expect(expert("“光学 胶”")).toEqual(anywhere("光学 胶"));
    expect(expert("「a AND b」")).toEqual(anywhere("a AND b"));
    expect(expert('"say \\"a\\""')).toEqual(anywhere('say "a"'));
    expect(expert('"AND"')).toEqual(anywhere("AND"));
    expect(expert("AT&T")).toEqual(anywhere("AT&T"));
    expect(expert("C++")).toEqual(anywhere("C++"));
  });

  test("the end of a word or phrase may be cut", () => {
    expect(expert("adhes*")).toEqual(anywhere("adhes", "PREFIX"));
    expect(expert("adhes+")).toEqual(anywhere("adhes", "PREFIX"));
    expect(expert('"optical adhes"*')).toEqual(anywhere("optical adhes", "PREFIX"));
    expect(expert("TI=光学＊")).toEqual({ ...text("光学", "TITLE"), match: "PREFIX" });
  });
});

describe("proximity", () => {
  const near = (distance: number, isOrdered: boolean, ...fields: readonly string[]) => ({
    kind: "near",
    fields,
    texts: ["光学", "胶"],
    distance,
    isOrdered,
  });
  test.each([
    ["TI=(光学 5W 胶)", near(5, true, "TITLE")],
    ["TI=光学 5W 胶", near(5, true, "TITLE")],
    ["TI=光学 3D TI=胶", near(3, false, "TITLE")],
    ["TI=光学 3N 胶", near(3, false, "TITLE")],
    ["TI=光学 NEAR 胶", near(5, false, "TITLE")],
    ["TI=光学 near/10 胶", near(10, false, "TITLE")],
    ["AB=(光学 ADJ 胶)", near(0, true, "ABSTRACT")],
    ["AB=(光学 ADJ/2 胶)", near(2, true, "ABSTRACT")],
    ["PA=(光学 PRE/4 胶)", near(4, true, "APPLICANT")],
    ["光学 NEAR/5 胶", near(5, false, "TITLE", "ABSTRACT", "CLAIMS", "APPLICANT", "INVENTOR")],
  ])("%s", (query, condition) => {
    expect(expert(query)).toEqual(condition);
  });

  test("binds tighter than NOT and AND, and alternatives make a pair each", () => {
    expect(expert("NOT TI=光学 ADJ 胶")).toEqual({ kind: "not", operand: near(0, true, "TITLE") });
    expect(expert("TI=(光学 NEAR/2 (胶 OR 膜))")).toEqual({
      kind: "or",
      operands: [near(2, false, "TITLE"), { ...near(2, false, "TITLE"), texts: ["光学", "膜"] }],
    });
  });

  test("5W with nothing behind it is a word", () => {
    expect(expert("LED 5W")).toEqual({ kind: "and", operands: [anywhere("LED"), anywhere("5W")] });
  });
});

test("the journey's query is what it says", () => {
  expect(expert("TI=光学胶 AND PA=成都 AND AD>=20200101")).toEqual({
    kind: "and",
    operands: [
      text("光学胶", "TITLE"),
      text("成都", "APPLICANT"),
      { kind: "date", of: "FILING", from: "2020-01-01", to: null },
    ],
  });
});

function fullWidth(name: string): string {
  return name.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
