import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agencyLocalityOf, agencyPlaceOf, placeOf } from "#adapters/cnipa-bulk/analysis/agency-locality.ts";
import { CIVIL_YEAR, civilOrdinal } from "#adapters/cnipa-bulk/analysis/civil-days.ts";
import { concentrationOf } from "#adapters/cnipa-bulk/analysis/concentration.ts";
import { LENGTHS, lengthOf, medianYears } from "#adapters/cnipa-bulk/analysis/lengths.ts";
import { type Lifetimes, survivalAfter } from "#adapters/cnipa-bulk/analysis/survival.ts";

describe("civil days", () => {
  const ordinal = (day: string) => civilOrdinal(Date.parse(day) / 86_400_000);

  test.each([
    ["2021-03-01", "2024-03-01", 3],
    ["2015-12-31", "2025-12-31", 10],
    ["1999-09-06", "2009-09-06", 10],
    ["1975-01-15", "2095-01-15", 120],
  ])("from %s to %s are %i years", (from, to, years) => {
    expect(ordinal(to) - ordinal(from)).toBe(years * CIVIL_YEAR);
  });

  test("they order as days do", () => {
    const day = fc.integer({ min: -10_000, max: 60_000 });
    fc.assert(fc.property(day, day, (a, b) => Math.sign(civilOrdinal(a) - civilOrdinal(b)) === Math.sign(a - b)));
  });
});

describe("survival", () => {
  function lives(...entries: readonly (readonly [years: number, hasEnded: boolean])[]): Lifetimes {
    const ofThose = (wanted: boolean) =>
      countsOf(entries.flatMap(([years, hasEnded]) => (hasEnded === wanted ? years : [])));
    return { ended: ofThose(true), censored: ofThose(false) };
  }

  test("of six rights by hand: two end, one is lost from sight in between", () => {
    const rights = lives([1, true], [2, false], [3, true], [5, false], [5, false], [6, false]);
    const found = survivalAfter([1, 2, 3, 5], rights);
    // 5/6 alive after the first end; four are left when the second ends: 5/6 × 3/4.
    expect(found).toEqual([
      { year: 1, share: 5 / 6, atRisk: 6 },
      { year: 2, share: 5 / 6, atRisk: 5 },
      { year: 3, share: (5 / 6) * (3 / 4), atRisk: 4 },
      { year: 5, share: (5 / 6) * (3 / 4), atRisk: 3 },
    ]);
  });

  test("is not told for years that no right was watched, but is nothing where all have ended", () => {
    expect(survivalAfter([4, 5, 90], lives([4, false]))).toEqual([
      { year: 4, share: 1, atRisk: 1 },
      { year: 5, share: null, atRisk: 0 },
      { year: 90, share: null, atRisk: 0 },
    ]);
    expect(survivalAfter([5], lives([4, true]))).toEqual([{ year: 5, share: 0, atRisk: 0 }]);
    expect(survivalAfter([3], lives())).toEqual([{ year: 3, share: null, atRisk: 0 }]);
  });

  test("without losses from sight it is the plain share of those that are alive", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), (years) => {
        const found = survivalAfter([0, 3, 7, 20], lives(...years.map((year) => [year, true] as const)));
        for (const { year, share } of found) {
          expect(share).toBeCloseTo(years.filter((life) => life > year).length / years.length, 10);
        }
      }),
    );
  });
});

describe("concentration", () => {
  test("one hand holds all: 10,000; ten equal ones: 1,000", () => {
    expect(concentrationOf([7])).toEqual({ hhi: 10_000, top10Share: 1 });
    expect(concentrationOf(Array.from({ length: 10 }, () => 3))).toEqual({ hhi: 1_000, top10Share: 1 });
    expect(concentrationOf([])).toEqual({ hhi: null, top10Share: null });
  });

  test("is what its formula says, in whatever order the applicants come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 }), (counts) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const top = counts.toSorted((a, b) => b - a).slice(0, 10);
        const { hhi, top10Share } = concentrationOf(counts);
        expect(hhi).toBeCloseTo(
          counts.reduce((sum, count) => sum + ((100 * count) / total) ** 2, 0),
          6,
        );
        expect(top10Share).toBeCloseTo(top.reduce((sum, count) => sum + count, 0) / total, 10);
      }),
    );
  });
});

