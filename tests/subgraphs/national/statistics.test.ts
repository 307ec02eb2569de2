import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StatisticsRequest } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { CnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type OpenNational, openNational } from "./open-national.ts";

let national: OpenNational;
beforeAll(async () => {
  national = await openNational(300);
});
afterAll(() => national[Symbol.asyncDispose]());

interface Statistics {
  readonly total: number;
  readonly [alias: string]: unknown;
}

async function statistics(selection: string, args = "", language: "zh" | "en" = "zh"): Promise<Statistics> {
  const { data, errors } = await national.ask(`{ patentStatistics${args} { total ${selection} } }`, { language });
  expect(errors).toBeUndefined();
  return data?.["patentStatistics"] as Statistics;
}

test("without query and filter it is about everything, known through the newest gazette", async () => {
  const { data } = await national.ask(
    "{ patents(first: 1) { total { value } nodes { legalStatus { knownThrough } } } }",
  );
  const patents = data?.["patents"] as { total: { value: number }; nodes: [{ legalStatus: { knownThrough: string } }] };
  expect(await statistics("knownThrough knownThroughReason { code }")).toEqual({
    total: patents.total.value,
    knownThrough: patents.nodes[0].legalStatus.knownThrough,
    knownThroughReason: null,
  });
});

test("query, syntax and filter are those of patents, and narrow alike", async () => {
  const args = `query: "TI=装置 AND AD>=2018", syntax: EXPERT, filter: { regions: ["CHENGDU_CHONGQING"], patentTypes: [INVENTION] }`;
  const { data } = await national.ask(`{ patents(${args}, first: 1) { total { value } } }`);
  const { total } = await statistics("", `(${args})`);
  expect(total).toBeGreaterThan(0);
  expect(data).toEqual({ patents: { total: { value: total } } });
});

describe("labels", () => {
  const LABELLED = `(filter: { numbers: ["CN202310123456.6"] })`;
  const GROUPS = ["FILING_YEAR", "IPC_SECTION", "IPC_SUBCLASS", "STRATEGIC_INDUSTRY", "APPLICANT", "APPLICANT_TYPE"]
    .concat(["CITY", "PROVINCE", "AGENCY", "AGENCY_LOCALITY", "PATENT_TYPE", "LEGAL_STATUS"])
    .map((dimension) => `${dimension}: groupBy(dimension: ${dimension}, top: 1) { label }`)
    .join(" ");
  const labels = async (language: "zh" | "en") =>
    Object.values(await statistics(GROUPS, LABELLED, language)).map((groups) =>
      Array.isArray(groups) ? groups[0].label : groups,
    );

  test("are Chinese, the names of parties as printed", async () => {
    expect(await labels("zh")).toEqual([
      ...[1, "2023", expect.stringContaining("化学"), "C09J", "新材料产业", "成都示例光电有限公司", "企业"],
      ...["成都市", "四川省", "重庆示例知识产权代理事务所（普通合伙）", "成渝城市群内跨省", "发明", "授权有效"],
    ]);
  });

  test("are English where there is an English one", async () => {
    expect(await labels("en")).toEqual([
      ...[
        1,
        "2023",
        expect.stringMatching(/chemistry/i),
        "C09J",
        "New materials",
        "成都示例光电有限公司",
        "Enterprise",
      ],
      ...["Chengdu", "Sichuan", "重庆示例知识产权代理事务所（普通合伙）"],
      ...["Across the province line, inside the Chengdu-Chongqing cluster", "Invention", "In force"],
    ]);
  });
});

test("shares are of all the patents; of a group those in force", async () => {
  const { total, groups } = await statistics(
    "groups: groupBy(dimension: PATENT_TYPE) { count share inForceShare byStatus { status { code label } count } }",
  );
  const found = groups as readonly {
    readonly count: number;
    readonly share: number;
    readonly inForceShare: number;
    readonly byStatus: readonly { readonly status: { readonly code: string }; readonly count: number }[];
  }[];
  expect(found).toHaveLength(3);
  for (const { count, share, inForceShare, byStatus } of found) {
    expect(share).toBe(count / total);
    expect(byStatus.reduce((sum, one) => sum + one.count, 0)).toBe(count);
    expect(inForceShare).toBe((byStatus.find(({ status }) => status.code === "IN_FORCE")?.count ?? 0) / count);
  }
});

test("of a group the years of its filings add up to it, in their order", async () => {
  const { groups } = await statistics(
    "groups: groupBy(dimension: IPC_SUBCLASS, top: 5) { count byYear { year count } }",
  );
  const found = groups as readonly { readonly count: number; readonly byYear: readonly YearCount[] }[];
  expect(found).toHaveLength(5);
  for (const { count, byYear } of found) {
    expect(byYear.reduce((sum, one) => sum + one.count, 0)).toBe(count);
    expect(byYear.map(({ year }) => year)).toEqual(byYear.map(({ year }) => year).sort((a, b) => a - b));
  }
});

interface YearCount {
  readonly year: number;
  readonly count: number;
}

test("cities are the sixteen at most, Chongqing one of them, where the cluster is asked for", async () => {
  const { cities } = await statistics(
    "cities: groupBy(dimension: CITY) { key }",
    `(filter: { regions: ["CHENGDU_CHONGQING"] })`,
  );
  const keys = (cities as readonly { readonly key: string }[]).map(({ key }) => key);
  expect(keys.length).toBeLessThanOrEqual(16);
  expect(keys).toContain("500000");
  expect(keys.filter((key) => key !== "500000" && !/^51\d\d00$/.test(key))).toEqual([]);
});

