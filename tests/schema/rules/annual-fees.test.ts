import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseChineseDateRange } from "#schema/codes/dates.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import { fullAnnualFee, patentYearOn, rawAnnualDueDate } from "#schema/rules/annual-fees.ts";
import { addDays, addMonths } from "#schema/rules/calendar-days.ts";
import { annualPercentOff, percentOff, reducedFee } from "#schema/rules/fee-reduction.ts";
import { type OfficialFee, OTHER_FEES } from "#schema/rules/other-fees.ts";
import { restorationOf } from "#schema/rules/restoration.ts";
import { graceEnd, surchargeBrackets, surchargePercentOn } from "#schema/rules/surcharge.ts";
import { samplesDir } from "#tests/support/samples.ts";

describe("full fees", () => {
  test.each([
    ["INVENTION", 20, 82_300],
    ["UTILITY_MODEL", 10, 11_200],
    ["DESIGN", 15, 26_200],
  ] as const)("%s over %i years costs %i", (type, years, total) => {
    expect(sum(type, years)).toBe(total);
  });

  test.each([
    ["INVENTION", [900, 900, 900, 1200, 1200, 1200, 2000, 2000, 2000, 4000, 4000, 4000, 6000, 6000, 6000, 8000]],
    ["UTILITY_MODEL", [600, 600, 600, 900, 900, 1200, 1200, 1200, 2000, 2000]],
    ["DESIGN", [600, 600, 600, 900, 900, 1200, 1200, 1200, 2000, 2000, 3000, 3000, 3000, 3000, 3000]],
  ] as const)("%s, year by year", (type, fees) => {
    expect(fees.map((_, index) => fullAnnualFee(type, index + 1))).toEqual(fees);
  });

  test("years that no term reaches have no fee; a compensated full year of an invention costs 8,000", () => {
    expect([0, -1, 1.5, Number.NaN].map((year) => fullAnnualFee("INVENTION", year))).toEqual([null, null, null, null]);
    expect(fullAnnualFee("UTILITY_MODEL", 11)).toBeNull();
    expect(fullAnnualFee("DESIGN", 16)).toBeNull();
    expect(fullAnnualFee("INVENTION", 21)).toBe(8_000);
  });

  test("filed 1997-06-03 and granted 2001-08-01: year five is paid with registration, year six is due by 2002-06-03", () => {
    expect(patentYearOn("1997-06-03", "2001-08-01")).toBe(5);
    expect(rawAnnualDueDate("1997-06-03", 6)).toBe("2002-06-03");
  });

  test("a patent year begins on the anniversary itself", () => {
    // Guidelines part V ch. 9 §4.2.1.1: the second year of a filing of 1 June 1999 runs from 1 June 2000 to 31 May 2001.
    expect(["2000-05-31", "2000-06-01", "2001-05-31"].map((day) => patentYearOn("1999-06-01", day))).toEqual([1, 2, 2]);
    expect(patentYearOn("2022-04-06", "2023-04-05")).toBe(1);
    expect(patentYearOn("2022-04-06", "2023-04-06")).toBe(2);
  });
});

