import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import { everyPatent } from "#tests/adapters/cnipa-bulk/every-patent.ts";
import { type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";
import { createCallContext } from "#tests/support/call-context.ts";

let national: OpenNational;
let records: readonly PatentRecord[];
beforeAll(async () => {
  national = await openNational(300);
  const { bulk } = national;
  const context = createCallContext();
  records = await everyPatent({
    search: (request) => bulk.search(request, context),
    byApplicationNumbers: async (numbers) =>
      (await bulk.byApplicationNumbers(numbers, context)).map((found) => found?.value ?? null),
  });
  expect(records).toHaveLength((await bulk.stats(context)).patents);
});
afterAll(() => national[Symbol.asyncDispose]());

const SEARCH = `query ($query: String, $syntax: QuerySyntax, $filter: PatentFilter, $after: String, $first: Int = 100) {
  patents(query: $query, syntax: $syntax, filter: $filter, after: $after, first: $first) {
    total { value relation } edges { cursor score node { applicationNumber } } pageInfo { hasNextPage endCursor } } }`;

interface Found {
  readonly total: { readonly value: number };
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly applicationNumber: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function found(variables: Readonly<Record<string, unknown>>): Promise<Found> {
  const { data, errors } = await national.ask(SEARCH, { variables });
  expect(errors).toBeUndefined();
  return data?.["patents"] as Found;
}

async function numbersOf(variables: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const numbers: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Found = await found({ ...variables, after });
    numbers.push(...page.edges.map(({ node }) => node.applicationNumber));
    if (!page.pageInfo.hasNextPage) return numbers.toSorted();
    after = page.pageInfo.endCursor;
  }
}

const ADHESIVE = "CN202310123456.6";

describe("the adhesive is found by", () => {
  test.each([
    "ZL 2023 1 0123456.6",
    "CN116012345B",
    "CN116012345",
    "低温固化光学胶",
    "光学胶 低温 成都",
    "AN=20231012*",
    "TI=低温固化光学胶",
    "TI=(低温 5W 胶) AND PA=91510100MA0DEM0A77",
    "TI=(低温 OR 高温) AND IC=C09J AND AD=2023-02 AND GD=20240820 AND LS=有效 AND RG=成都 AND PT=发明",
    "PA=成都示例光电 AND AG=50990 AND AD=[2023-02-14 TO 2023-02-14]",
  ])("%s", async (query) => {
    expect(await numbersOf({ query })).toContain(ADHESIVE);
  });

  test.each([
    "TI=高温固化光学胶",
    "AN=2024*",
    "TI=低温固化光学胶 NOT AD=2023",
    "TI=低温固化光学胶 AND LS=失效",
    "TI=(胶 PRE/5 低温)",
  ])("but not by %s", async (query) => {
    expect(await numbersOf({ query })).not.toContain(ADHESIVE);
  });
});

describe("a query finds what a look through every record finds:", () => {
  const granted = (record: PatentRecord) => record.publications.find(({ kind }) => /^[BCUYSD]$/.test(kind));
  test.each<[string, (record: PatentRecord) => boolean]>([
    ["TI=光学", ({ title }) => title?.includes("光学") === true],
    ["TI=(光学 OR 检测) NOT TI=装置", ({ title }) => /光学|检测/.test(title ?? "") && !title?.includes("装置")],
    ["PA=成都", ({ applicants }) => applicants.some(({ name }) => name.includes("成都"))],
    ["IC=C09J", ({ ipc }) => ipc.some((symbol) => symbol.startsWith("C09J"))],
    ["AD=2022:2023", ({ filingDate }) => filingDate !== null && /^202[23]/.test(filingDate)],
    ["AD<2020", ({ filingDate }) => filingDate !== null && filingDate < "2020"],
    ["GD>=2023-06", (record) => (granted(record)?.date ?? "") >= "2023-06-01"],
    ["PT=外观 或 PT=新型", ({ type }) => type !== "INVENTION"],
    ["AG=50990", ({ agency }) => agency?.code === "50990"],
    ["AN=2021*", ({ applicationNumber }) => applicationNumber.startsWith("CN2021")],
  ])("%s", async (query, holds) => {
    const expected = records.filter(holds).map(({ applicationNumber }) => applicationNumber);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(records.length);
    expect(await numbersOf({ query })).toEqual(expected.toSorted());
  });
});

test("the same is said by a query and by a filter, and how a query was read finds the same", async () => {
  const byQuery = await numbersOf({ query: "RG=成渝 AND PT=发明 AND IC=(C09J OR G02B) AND AD>=2020" });
  expect(byQuery.length).toBeGreaterThan(0);
  const filter = {
    regions: ["CHENGDU_CHONGQING"],
    patentTypes: ["INVENTION"],
    ipc: ["C09J", "G02B"],
    filingDate: { from: "2020-01-01" },
  };
  expect(await numbersOf({ filter })).toEqual(byQuery);
});

test("pages follow each other without repeating or leaving out, and without a query the newest come first", async () => {
  const whole = await found({});
  expect(whole.total.value).toBe(records.length);
  const pages = await numbersOf({ first: 7 });
  expect(pages).toEqual(records.map(({ applicationNumber }) => applicationNumber).toSorted());
  const days = whole.edges.map(
    ({ node }) => records.find((one) => one.applicationNumber === node.applicationNumber)?.filingDate ?? "",
  );
  expect(days).toEqual(days.toSorted().reverse());
});

test("what a bucket counts is what its value as a filter finds", async () => {
  const { data, errors } =
    await national.ask(`{ patents { facets(fields: [PATENT_TYPE, LEGAL_STATUS, FILING_YEAR, CITY, IPC_SECTION, IPC_SUBCLASS, APPLICANT, AGENCY], top: 3) {
    field buckets { value label count } } } }`);
  expect(errors).toBeUndefined();
  const { facets } = (data as { readonly patents: { readonly facets: readonly FacetAnswer[] } }).patents;
  const counted = facets.flatMap(({ field, buckets }) => buckets.map((bucket) => ({ field, ...bucket })));
  expect(counted.length).toBeGreaterThan(15);
  for (const { field, value, label, count } of counted) {
    expect(label, value).not.toBe("");
    expect((await found({ filter: FILTERS[field]?.(value), first: 0 })).total.value, `${field} ${value}`).toBe(count);
  }
});

interface FacetAnswer {
  readonly field: string;
  readonly buckets: readonly { readonly value: string; readonly label: string; readonly count: number }[];
}

const FILTERS: Readonly<Record<string, (value: string) => object>> = {
  PATENT_TYPE: (value) => ({ patentTypes: [value] }),
  LEGAL_STATUS: (value) => ({ legalStatuses: [value] }),
  FILING_YEAR: (value) => ({ filingDate: { from: `${value}-01-01`, to: `${value}-12-31` } }),
  CITY: (value) => ({ regions: [value] }),
  IPC_SECTION: (value) => ({ ipc: [value] }),
  IPC_SUBCLASS: (value) => ({ ipc: [value] }),
  APPLICANT: (value) => ({ party: value }),
  AGENCY: (value) => ({ agencyCodes: [value] }),
};

test("free text that says operators seeks words", async () => {
  expect(await numbersOf({ query: "TI=低温固化光学胶", syntax: "TEXT" })).toEqual([]);
  expect(await numbersOf({ query: "低温固化光学胶（制备）", syntax: "TEXT" })).toContain(ADHESIVE);
});

test("highlights show what was found, as pieces that make up the text", async () => {
  const { data } = await national.ask(`{ patents(query: "TI=低温固化光学胶") { edges {
    highlights { field segments { text hit } } node { title } } } }`);
  expect(data).toMatchObject({
    patents: {
      edges: [
        {
          highlights: [
            { field: "TITLE", segments: [{ text: "一种", hit: false }, { text: "低温固化光学胶", hit: true }, {}] },
          ],
          node: { title: "一种低温固化光学胶及其制备方法" },
        },
      ],
    },
  });
});

describe("the hub's own question for patents", () => {
  const QUESTION = `query ($searches: [HubNodeSearchInput!]!) {
    hubNodeSearch(searches: $searches) { total relation items { summary { title numbers classes region date } } } }`;

  async function pages(...searches: readonly Readonly<Record<string, unknown>>[]) {
    const kind = "PATENT";
    const variables = { searches: searches.map((search) => ({ kind, first: 100, offset: 0, ...search })) };
    const { data, errors } = await national.ask(QUESTION, { variables });
    expect(errors).toBeUndefined();
    return data?.["hubNodeSearch"] as readonly {
      readonly total: number;
      readonly items: readonly { readonly summary: { readonly numbers: readonly string[] } }[];
    }[];
  }

  test("is answered by the same engine, with text, regions, party and what it is about", async () => {
    const [byText, byNumber, narrowed, elsewhere] = await pages(
      { text: "光学胶 低温固化", first: 1 },
      { text: "CN116012345B" },
      { text: "胶", filter: { regions: ["510100"], party: "91510100MA0DEM0A77" } },
      { text: "低温固化光学胶", filter: { regions: ["500000"] } },
    );
    expect(byText?.items).toMatchObject([
      {
        summary: {
          title: "一种低温固化光学胶及其制备方法",
          numbers: expect.arrayContaining([ADHESIVE, "CN116012345B"]),
          classes: expect.arrayContaining(["C09J4/02"]),
          region: "510100",
          date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        },
      },
    ]);
    expect(byNumber?.total).toBe(1);
    expect(narrowed?.total).toBe(
      (await found({ query: "ALL=胶", filter: { regions: ["510100"], party: "91510100MA0DEM0A77" } })).total.value,
    );
    expect(elsewhere?.total).toBe(0);
    const [agency, organization] = await pages(
      { about: { typeName: "Agency", key: "50990" } },
      { about: { typeName: "Organization", key: "91510100MA0DEM0A77" }, text: "低温固化光学胶" },
    );
    expect(agency?.total).toBe((await found({ query: "AG=50990" })).total.value);
    expect(organization?.items[0]?.summary.numbers).toContain(ADHESIVE);
  });

  test("is paged by number, and what lies too deep is empty", async () => {
    const [whole, later, deep] = await pages({ first: 20 }, { first: 10, offset: 10 }, { first: 10, offset: 20_000 });
    expect(later?.items).toEqual(whole?.items.slice(10));
    expect(later?.total).toBe(records.length);
    expect(deep?.items).toEqual([]);
  });

  test("takes a blank party for none, as every other platform does", async () => {
    const [whole, blank] = await pages({ first: 1 }, { first: 1, filter: { party: " " } });
    expect(blank?.total).toBe(whole?.total);
    expect(blank?.total).toBe(records.length);
  });
});