test("the median age is the middle one, or the mean of the two in the middle", () => {
  const median = (...years: readonly number[]) => medianYears(countsOf(years));
  expect(median()).toBeNull();
  expect(median(9, 2, 5)).toBe(5);
  expect(median(9, 2, 5, 6)).toBe(5.5);
  expect(median(3, 3, 3, 20)).toBe(3);
});

describe("the agency's place", () => {
  test.each([
    ["51215", "成都九鼎天元知识产权代理有限公司", "510000", "510100"],
    ["51999", "四川绵阳示例专利事务所（普通合伙）", "510000", "510700"],
    ["51998", "四川力久律师事务所", "510000", null],
    ["50990", "重庆示例知识产权代理事务所（普通合伙）", "500000", "500000"],
    ["11204", "北京英赛嘉华知识产权代理有限责任公司", "110000", "110000"],
    ["11357", "北京同辉知识产权代理事务所(普通合伙) 成都分所", "110000", "110000"],
    ["33200", "杭州求是专利事务所有限公司", "330000", "330100"],
    ["51997", "凉山示例专利事务所", "510000", "513400"],
    ["72001", "中国专利代理(香港)有限公司", null, null],
  ])("of %s %s", (code, name, province, city) => {
    expect(agencyPlaceOf(code, name)).toMatchObject({ province, city });
  });
});

describe("trap 30: divisions inside and outside of the cluster", () => {
  test.each([
    ["500107", "500000", true],
    ["500101", "500000", true],
    ["500200", "500000", true],
    ["500234", "500000", true],
    ["500229", "500000", false],
    ["510726", "510700", false],
    ["510704", "510700", true],
    ["511781", "511700", false],
    ["511825", "511800", false],
    ["512081", "510100", true],
    ["510400", "510400", false],
    ["510000", null, null],
    ["110108", "110000", false],
    ["429004", "429004", false],
    ["810000", "810000", false],
  ])("%s is in the city %s; inside: %s", (code, city, inCluster) => {
    expect(placeOf(code)).toMatchObject({ city, inCluster });
  });
});

describe("where demand goes", () => {
  test.each([
    ["510104", "51215", "成都九鼎天元知识产权代理有限公司", "SAME_CITY"],
    ["500107", "50990", "重庆示例知识产权代理事务所", "SAME_CITY"],
    ["510704", "51215", "成都九鼎天元知识产权代理有限公司", "SAME_PROVINCE"],
    ["510704", "51998", "四川力久律师事务所", "SAME_PROVINCE"],
    ["510000", "51998", "四川力久律师事务所", "SAME_PROVINCE"],
    ["510704", "50990", "重庆示例知识产权代理事务所", "SAME_CLUSTER"],
    ["500107", "51215", "成都九鼎天元知识产权代理有限公司", "SAME_CLUSTER"],
    ["500107", "51998", "四川力久律师事务所", "UNKNOWN"],
    ["510726", "50990", "重庆示例知识产权代理事务所", "ELSEWHERE"],
    ["510104", "11204", "北京英赛嘉华知识产权代理有限责任公司", "ELSEWHERE"],
    ["110108", "51998", "四川力久律师事务所", "ELSEWHERE"],
    ["510104", "72001", "中国专利代理(香港)有限公司", "UNKNOWN"],
    [null, "50990", "重庆示例知识产权代理事务所", "UNKNOWN"],
  ])("from %s to %s %s: %s", (region, code, name, locality) => {
    expect(agencyLocalityOf(placeOf(region), agencyPlaceOf(code, name))).toBe(locality);
  });

  test("a patent without an agency asked none", () => {
    expect(agencyLocalityOf(placeOf("510104"), null)).toBe("NONE");
    expect(agencyLocalityOf(placeOf(null), null)).toBe("NONE");
  });
});

/** How often spans of so many years occur. */
function countsOf(years: readonly number[]): Uint32Array {
  const counts = new Uint32Array(LENGTHS);
  for (const year of years) {
    const length = lengthOf(year * CIVIL_YEAR);
    counts[length] = (counts[length] ?? 0) + 1;
  }
  return counts;
}
