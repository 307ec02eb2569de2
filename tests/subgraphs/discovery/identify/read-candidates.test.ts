import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { parseTrademarkNumber } from "#schema/ids/trademark-number.ts";
import { makeUscc } from "#schema/ids/uscc.ts";
import { readCandidates } from "#subgraphs/discovery/identify/read-candidates.ts";

const HUB_ID = encodeNodeId("Patent", "CN202310123456.6");

describe("the likeliest reading", () => {
  test.each([
    ["ZL202310123456.6", "APPLICATION_NUMBER", "CN202310123456.6"],
    ["ＣＮ２０１６１０３１１３８０．Ｘ", "APPLICATION_NUMBER", "CN201610311380.X"],
    ["CN 2023 1 0123456.6", "APPLICATION_NUMBER", "CN202310123456.6"],
    ["202310123456", "APPLICATION_NUMBER", "CN202310123456.6"],
    ["97101765.4", "APPLICATION_NUMBER", "CN97101765.4"],
    ["95115608X", "APPLICATION_NUMBER", "CN95115608.X"],
    ["971017654", "APPLICATION_NUMBER", "CN97101765.4"],
    ["102021000991218", "APPLICATION_NUMBER", "CN202110991218.8"],
    ["（专利号：ZL 2023 1 0123456.6）", "APPLICATION_NUMBER", "CN202310123456.6"],
    ["CN116012345B", "PUBLICATION_NUMBER", "CN116012345B"],
    ["CN.101911042.B", "PUBLICATION_NUMBER", "CN101911042B"],
    ["“CN 113783949 A”，", "PUBLICATION_NUMBER", "CN113783949A"],
    ["101911042", "PUBLICATION_NUMBER", "CN101911042"],
    ["发明专利 CN116012345B", "PUBLICATION_NUMBER", "CN116012345B"],
    ["WO2009085664A2", "PUBLICATION_NUMBER", "WO2009085664A2"],
    ["PCT/CN2023/123456", "PCT_NUMBER", "PCT/CN2023/123456"],
    ["GB0204635W", "PCT_NUMBER", "PCT/GB02/04635"],
    ["91510100ma0dem0a77", "SOCIAL_CREDIT_CODE", "91510100MA0DEM0A77"],
    ["50990", "AGENCY_CODE", "50990"],
    ["50990123451", "AGENT_PRACTICE_NUMBER", "50990123451"],
    ["资格证号：5112345", "AGENT_QUALIFICATION_NUMBER", "5112345"],
    ["68012345", "TRADEMARK_NUMBER", "68012345"],
    ["第16435657号", "TRADEMARK_NUMBER", "16435657"],
    ["g1234567a", "TRADEMARK_NUMBER", "G1234567A"],
    ["商标注册号 50990", "TRADEMARK_NUMBER", "50990"],
    ["2016SR309930", "SOFTWARE_REGISTRATION_NUMBER", "2016SR309930"],
    ["国作登字－2016－F－00269796", "WORK_REGISTRATION_NUMBER", "国作登字-2016-F-00269796"],
    ["2012年第111号", "GEOGRAPHICAL_INDICATION_NUMBER", "2012年第111号"],
    ["AGI01459", "GEOGRAPHICAL_INDICATION_NUMBER", "AGI01459"],
    ["地理标志证明商标 16435657", "GEOGRAPHICAL_INDICATION_NUMBER", "16435657"],
    ["地理标志0123456F", "GEOGRAPHICAL_INDICATION_NUMBER", "123456F"],
    ["地理标志 G1234567A", "GEOGRAPHICAL_INDICATION_NUMBER", "G1234567A"],
    ["BS.185559220", "LAYOUT_DESIGN_NUMBER", "BS.185559220"],
    ["CNA20191006012", "PLANT_VARIETY_NUMBER", "CNA20191006012"],
    ["H04L   29/08    (2006.01)", "IPC_SYMBOL", "H04L29/08"],
    ["H04L", "IPC_SYMBOL", "H04L"],
    ["Y02E10/50", "CPC_SYMBOL", "Y02E10/50"],
    ["A61K2800/10", "CPC_SYMBOL", "A61K2800/10"],
    ["LOC(14)Cl. 11-05", "LOCARNO_CLASS", "11-05"],
    ["10-05", "LOCARNO_CLASS", "10-05"],
    ["第9类", "NICE_CLASS", "9"],
    ["0901", "NICE_CLASS", "0901"],
    ["510100", "REGION_CODE", "510100"],
    ["500234", "REGION_CODE", "500154"],
    [HUB_ID, "HUB_ID", HUB_ID],
  ])("%j is a valid %s: %s", (text, kind, canonical) => {
    expect(readCandidates(text)[0]).toMatchObject({ kind, canonical });
  });

  test.each([
    ["202310123456.7", "APPLICATION_NUMBER", "CHECK_DIGIT_MISMATCH"],
    ["85100001.1", "APPLICATION_NUMBER", "CHECK_DIGIT_MISMATCH"],
    ["202340123456.6", "APPLICATION_NUMBER", "UNKNOWN_TYPE_DIGIT"],
    ["ZL20231012345", "APPLICATION_NUMBER", "INVALID_FORMAT"],
    ["91510100MA0DEM0A78", "SOCIAL_CREDIT_CODE", "CHECK_DIGIT_MISMATCH"],
    ["91510100MAODEM0A77", "SOCIAL_CREDIT_CODE", "ILLEGAL_CHARACTER"],
    ["91510100MA0DEM0A7", "SOCIAL_CREDIT_CODE", "INVALID_FORMAT"],
    ["软著登字第1234567号", "SOFTWARE_REGISTRATION_NUMBER", "CERTIFICATE_NUMBER"],
    ["AB12345", "PUBLICATION_NUMBER", "UNKNOWN_OFFICE"],
  ])("%j is no valid %s: %s", (text, kind, code) => {
    expect(readCandidates(text)[0]).toMatchObject({ kind, canonical: null, reason: { code } });
  });

  test.each(["不是编号", "", " ", "成都示例光电有限公司", "hello world", "()", "2023-02-14"])(
    "%j is nothing",
    (text) => {
      expect(readCandidates(text)).toEqual([]);
    },
  );
});

