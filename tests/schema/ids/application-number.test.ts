import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCharacter,
  filingYearOf,
  isPctNationalPhase,
  makeApplicationNumber,
  parseApplicationNumber,
  parseStandardApplicationNumber,
  patentTypeOf,
  toDocdbApplication,
  toPatentNumber,
  toStandardNumber,
} from "#schema/ids/application-number.ts";

const parsed = (text: string) => {
  const result = parseApplicationNumber(text);
  return result.ok ? result.value : result.problem.code;
};

const typeDigits = [1, 2, 3, 8, 9] as const;
const numbers = fc
  .tuple(fc.integer({ min: 1985, max: 2060 }), fc.constantFrom(...typeDigits), fc.integer({ min: 1, max: 99_999 }))
  .map(([year, type, serial]) => makeApplicationNumber(year, type, serial));

describe("application numbers", () => {
  it.each([
    ["ZL201610311380.X", "CN201610311380.X"],
    ["201610311380x", "CN201610311380.X"],
    ["ＣＮ２０１６１０３１１３８０．Ｘ", "CN201610311380.X"],
    ["ZL202111286633.X", "CN202111286633.X"],
    ["CN202111286633X", "CN202111286633.X"],
    ["２０２１１１２８６６３３．Ｘ", "CN202111286633.X"],
    ["201610311380", "CN201610311380.X"],
    ["专利号：ZL 2016 1 0311380.X", "CN201610311380.X"],
    ["申请号 2016 1 0311380·X", "CN201610311380.X"],
    ["97101765.4", "CN97101765.4"],
    ["971017654", "CN97101765.4"],
    ["97101765", "CN97101765.4"],
    ["95115608.X", "CN95115608.X"],
    ["CN 202610690957 A", "CN202610690957.6"],
    ["CN.202610690957.A", "CN202610690957.6"],
    ["ZL201710117081.7", "CN201710117081.7"],
    ["2017101170817", "CN201710117081.7"],
    ["201710117081", "CN201710117081.7"],
  ])("reads %s as %s", (text, canonical) => {
    expect(parsed(text)).toBe(canonical);
  });

  it("trap 1: one number in any prefix, width and case is one application", () => {
    const spellings = ["ZL202111286633.X", "CN202111286633X", "２０２１１１２８６６３３．Ｘ", "202111286633.x"];
    expect(new Set(spellings.map(parsed))).toEqual(new Set(["CN202111286633.X"]));
  });

  it.each([
    ["201610311380.1", "CHECK_DIGIT_MISMATCH", "X"],
    ["85100001.1", "CHECK_DIGIT_MISMATCH", "0"],
    ["03123456.7", "CHECK_DIGIT_MISMATCH", "9"],
    ["202110991218.7", "CHECK_DIGIT_MISMATCH", "8"],
    ["201640311380.0", "UNKNOWN_TYPE_DIGIT", "1, 2, 3, 8, 9"],
    ["199910311380.5", "YEAR_OUT_OF_RANGE", undefined],
    ["11378394.9", "YEAR_OUT_OF_RANGE", undefined],
    ["CN113783949A", "INVALID_FORMAT", "CN202310123456.6"],
    ["abc", "INVALID_FORMAT", "CN202310123456.6"],
    ["　", "EMPTY", undefined],
    ["9".repeat(5000), "INVALID_FORMAT", undefined],
  ])("refuses %s as %s", (text, code, expected) => {
    const result = parseApplicationNumber(text);
    expect(result.ok ? undefined : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.expected).toBe(expected);
  });

  it("names the corrected number in both languages", () => {
    const result = parseApplicationNumber("202110991218.7");
    const message = result.ok ? undefined : result.problem.message;
    expect(message?.zh).toContain("CN202110991218.8");
    expect(message?.en).toContain("CN202110991218.8");
  });

  it.each([
    ["102021000991218", "CN202110991218.8"],
    ["112021000002433", "CN202180002433.9"],
    ["102015000481495", "CN201510481495.9"],
    ["102021001286633", "CN202111286633.X"],
  ])("trap 6: translates the standard form %s to %s and back", (standard, canonical) => {
    const result = parseStandardApplicationNumber(standard);
    expect(result.ok && result.value).toBe(canonical);
    expect(result.ok && toStandardNumber(result.value)).toBe(standard);
  });

  it("refuses a standard form of an unknown type or with too long a serial", () => {
    expect(parseStandardApplicationNumber("402021000991218")).toMatchObject({
      problem: { code: "UNKNOWN_TYPE_DIGIT" },
    });
    expect(parseStandardApplicationNumber("102021990991218")).toMatchObject({ problem: { code: "INVALID_FORMAT" } });
    expect(parseStandardApplicationNumber("2021")).toMatchObject({ problem: { code: "INVALID_FORMAT" } });
  });

  it("tells type, route and year from the number", () => {
    const national = makeApplicationNumber(2021, 2, 88_899);
    const pct = makeApplicationNumber(2021, 8, 2433);
    expect(pct).toBe("CN202180002433.9");
    expect([patentTypeOf(national), isPctNationalPhase(national)]).toEqual(["UTILITY_MODEL", false]);
    expect([patentTypeOf(pct), isPctNationalPhase(pct), filingYearOf(pct)]).toEqual(["INVENTION", true, 2021]);
    expect(patentTypeOf(makeApplicationNumber(1997, 3, 1))).toBe("DESIGN");
    expect(filingYearOf(makeApplicationNumber(1997, 3, 1))).toBe(1997);
  });

  it("writes the forms of certificates and of DOCDB", () => {
    const number = makeApplicationNumber(2026, 1, 690_957);
    expect(toPatentNumber(number)).toBe("ZL202610690957.6");
    expect(toDocdbApplication(number)).toEqual({ office: "CN", number: "202610690957", kind: "A" });
  });

  it.each([
    "CN202310123456.6",
    "CN202220765432.1",
    "CN201810555666.1",
    "CN202110444555.5",
    "CN202120888999.3",
    "CN202310999000.6",
    "CN202210777888.4",
    "CN202430234567.X",
  ])("accepts the well-known %s", (number) => {
    expect(parsed(number)).toBe(number);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => [parseApplicationNumber(text), parseStandardApplicationNumber(text)].length === 2,
      ),
    );
  });

  it("reads back every form that it writes", () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const docdb = toDocdbApplication(number);
        const standard = parseStandardApplicationNumber(toStandardNumber(number));
        const forms = [
          number,
          toPatentNumber(number),
          number.replace(".", ""),
          `${docdb.office} ${docdb.number} ${docdb.kind}`,
        ];
        expect(forms.map(parsed)).toEqual(forms.map(() => number));
        expect(standard.ok && standard.value).toBe(number);
      }),
    );
  });

  it("finds every single wrong digit", () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const body = number.slice(2, -2);
        const at = place % body.length;
        const wrong = `${body.slice(0, at)}${(Number(body.charAt(at)) + shift) % 10}${body.slice(at + 1)}`;
        expect(checkCharacter(wrong)).not.toBe(number.slice(-1));
      }),
    );
  });

  it("refuses to make numbers that do not exist", () => {
    expect(() => makeApplicationNumber(1984, 1, 1)).toThrow(RangeError);
    expect(() => makeApplicationNumber(2020, 1, 10_000_000)).toThrow(RangeError);
    expect(() => makeApplicationNumber(2020, 1, -1)).toThrow(RangeError);
  });
});
