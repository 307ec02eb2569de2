import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agencyProvince, parseAgencyCode, parseAgencyName } from "#schema/ids/agency-code.ts";
import { parseGiNumber } from "#schema/ids/gi-number.ts";
import { parseLayoutDesignNumber } from "#schema/ids/layout-design-number.ts";
import { parsePlantVarietyNumber } from "#schema/ids/plant-variety-number.ts";
import { parsePracticeNumber, parseQualificationNumber } from "#schema/ids/qualification-number.ts";
import { parseSoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import { isMadrid, parseTrademarkNumber } from "#schema/ids/trademark-number.ts";
import { parseWorkRegistrationNumber } from "#schema/ids/work-registration.ts";

describe("agency codes", () => {
  it.each([
    ["杭州求是专利事务所有限公司 33200", "杭州求是专利事务所有限公司", "33200"],
    ["苏州中合知识产权代理事务所(普通合伙) 32266", "苏州中合知识产权代理事务所(普通合伙)", "32266"],
    ["重庆示例知识产权代理事务所（普通合伙）　50990", "重庆示例知识产权代理事务所（普通合伙）", "50990"],
    ["北京示例代理有限公司成都分公司 １１３５７", "北京示例代理有限公司成都分公司", "11357"],
    ["示例代理（51123）", "示例代理", "51123"],
    ["示例代理有限公司", "示例代理有限公司", null],
    ["2345 示例", "2345 示例", null],
    ["示例 123456", "示例 123456", null],
    ["", "", null],
  ])("trap 7: reads %s as %s, %s", (text, name, code) => {
    expect(parseAgencyName(text)).toEqual({ name, code });
  });

  it("are five digits, of a province or not", () => {
    const parsed = parseAgencyCode("３３２００");
    expect(parsed.ok && agencyProvince(parsed.value)).toBe("33");
    expect(parseAgencyCode("72001").ok).toBe(true);
    expect(parseAgencyCode("5099").ok).toBe(false);
  });
});

describe("trademark numbers", () => {
  it.each([
    ["16435657", "16435657"],
    ["第16435657号", "16435657"],
    ["１６４３５６５７ａ", "16435657A"],
    ["G1234567", "G1234567"],
    ["g 1234567a", "G1234567A"],
    ["0123456", "123456"],
    ["68012345", "68012345"],
  ])("reads %s as %s", (text, canonical) => {
    expect(parseTrademarkNumber(text)).toEqual({ ok: true, value: canonical });
  });

  it("tells Madrid designations", () => {
    const numbers = ["G1234567", "1234567"].map(parseTrademarkNumber);
    expect(numbers.map((number) => number.ok && isMadrid(number.value))).toEqual([true, false]);
  });

  it.each(["", "0", "123456789012", "A123", "商标"])("refuses %s", (text) => {
    expect(parseTrademarkNumber(text).ok).toBe(false);
  });
});

describe("copyright registrations", () => {
  it.each(["2016SR309930", "2016 SR 309930", "2016ｓｒ309930", "登记号：2016SR309930"])("reads %s", (text) => {
    expect(parseSoftwareRegistrationNumber(text)).toEqual({ ok: true, value: "2016SR309930" });
  });

  it("reads seven-digit serials and refuses certificate numbers by name", () => {
    expect(parseSoftwareRegistrationNumber("2023SR0123456").ok).toBe(true);
    expect(parseSoftwareRegistrationNumber("软著登字第1234567号")).toMatchObject({
      problem: { code: "INVALID_FORMAT", message: { zh: expect.stringContaining("证书号") } },
    });
    expect(parseSoftwareRegistrationNumber("CN304218960S").ok).toBe(false);
  });

  it.each([
    ["国作登字-2016-F-00269796", "国作登字-2016-F-00269796"],
    ["国作登字－2016－F－00269796", "国作登字-2016-F-00269796"],
    ["国作登字2016F00269796", "国作登字-2016-F-00269796"],
    ["川作登字-2020-a-00000001", "川作登字-2020-A-00000001"],
  ])("reads the work %s as %s", (text, canonical) => {
    expect(parseWorkRegistrationNumber(text)).toEqual({ ok: true, value: canonical });
  });

  it.each(["某作登字-2016-F-00269796", "国作登字-2016-F-1", ""])("refuses the work %s", (text) => {
    expect(parseWorkRegistrationNumber(text).ok).toBe(false);
  });
});

describe("geographical indications", () => {
  it.each([
    ["2012年第111号", { system: "PRODUCT", announcement: "2012年第111号" }],
    ["质检总局公告2012年第０11号", { system: "PRODUCT", announcement: "2012年第11号" }],
    ["agi01459", { system: "AGRICULTURAL", certificate: "AGI01459" }],
    ["AGI2014-02-1497", { system: "AGRICULTURAL_SPECIFICATION", specification: "AGI2014-02-1497" }],
    ["16435657", { system: "MARK", registration: "16435657" }],
  ])("keeps the system of %s", (text, value) => {
    expect(parseGiNumber(text)).toEqual({ ok: true, value });
  });

  it("refuses other texts", () => {
    expect(["", "AGI1", "资中枇杷"].map((text) => parseGiNumber(text).ok)).toEqual([false, false, false]);
  });
});

describe("layout designs, plant varieties, agents", () => {
  it.each(["BS.185559220", "BS185559220", "bs．185559220"])("reads %s without a warning", (text) => {
    expect(parseLayoutDesignNumber(text)).toEqual({ ok: true, value: { number: "BS.185559220" } });
  });

  it("only warns of a doubtful last digit", () => {
    const parsed = parseLayoutDesignNumber("BS.185559221");
    expect(parsed.ok && parsed.value.number).toBe("BS.185559221");
    expect(parsed.ok && parsed.value.warning?.zh).toContain("应为 0");
    expect(parseLayoutDesignNumber("BS.235001230").ok).toBe(true);
    expect(parseLayoutDesignNumber("185559220").ok).toBe(false);
  });

  it.each([
    ["CNA20191006012", { authority: "AGRICULTURE", number: "CNA20191006012" }],
    ["CNA20060123.4", { authority: "AGRICULTURE", number: "CNA20060123.4" }],
    ["20190123", { authority: "FORESTRY", number: "20190123" }],
  ])("reads the variety right %s", (text, value) => {
    expect(parsePlantVarietyNumber(text)).toEqual({ ok: true, value });
  });

  it("reads qualification and practice numbers", () => {
    expect(parseQualificationNumber("5112345")).toEqual({ ok: true, value: "5112345" });
    expect(parseQualificationNumber("511234").ok).toBe(false);
    expect(parsePracticeNumber("50990123451")).toEqual({
      ok: true,
      value: { number: "50990123451", agency: "50990", qualificationSerial: "12345" },
    });
    expect(parsePracticeNumber("5099").ok).toBe(false);
  });
});

describe("every parser", () => {
  it.each([
    ["agency", parseAgencyCode],
    ["trademark", parseTrademarkNumber],
    ["software", parseSoftwareRegistrationNumber],
    ["work", parseWorkRegistrationNumber],
    ["indication", parseGiNumber],
    ["layout", parseLayoutDesignNumber],
    ["variety", parsePlantVarietyNumber],
    ["qualification", parseQualificationNumber],
    ["practice", parsePracticeNumber],
  ])("answers any text without throwing: %s", (_name, parse) => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parse(text).ok === "boolean"));
    expect(parse("x".repeat(10_000)).ok).toBe(false);
    expect(parse("")).toMatchObject({ ok: false, problem: { code: "EMPTY" } });
  });

  it("answers any agency name without throwing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parseAgencyName(text).name === "string"));
  });
});