test("what matches nothing has no groups, no shares and no error", async () => {
  const selection = `knownThrough trend: groupBy(dimension: FILING_YEAR) { key } lapses { count }
    conversion { granted share } concentration { hhi top10Share } survival(years: [3]) { year share atRisk }`;
  expect(await statistics(selection, `(query: "查无此词查无此词")`)).toEqual({
    total: 0,
    knownThrough: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    trend: [],
    lapses: [],
    conversion: { granted: 0, share: null },
    concentration: { hhi: null, top10Share: null },
    survival: [{ year: 3, share: null, atRisk: 0 }],
  });
});

test("survival is watched no longer than is known, whatever day is asked for", async () => {
  const { known, later, last } = await statistics(
    `known: survival(years: [1, 5]) { share atRisk }
     later: survival(years: [1, 5], through: "2040-01-01") { share atRisk }
     last: survival(years: [1, 5], through: "9999-12-31") { share atRisk }`,
  );
  expect((known as readonly { readonly atRisk: number }[])[0]?.atRisk).toBeGreaterThan(0);
  expect([later, last]).toEqual([known, known]);
});

test("why nothing is known through any day is told", async () => {
  const bulk: CnipaBulk = {
    ...national.bulk,
    statistics: async (request, context) => ({
      ...(await national.bulk.statistics(request, context)),
      knownThrough: null,
    }),
  };
  const { data } = await national.with({ bulk })(
    "{ patentStatistics { knownThrough knownThroughReason { code message } } }",
  );
  expect(data?.["patentStatistics"]).toEqual({
    knownThrough: null,
    knownThroughReason: { code: "NOTHING_LOADED", message: "尚未载入任何有公告日的专利数据" },
  });
});

describe("the store", () => {
  function counting(): { readonly bulk: CnipaBulk; readonly asked: Omit<StatisticsRequest, "today">[] } {
    const asked: StatisticsRequest[] = [];
    const statistics: CnipaBulk["statistics"] = (request, context) => {
      asked.push(request);
      return national.bulk.statistics(request, context);
    };
    return { bulk: { ...national.bulk, statistics }, asked };
  }

  test("is asked once for all figures, each once, through aliases, fragments, variables and directives", async () => {
    const { bulk, asked } = counting();
    const query = `query ($top: Int, $years: [Int!]!, $no: Boolean!) {
      patentStatistics {
        total
        one: groupBy(dimension: CITY, top: $top) { count }
        two: groupBy(dimension: CITY, top: 5) { byStatus { count } }
        ...More
        skipped: groupBy(dimension: AGENCY) @include(if: $no) { count }
      }
    }
    fragment More on PatentStatistics {
      trend: groupBy(dimension: FILING_YEAR) { ...Label }
      survival(years: $years) { share }
      later: survival(years: $years, through: "2020-01-01") { share }
      conversion { share }
    }
    fragment Label on PatentGroup { label }`;
    const { errors, data } = await national.with({ bulk })(query, { variables: { top: 5, years: [3, 5], no: false } });
    expect(errors).toBeUndefined();
    expect(data?.["patentStatistics"]).toMatchObject({ one: expect.any(Array), trend: expect.any(Array) });
    expect(asked).toMatchObject([
      {
        groupings: [
          { dimension: "CITY", top: 5, wantsStatuses: true, wantsYears: false },
          { dimension: "FILING_YEAR", top: 100, wantsStatuses: false, wantsYears: false },
        ],
        survivals: [
          { years: [3, 5], through: null },
          { years: [3, 5], through: "2020-01-01" },
        ],
        wantsLapses: false,
        wantsConversion: true,
        wantsConcentration: false,
      },
    ]);
  });

  test("that is down costs this field, with an error of its own", async () => {
    const failure = new UpstreamError("cnipa-bulk", { kind: "unreachable", reason: "store" });
    const bulk = { ...national.bulk, statistics: () => Promise.reject(failure) };
    const { data, errors } = await national.with({ bulk })("{ patentStatistics { total lapses { count } } }");
    expect(data).toEqual({ patentStatistics: null });
    expect(errors).toMatchObject([{ path: ["patentStatistics"], extensions: { code: "NODE_UNAVAILABLE" } }]);
  });

  test("that is off is nothing, without an error", async () => {
    const { data, errors } = await national.with({ bulk: null })("{ patentStatistics { total } }");
    expect(data).toEqual({ patentStatistics: null });
    expect(errors).toBeUndefined();
  });
});

describe("bad input is told in its own place", () => {
  test.each([
    ["groupBy(dimension: CITY, top: 0) { key }", "groupBy", "BAD_USER_INPUT"],
    ["groupBy(dimension: CITY, top: 1001) { key }", "groupBy", "BAD_USER_INPUT"],
    ["survival(years: [-1]) { share }", "survival", "BAD_USER_INPUT"],
    ["survival(years: [41]) { share }", "survival", "BAD_USER_INPUT"],
    [`survival(years: [3], through: "2020-02-30") { share }`, "survival", "BAD_USER_INPUT"],
  ])("%s", async (selection, field, code) => {
    const { errors } = await national.ask(`{ patentStatistics { total ${selection} } }`);
    expect(errors).toMatchObject([{ path: ["patentStatistics", field], extensions: { code } }]);
  });

  test.each([
    [`query: "TI=(光", syntax: EXPERT`, "BAD_QUERY"],
    [`filter: { regions: ["999999"] }`, "BAD_USER_INPUT"],
    [`filter: { filingDate: { from: "2020-01-01", to: "2019-01-01" } }`, "BAD_USER_INPUT"],
  ])("%s is %s", async (args, code) => {
    const { errors } = await national.ask(`{ patentStatistics(${args}) { total } }`);
    expect(errors).toMatchObject([{ path: ["patentStatistics"], extensions: { code } }]);
  });
});
