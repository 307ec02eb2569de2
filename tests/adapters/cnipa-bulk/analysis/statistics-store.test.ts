import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Group,
  STATISTICS_DIMENSIONS,
  type StatisticsAnswer,
  type StatisticsRequest,
} from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { expandRegions, regionOf } from "#schema/codes/regions.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { everyPatent } from "#tests/adapters/cnipa-bulk/every-patent.ts";
import {
  importFiles,
  legalEvent,
  standardDocument,
  temporaryFolder,
  wrapped,
} from "#tests/adapters/cnipa-bulk/xml-parts.ts";
import type { InventedPatent } from "./invented-patents.ts";
import { naiveConcentration, naiveConversion, naiveGroups, naiveLapses, naiveSurvival } from "./naive-statistics.ts";

// Through the whole store: records imported, indexed, matched in a thread of their own, and counted there.
const TODAY = "2026-11-27";
const folder = await temporaryFolder();
let store: PatentStore;
let records: readonly InventedPatent[];
let through: string | null;

beforeAll(async () => {
  await runImport(folder.path, { kind: "generated", seed: 7, patents: 400 });
  store = createPatentStore(folder.path);
  const found = await everyPatent(store);
  expect(found).toHaveLength((await store.stats()).patents);
  records = found.map((record) => ({ bibliography: record, ...record }));
  through = found[0]?.knownThrough ?? null;
});
afterAll(async () => {
  await store.close();
  await folder[Symbol.asyncDispose]();
});

const YEARS = [0, 1, 3, 5, 10];

const EVERY_GROUPING = STATISTICS_DIMENSIONS.map((dimension) => ({
  dimension,
  top: 1_000,
  wantsStatuses: true,
  wantsYears: true,
}));

function ask(request: Partial<StatisticsRequest>, of = store): Promise<StatisticsAnswer> {
  return of.statistics({
    query: null,
    filter: null,
    groupings: EVERY_GROUPING,
    survivals: [{ years: YEARS, through: null }],
    wantsLapses: true,
    wantsConversion: true,
    wantsConcentration: true,
    today: TODAY,
    ...request,
  });
}

const CLUSTER = expandRegions(["CHENGDU_CHONGQING"]);
const inCluster = CLUSTER.ok ? [...CLUSTER.value.codes] : [];

describe.each<[string, Partial<StatisticsRequest>, (patent: InventedPatent) => boolean]>([
  ["all", {}, () => true],
  [
    "a filter by region and day",
    { filter: and({ kind: "region", codes: inCluster }, { kind: "date", of: "FILING", from: "2015-01-01", to: null }) },
    ({ bibliography: { applicants, filingDate } }) =>
      inCluster.includes(regionOf(applicants[0]?.regionCode ?? "")?.code ?? "") && (filingDate ?? "") >= "2015-01-01",
  ],
  [
    "a query",
    { query: { kind: "text", fields: ["TITLE"], text: "方法", match: "PHRASE" } },
    ({ bibliography }) => bibliography.title?.includes("方法") === true,
  ],
  [
    "a query with a filter",
    {
      query: { kind: "text", fields: ["TITLE"], text: "装置", match: "PHRASE" },
      filter: { kind: "type", types: ["UTILITY_MODEL"] },
    },
    ({ bibliography }) => bibliography.title?.includes("装置") === true && bibliography.type === "UTILITY_MODEL",
  ],
])("of %s", (_what, request, holds) => {
  let answer: StatisticsAnswer;
  let members: readonly InventedPatent[];
  beforeAll(async () => {
    answer = await ask(request);
    members = records.filter(holds);
  });

  test("the patents are those that match", () => {
    expect(members.length).toBeGreaterThan(10);
    expect(answer).toMatchObject({ total: members.length, knownThrough: through });
  });

  test.each(STATISTICS_DIMENSIONS)("groups by %s are a plain count", (dimension) => {
    const groups = answer.groups[STATISTICS_DIMENSIONS.indexOf(dimension)] ?? [];
    const expected = naiveGroups(members, { dimension, top: 1_000, wantsStatuses: true, wantsYears: true }, TODAY);
    expect(groups.map(withoutName)).toEqual(expected.map(withoutName));
    const isNamed = dimension === "APPLICANT" || dimension === "AGENCY";
    expect(groups.filter(({ name }) => (name !== null) !== isNamed)).toEqual([]);
  });

  test("lapses, conversion, concentration and survival too", () => {
    expect(answer.lapses).toEqual(naiveLapses(members, TODAY));
    expect(answer.conversion).toEqual(naiveConversion(members));
    expect(answer.concentration?.hhi).toBeCloseTo(naiveConcentration(members).hhi ?? -1, 6);
    for (const [index, point] of naiveSurvival(members, YEARS, through).entries()) {
      const found = answer.survivals[0]?.[index];
      expect(found).toMatchObject({ year: point.year, atRisk: point.atRisk });
      if (point.share === null) expect(found?.share).toBeNull();
      else expect(found?.share).toBeCloseTo(point.share, 9);
    }
  });
});

