import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePatentNumber } from "#schema/ids/patent-number.ts";

const publication = (office: string, number: string, kindCode?: string) => ({
  kind: "publication",
  office,
  number,
  ...(kindCode === undefined ? {} : { kindCode }),
});

describe("patent numbers as clerks type them", () => {
  it.each([
    ["ZL201610311380.X", "CN201610311380.X"],
    ["201610311380", "CN201610311380.X"],
    ["2016103113 80X", "CN201610311380.X"],
    ["CN 202610690957 A", "CN202610690957.6"],
    ["102021000991218", "CN202110991218.8"],
    ["97101765.4", "CN97101765.4"],
    ["97101765．4", "CN97101765.4"],
    ["ZL971017654", "CN97101765.4"],
    ["CN971017654", "CN97101765.4"],
    ["95115608x", "CN95115608.X"],
    ["97101765", "CN97101765.4"],
  ])("takes %s for the application %s", (text, application) => {
    expect(parsePatentNumber(text)).toEqual({ ok: true, value: { kind: "application", application } });
  });

  it.each([
    ["CN113783949A", publication("CN", "113783949", "A")],
    ["CN 113783949 A", publication("CN", "113783949", "A")],
    ["113783949A", publication("CN", "113783949", "A")],
    ["CN-113783949-A", publication("CN", "113783949", "A")],
    ["CN101911042B", publication("CN", "101911042", "B")],
    ["CN.101911042.B", publication("CN", "101911042", "B")],
    ["CN113783949", publication("CN", "113783949")],
    ["113783949", publication("CN", "113783949")],
    ["CN304218960S", publication("CN", "304218960", "S")],
    ["CN1229153C", publication("CN", "1229153", "C")],
    ["CN85100001A", publication("CN", "85100001", "A")],
    ["EP1000000A1", publication("EP", "1000000", "A1")],
    ["EP1000000", publication("EP", "1000000")],
    ["WO 2009/085664 A2", publication("WO", "2009085664", "A2")],
    ["US.(08/921,321).A.19970829", publication("US", "08921321", "A")],
  ])("takes %s for a publication", (text, value) => {
    expect(parsePatentNumber(text)).toEqual({ ok: true, value });
  });

  it.each([
    ["PCT/CN2023/123456", "PCT/CN2023/123456"],
    ["pct/gb02/04635", "PCT/GB02/04635"],
    ["GB0204635W", "PCT/GB02/04635"],
  ])("takes %s for the international application %s", (text, pct) => {
    expect(parsePatentNumber(text)).toEqual({ ok: true, value: { kind: "pct", pct } });
  });

  it("trap 3: calls nine bare digits ambiguous when they may be an old application", () => {
    expect(parsePatentNumber("971017654")).toMatchObject({
      ok: false,
      problem: { code: "AMBIGUOUS", candidates: ["CN97101765.4", "CN971017654A"] },
    });
  });

  it("calls seven digits without a kind code ambiguous", () => {
    expect(parsePatentNumber("CN1229153")).toMatchObject({
      ok: false,
      problem: { code: "AMBIGUOUS", candidates: ["CN1229153A", "CN1229153C"] },
    });
  });

  it.each([
    ["abc", "INVALID_FORMAT"],
    ["", "EMPTY"],
    ["12345", "INVALID_FORMAT"],
    ["202110991218.7", "CHECK_DIGIT_MISMATCH"],
    ["971017655", "CHECK_DIGIT_MISMATCH"],
    ["201640311380.0", "UNKNOWN_TYPE_DIGIT"],
    ["PCT/CN1970/123456", "YEAR_OUT_OF_RANGE"],
    ["CN113783949X", "INVALID_FORMAT"],
    ["ZZ1", "UNKNOWN_OFFICE"],
    ["UV254", "UNKNOWN_OFFICE"],
    ["EU.1234567.A1", "UNKNOWN_OFFICE"],
  ])("refuses %s as %s", (text, code) => {
    expect(parsePatentNumber(text)).toMatchObject({ ok: false, problem: { code } });
  });

  it("offers candidates that it reads itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(7, 9), (value, width) => {
        const result = parsePatentNumber(String(value).padStart(width, "0").slice(0, width));
        const candidates = result.ok ? [] : (result.problem.candidates ?? []);
        expect(candidates.filter((candidate) => !parsePatentNumber(candidate).ok)).toEqual([]);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parsePatentNumber(text).ok === "boolean"));
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{0,3}[0-9./ -]{0,16}[A-Z]?\d?$/),
        (text) => typeof parsePatentNumber(text).ok === "boolean",
      ),
    );
  });
});