test("all that a text may be is told, with what is less likely after it", () => {
  const kinds = readCandidates("50990").map(({ kind }) => kind);
  expect(kinds).toEqual(["AGENCY_CODE", "TRADEMARK_NUMBER"]);
  expect(readCandidates("1229153").map(({ kind, reason }) => [kind, reason?.code])).toEqual([
    ["TRADEMARK_NUMBER", undefined],
    ["PUBLICATION_NUMBER", "AMBIGUOUS"],
    ["AGENT_QUALIFICATION_NUMBER", undefined],
  ]);
});

test.each(["123456F", "G1234567A", "16435657"])(
  "%s is a mark like any other until a label says that it protects an indication",
  (mark) => {
    expect(readCandidates(mark).map(({ kind }) => kind)).not.toContain("GEOGRAPHICAL_INDICATION_NUMBER");
    expect(readCandidates(mark)).toContainEqual(
      expect.objectContaining({ kind: "TRADEMARK_NUMBER", canonical: mark, reason: null }),
    );
  },
);

test("a doubtful last digit of a layout design is told and refuses nothing", () => {
  expect(readCandidates("BS.185559221")).toMatchObject([
    { canonical: "BS.185559221", reason: { code: "CHECK_DIGIT_DOUBTFUL" } },
  ]);
});

describe("for every text", () => {
  const digits = fc.stringMatching(/^(?:CN|ZL|G|BS\.|AGI|CNA|PCT\/CN|WO|)[0-9]{1,18}[.]?[0-9A-Z]{0,2}$/);
  const pieces = fc.array(
    fc.constantFrom(
      "CN",
      "ZL",
      "2023",
      "1",
      "0123456",
      ".",
      "6",
      "第",
      "号",
      "年",
      "类",
      "SR",
      "-",
      "/",
      "H04L",
      "F",
      "国作登字",
      "９",
      "X",
      " ",
      "：",
      "商标",
      "地理标志",
    ),
    { maxLength: 8 },
  );
  const texts = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    digits,
    pieces.map((all) => all.join("")),
  );

  test("nothing is thrown, confidences fall from 1 to 0, and only what is not valid lacks a canonical form", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const candidates = readCandidates(text);
        for (const { canonical, reason } of candidates) expect(canonical !== null || reason !== null).toBe(true);
        const sureness = candidates.map(({ confidence }) => confidence);
        expect(sureness).toEqual(sureness.toSorted((a, b) => b - a));
        expect(sureness.every((value) => value > 0 && value <= 1)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a canonical form is read as itself", () => {
    const expectStable = (text: string) => {
      for (const { kind, canonical } of readCandidates(text)) {
        if (canonical === null) continue;
        // A mark's number says only behind a label that it protects an indication.
        const isMark = kind === "GEOGRAPHICAL_INDICATION_NUMBER" && parseTrademarkNumber(canonical).ok;
        const printed = isMark ? `地理标志${canonical}` : canonical;
        expect(readCandidates(printed)).toContainEqual(expect.objectContaining({ kind, canonical }));
      }
    };
    fc.assert(fc.property(texts, expectStable), { numRuns: 2_000 });
  });

  test("a number with its check character is valid and likeliest, with any other it is refused", () => {
    const number = fc
      .tuple(
        fc.integer({ min: 1985, max: 2030 }),
        fc.constantFrom(1, 2, 3, 8, 9),
        fc.integer({ min: 100_000, max: 999_999 }),
      )
      .map(([year, type, serial]) => makeApplicationNumber(year, type as 1, year < 2003 ? serial % 100_000 : serial));
    const uscc = fc
      .stringMatching(/^[0-9A-HJ-NPQRTUWXY]{8}$/)
      .map((organisation) => String(makeUscc("91510100", organisation)));
    fc.assert(
      fc.property(fc.oneof(number, uscc), fc.constantFrom(..."0123456789X"), (right, check) => {
        expect(readCandidates(right)[0]).toMatchObject({ canonical: right, reason: null });
        const other = `${right.slice(0, -1)}${check}`;
        if (other !== right) expect(readCandidates(other)[0]?.canonical ?? null).toBeNull();
      }),
    );
  });
});