describe("surcharges (trap 32)", () => {
  const DUE = "2025-12-03";

  test("the recorded answer: 1,200 and 60 more, from 6 January to 3 February 2026", () => {
    expect(fullAnnualFee("INVENTION", 4)).toBe(1_200);
    for (const day of ["2026-01-06", "2026-01-20", "2026-02-03"]) {
      expect((1_200 * (surchargePercentOn(DUE, day) ?? 0)) / 100, day).toBe(60);
    }
    expect(surchargePercentOn(DUE, "2026-01-05")).toBe(0);
    expect(surchargePercentOn(DUE, "2026-02-04")).toBe(10);
  });

  test.skipIf(samplesDir === null)("the recorded answer itself, and its later day for a restoration", () => {
    const text = readFileSync(join(samplesDir ?? "", "cn_portal_json/cnipa_cpquery_fyxx.json"), "utf8");
    const { data } = JSON.parse(text) as RecordedFees;
    const [late] = data.zhinajin.svZnjList;
    const window = parseChineseDateRange(late?.zhinajjfsj ?? "");
    for (const day of [window?.from ?? "", window?.to ?? ""]) {
      const surcharge = ((late?.zhinajdqnfje ?? 0) * (surchargePercentOn(DUE, day) ?? 0)) / 100;
      expect([surcharge, (late?.zhinajdqnfje ?? 0) + surcharge]).toEqual([late?.zhinajyjznje, late?.zhinajzj]);
    }
    const owed = data.yingjiaofei.svYingjfList.find(({ yingjiaoffyzlmc }) => yingjiaoffyzlmc === "恢复权利请求费");
    const restoration = restorationOf({ rawDueDate: DUE, fullFee: 1_200, fee: 1_200 });
    expect(owed?.yingjiaoje).toBe(restoration.restorationFee);
    expect(restoration.earliestEnd.dueDate <= (owed?.jiaofeijzr ?? "")).toBe(true);
  });

  test("the first month is free, then five percent more a month, and month six costs 25, not 30", () => {
    expect(surchargeBrackets(DUE).map(({ percent }) => percent)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(surchargePercentOn(DUE, "2026-06-03")).toBe(25);
    expect(surchargePercentOn(DUE, "2026-06-04")).toBeNull();
    expect(graceEnd(DUE)).toMatchObject({ rawDueDate: "2026-06-03", dueDate: "2026-06-03" });
  });

  test("a short payment is made up at the rate of the second day: 25 of 45 in month two, 65 more on 15 June", () => {
    // Guidelines part V ch. 9 §4.2.1.3: the 5 percent run from 10 May to 10 June, for a full fee of 900.
    const due = "2002-04-10";
    expect((900 * (surchargePercentOn(due, "2002-06-10") ?? 0)) / 100).toBe(45);
    expect((900 * (surchargePercentOn(due, "2002-06-15") ?? 0)) / 100 - 25).toBe(65);
  });

  test("nothing is added up to the due date, rolled ones included", () => {
    expect(surchargePercentOn(DUE, "2020-01-01")).toBe(0);
    expect(surchargePercentOn("2026-10-01", "2026-10-08")).toBe(0);
  });

  test("surcharges never fall as days pass, brackets never end before they begin, and grace ends after the due date", () => {
    const day = fc.integer({ min: 0, max: 8_000 }).map((index) => addDays("2004-01-01", index));
    fc.assert(
      fc.property(day, fc.integer({ min: -30, max: 220 }), fc.integer({ min: 0, max: 30 }), (due, offset, more) => {
        const first = surchargePercentOn(due, addDays(due, offset)) ?? 100;
        const later = surchargePercentOn(due, addDays(due, offset + more)) ?? 100;
        expect(later).toBeGreaterThanOrEqual(first);
        const ends = surchargeBrackets(due).map(({ end }) => end.dueDate);
        expect(ends).toEqual([...ends].sort());
        expect(graceEnd(due).dueDate > addMonths(due, 5)).toBe(true);
      }),
    );
  });
});

describe("reductions", () => {
  const tenth = { grantYear: 3, rawDueDate: "2024-05-06", openLicence: false };

  test.each([
    [900, "ONE_APPLICANT", 135],
    [2_500, "ONE_APPLICANT", 375],
    [900, "SEVERAL_APPLICANTS", 270],
    [50, "ONE_APPLICANT", 7.5],
  ] as const)("%i for %s is %d", (full, reduction, reduced) => {
    expect(reducedFee(full, percentOff(reduction, "EXAMINATION"))).toBe(reduced);
  });

  test("annual fees are reduced in the first ten years from the grant, that year included", () => {
    expect(annualPercentOff("ONE_APPLICANT", { ...tenth, patentYear: 3 })).toBe(85);
    expect(annualPercentOff("ONE_APPLICANT", { ...tenth, patentYear: 12 })).toBe(85);
    expect(annualPercentOff("ONE_APPLICANT", { ...tenth, patentYear: 13 })).toBe(0);
  });

  test("fees due before August 2018 were reduced for six years", () => {
    const old = { grantYear: 3, openLicence: false };
    expect(annualPercentOff("ONE_APPLICANT", { ...old, patentYear: 8, rawDueDate: "2018-07-31" })).toBe(85);
    expect(annualPercentOff("ONE_APPLICANT", { ...old, patentYear: 9, rawDueDate: "2018-07-31" })).toBe(0);
    expect(annualPercentOff("ONE_APPLICANT", { ...old, patentYear: 9, rawDueDate: "2018-08-01" })).toBe(85);
  });

  test("an open licence takes off fifteen percent, in any year, and never on top of another reduction", () => {
    const open = { ...tenth, openLicence: true };
    expect(annualPercentOff("NONE", { ...open, patentYear: 18 })).toBe(15);
    expect(annualPercentOff("OPEN_LICENCE", { ...tenth, patentYear: 18 })).toBe(15);
    expect(annualPercentOff("SEVERAL_APPLICANTS", { ...open, patentYear: 5 })).toBe(70);
    expect(annualPercentOff("SEVERAL_APPLICANTS", { ...open, patentYear: 18 })).toBe(15);
    expect(percentOff("OPEN_LICENCE", "EXAMINATION")).toBe(0);
  });

  test("printing, excess, restoration and the like are not reduced; filing, examination and re-examination are", () => {
    const fees: readonly (readonly [string, OfficialFee])[] = Object.entries(OTHER_FEES);
    const reducible = fees.filter(([, fee]) => fee.reducible !== undefined).map(([code]) => code);
    expect(reducible).toEqual([
      "FILING_INVENTION",
      "FILING_UTILITY_MODEL",
      "FILING_DESIGN",
      "EXAMINATION",
      "REEXAMINATION_INVENTION",
      "REEXAMINATION_OTHER",
    ]);
    expect(OTHER_FEES).toMatchObject({
      EXAMINATION: { yuan: 2_500 },
      RESTORATION: { yuan: 1_000 },
      INVALIDATION_INVENTION: { yuan: 3_000 },
      ASSESSMENT_REPORT: { yuan: 2_400 },
    });
  });
});

test("a restoration costs the fee, 25 percent of the full fee and 1,000 more", () => {
  const fee = { rawDueDate: "2024-04-08", fullFee: 1_200, fee: 180 };
  expect(restorationOf(fee)).toMatchObject({ surcharge: 300, restorationFee: 1_000, total: 1_480 });
  expect(restorationOf(fee).earliestEnd.rawDueDate).toBe("2025-01-08");
});

interface RecordedFees {
  readonly data: {
    readonly zhinajin: {
      readonly svZnjList: readonly {
        readonly zhinajjfsj: string;
        readonly zhinajdqnfje: number;
        readonly zhinajyjznje: number;
        readonly zhinajzj: number;
      }[];
    };
    readonly yingjiaofei: {
      readonly svYingjfList: readonly {
        readonly yingjiaoffyzlmc: string;
        readonly yingjiaoje: number;
        readonly jiaofeijzr: string;
      }[];
    };
  };
}

function sum(type: PatentType, years: number): number {
  return Array.from({ length: years }, (_, index) => fullAnnualFee(type, index + 1) ?? 0).reduce((a, b) => a + b, 0);
}