describe("the story's records, one by one", () => {
  const one = (number: string) => ask({ filter: { kind: "number", of: "APPLICATION", value: number, match: "EXACT" } });
  const groupsOf = (answer: StatisticsAnswer) =>
    Object.fromEntries(
      STATISTICS_DIMENSIONS.map((dimension, index) => [dimension, answer.groups[index]?.map(({ key }) => key)]),
    );

  test("CN202310123456.6: an adhesive of Chengdu in force, whose agency is Chongqing's", async () => {
    const answer = await one("CN202310123456");
    expect(answer).toMatchObject({ total: 1, lapses: [], conversion: { granted: 1, putToUse: 0 } });
    expect(groupsOf(answer)).toMatchObject({
      FILING_YEAR: ["2023"],
      GRANT_YEAR: ["2024"],
      PATENT_TYPE: ["INVENTION"],
      LEGAL_STATUS: ["IN_FORCE"],
      APPLICANT: ["91510100MA0DEM0A77"],
      APPLICANT_TYPE: ["ENTERPRISE"],
      CITY: ["510100"],
      PROVINCE: ["510000"],
      AGENCY: ["50990"],
      AGENCY_LOCALITY: ["SAME_CLUSTER"],
      STRATEGIC_INDUSTRY: ["3"],
    });
    expect(answer.concentration).toEqual({ hhi: 10_000, top10Share: 1 });
  });

  test("CN202220765432.1 lapsed two years after its filing, a year and a half after its grant", async () => {
    const { lapses, groups, survivals } = await ask({
      filter: { kind: "number", of: "APPLICATION", value: "CN202220765432", match: "EXACT" },
      survivals: [{ years: [1, 2], through: null }],
    });
    expect(lapses).toEqual([{ reason: "LAPSED_FEE", count: 1, medianAgeYears: 2 }]);
    expect(survivals[0]).toEqual([
      { year: 1, share: 1, atRisk: 1 },
      { year: 2, share: 0, atRisk: 0 },
    ]);
    expect(groups.flat().every(({ inForce }) => inForce === 0)).toBe(true);
  });

  test("CN201810555666.1 was assigned and pledged, and counts once", async () => {
    expect((await one("CN201810555666")).conversion).toEqual({
      granted: 1,
      transferred: 1,
      licensed: 0,
      pledged: 1,
      openLicensed: 0,
      putToUse: 1,
    });
  });

  test("a design has no technology, but a type, a city and a status", async () => {
    expect(groupsOf(await one("CN202430234567"))).toMatchObject({
      IPC_SECTION: [],
      IPC_SUBCLASS: [],
      STRATEGIC_INDUSTRY: [],
      PATENT_TYPE: ["DESIGN"],
      LEGAL_STATUS: ["IN_FORCE"],
    });
  });

  test("what matches nothing is nothing", async () => {
    const answer = await one("CN199910000000");
    expect(answer).toMatchObject({ total: 0, knownThrough: through, lapses: [], conversion: { granted: 0 } });
    expect(answer.groups.flat()).toEqual([]);
  });
});

test("names are the newest that publications print", async () => {
  const { groups } = await ask({
    filter: { kind: "number", of: "APPLICATION", value: "CN202310123456" as ApplicationNumber, match: "EXACT" },
    groupings: [
      { dimension: "APPLICANT", top: 5, wantsStatuses: false, wantsYears: false },
      { dimension: "AGENCY", top: 5, wantsStatuses: false, wantsYears: false },
    ],
  });
  expect(groups.flat().map(({ name }) => name)).toEqual([
    "成都示例光电有限公司",
    "重庆示例知识产权代理事务所（普通合伙）",
  ]);
});

test("an import shows at the next question; of two feeds the one that ends first says through when all is known", async () => {
  await using other = await temporaryFolder();
  const own = createPatentStore(other.path);
  const request = { query: null, filter: null, groupings: [], survivals: [], ...NO_FIGURES, today: TODAY };
  expect(await own.statistics(request)).toMatchObject({ total: 0, knownThrough: null });
  await importFiles(other.path, {
    "document.xml": standardDocument({ kind: "B", date: "20240820" }),
    "events.xml": wrapped(legalEvent({ code: "CF01", name: "专利权的终止", date: "20240214" })),
  });
  expect(await own.statistics(request)).toMatchObject({ total: 1, knownThrough: "2024-02-14" });
  await runImport(other.path, { kind: "generated", seed: 3, patents: 100 });
  const both = await own.statistics(request);
  expect(both.total).toBeGreaterThan(50);
  expect(both.knownThrough).toBe("2024-02-14");
  await own.close();
});

test("a feed without legal events is known through its newest document", async () => {
  await using other = await temporaryFolder();
  const own = createPatentStore(other.path);
  const request = { query: null, filter: null, groupings: [], survivals: [], ...NO_FIGURES, today: TODAY };
  await importFiles(other.path, { "document.xml": standardDocument({ kind: "B", date: "20240820" }) });
  expect(await own.statistics(request)).toMatchObject({ total: 1, knownThrough: "2024-08-20" });
  await runImport(other.path, { kind: "generated", seed: 3, patents: 100 });
  expect(await own.statistics(request)).toMatchObject({ knownThrough: "2024-08-20" });
  await own.close();
});

test("a store that closes answers what is under way, though another of its threads ends sooner", async () => {
  const own = createPatentStore(folder.path);
  // So many that the second thread has started.
  for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 8 }, () => ask({}, own)));
  // Long enough for the other one to end meanwhile.
  const groupings = Array.from({ length: 50 }, () => EVERY_GROUPING).flat();
  const last = ask({ groupings }, own);
  const closed = own.close();
  expect((await last).total).toBe(records.length);
  await closed;
});

const NO_FIGURES = { wantsLapses: false, wantsConversion: false, wantsConcentration: false } as const;

function and(...operands: readonly SearchCondition[]): SearchCondition {
  return { kind: "and", operands };
}

function withoutName({ key, count, inForce, statuses, years }: Group) {
  return { key, count, inForce, statuses, years };
}
