import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { FOUND, type OpenSearch, openSearch } from "./open-search.ts";

let search: OpenSearch;
beforeAll(async () => {
  search = await openSearch();
});
afterAll(() => search[Symbol.asyncDispose]());
beforeEach(() => {
  search.asked.length = 0;
  search.lookedUp.length = 0;
});

type Answer = Awaited<ReturnType<OpenSearch["ask"]>>;

function patents({ data }: Answer): Readonly<Record<string, unknown>> {
  return data?.["patents"] as Readonly<Record<string, unknown>>;
}

describe("one question to the store", () => {
  test("brings hits, total and facets; the patents of a page come in one batch", async () => {
    const { errors } = await search.ask(`query {
      patents(query: "TI=光学胶", first: 3) {
        total { value relation } nodes { title } edges { cursor score node { applicationNumber } }
        ...Counts
        cities: facets(fields: [CITY, LEGAL_STATUS]) { field }
      }
    }
    fragment Counts on PatentSearchConnection { facets(fields: [LEGAL_STATUS, FILING_YEAR]) { field } }`);
    expect(errors).toBeUndefined();
    expect(search.asked).toHaveLength(1);
    expect(search.asked[0]).toMatchObject({
      query: { kind: "text", text: "光学胶" },
      filter: null,
      order: { field: "RELEVANCE", direction: "DESC" },
      first: 3,
      after: null,
      facetTop: 10,
      wantsHighlights: false,
      today: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
    expect(search.asked[0]?.facets.toSorted()).toEqual(["CITY", "FILING_YEAR", "LEGAL_STATUS"]);
    expect(search.lookedUp).toEqual([FOUND]);
  });

  test("asks for what is selected only", async () => {
    const query = `query ($with: Boolean!) {
      patents { total { value } edges { highlights @include(if: $with) { field } } facets(fields: [CITY]) @skip(if: $with) { field } }
    }`;
    await search.ask(query, { variables: { with: false } });
    await search.ask(query, { variables: { with: true } });
    expect(search.asked).toMatchObject([
      { facets: ["CITY"], wantsHighlights: false },
      { facets: [], wantsHighlights: true },
    ]);
    expect(search.lookedUp).toEqual([]);
  });

  test("facets of another size are a question of their own, without hits", async () => {
    const { data } = await search.ask(`{ patents {
      facets(fields: [CITY], top: 5) { field buckets { value } } few: facets(fields: [CITY], top: 1) { field buckets { value } } } }`);
    expect(search.asked).toMatchObject([
      { facets: ["CITY"], facetTop: 5, first: 20 },
      { facets: ["CITY"], facetTop: 1, first: 0 },
    ]);
    expect(data).toMatchObject({
      patents: { facets: [{ buckets: [{}, {}] }], few: [{ buckets: [{ value: "510100" }] }] },
    });
  });
});

test("without query and filter: everything, newest first, and how it was read", async () => {
  const answer = await search.ask(
    `{ patents { reading { kind expert } edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }`,
  );
  expect(search.asked).toMatchObject([
    { query: null, filter: null, order: { field: "FILING_DATE", direction: "DESC" }, first: 20, after: null },
  ]);
  expect(patents(answer)).toMatchObject({
    reading: { kind: "TEXT", expert: null },
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  });
});

test.each([
  [`orderBy: { field: RELEVANCE }`, { field: "FILING_DATE", direction: "DESC" }],
  [`orderBy: { field: GRANT_DATE, direction: ASC }`, { field: "GRANT_DATE", direction: "ASC" }],
  [`query: "胶"`, { field: "RELEVANCE", direction: "DESC" }],
  [`query: "胶", orderBy: { field: PUBLICATION_DATE }`, { field: "PUBLICATION_DATE", direction: "DESC" }],
])("patents(%s) is ordered so", async (args, order) => {
  await search.ask(`{ patents(${args}) { total { value } } }`);
  expect(search.asked).toMatchObject([{ order }]);
});

test("how a query was read can be asked again", async () => {
  const reading = async (query: string) => {
    const answer = await search.ask("query ($query: String) { patents(query: $query) { reading { kind expert } } }", {
      variables: { query },
    });
    return patents(answer)["reading"] as { readonly kind: string; readonly expert: string };
  };
  expect(await reading("ZL 2023 1 0123456.6")).toEqual({ kind: "NUMBER", expert: "AN=CN202310123456" });
  const first = await reading("光学胶 成都");
  expect(first).toEqual({ kind: "TEXT", expert: 'ALL="光学胶" AND ALL="成都"' });
  expect(await reading(first.expert)).toEqual({ kind: "EXPERT", expert: first.expert });
  expect(search.asked[1]?.query).toEqual(search.asked[2]?.query);
});

describe("cursors", () => {
  const PAGE = `query ($query: String, $filter: PatentFilter, $orderBy: PatentOrder, $after: String) {
    patents(query: $query, filter: $filter, orderBy: $orderBy, first: 2, after: $after) {
      edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

  async function cursorOf(variables: Readonly<Record<string, unknown>>): Promise<string> {
    const { pageInfo } = patents(await search.ask(PAGE, { variables })) as {
      readonly pageInfo: { readonly endCursor: string };
    };
    return pageInfo.endCursor;
  }

  test("lead to the store's place, in any spelling of the same search", async () => {
    const after = await cursorOf({ query: "TI=光学胶", filter: { regions: ["510100"] } });
    search.asked.length = 0;
    const next = await search.ask(PAGE, { variables: { query: "名称：光学胶", filter: { regions: ["5101"] }, after } });
    expect(next.errors).toBeUndefined();
    expect(patents(next)).toMatchObject({ pageInfo: { hasPreviousPage: true } });
    expect(search.asked).toMatchObject([{ after: "place 1" }]);
  });

  test.each([
    { query: "TI=光学膜" },
    { query: "TI=光学胶", filter: { regions: ["500000"] } },
    { query: "TI=光学胶", orderBy: { field: "FILING_DATE" } },
    { query: "TI=光学胶", orderBy: { field: "RELEVANCE", direction: "ASC" } },
    {},
  ])("of another search are refused: %j", async (variables) => {
    const after = await cursorOf({ query: "TI=光学胶" });
    search.asked.length = 0;
    const { errors } = await search.ask(PAGE, { variables: { ...variables, after } });
    expect(errors).toMatchObject([
      { path: ["patents"], extensions: { code: "BAD_CURSOR", reason: { code: "after" } } },
    ]);
    expect(search.asked).toEqual([]);
  });

  test("that were changed are refused", async () => {
    const after = await cursorOf({ query: "TI=光学胶" });
    const other = Buffer.from(Buffer.from(after, "base64url").toString().replace("place 1", "place 2")).toString(
      "base64url",
    );
    for (const bad of [
      other,
      `${after}A`,
      after.slice(1),
      "",
      "x",
      "o1:5",
      Buffer.from("o1:5").toString("base64url"),
      "A".repeat(5_000),
    ]) {
      const { data, errors } = await search.ask(PAGE, { variables: { query: "TI=光学胶", after: bad } });
      if (bad === "") expect(data).toMatchObject({ patents: { edges: [{}, {}] } });
      else expect(errors).toMatchObject([{ extensions: { code: "BAD_CURSOR" } }]);
    }
  });
});

describe("facets", () => {
  const ALL = `{ patents { facets(fields: [PATENT_TYPE, LEGAL_STATUS, FILING_YEAR, PROVINCE, CITY, IPC_SECTION, IPC_SUBCLASS, APPLICANT,
    APPLICANT_TYPE, AGENCY, STRATEGIC_INDUSTRY]) { field exact missing other buckets { value label count } } } }`;

  test.each([
    [
      "zh" as const,
      ["发明", "授权有效", "2023", "四川省", "成都市", "化学；冶金", "C09J", "成都示例光电有限公司", "高校"],
    ],
    [
      "en" as const,
      [
        "Invention",
        "In force",
        "2023",
        "Sichuan",
        "Chengdu",
        "Chemistry; metallurgy",
        "C09J",
        "成都示例光电有限公司",
        "University or school",
      ],
    ],
  ])("are labelled in %s", async (language, labels) => {
    const { data, errors } = await search.ask(ALL, { language });
    expect(errors).toBeUndefined();
    const { facets } = (data as { readonly patents: { readonly facets: readonly FacetAnswer[] } }).patents;
    expect(facets.slice(0, labels.length).map(({ buckets }) => buckets[0]?.label)).toEqual(labels);
    expect(facets.at(-1)?.buckets[0]?.label).toBe(language === "zh" ? "新材料产业" : "New materials");
    expect(facets[0]).toMatchObject({ field: "PATENT_TYPE", exact: true, missing: 1, other: 0 });
  });

  test.each([0, 101, -1])("%i values are refused in their own place", async (top) => {
    const { data, errors } = await search.ask(
      `{ patents { total { value } facets(fields: [CITY], top: ${top}) { field } } }`,
    );
    expect(data).toEqual({ patents: { total: { value: 3 }, facets: null } });
    expect(errors).toMatchObject([
      { path: ["patents", "facets"], extensions: { code: "BAD_USER_INPUT", reason: { code: "top" } } },
    ]);
  });
});

interface FacetAnswer {
  readonly buckets: readonly { readonly label: string }[];
}

describe("what is asked badly", () => {
  test("a query: BAD_QUERY with its place, in the field's own place", async () => {
    const { data, errors } = await search.ask('{ patents(query: "TI=光学胶 OR") { total { value } } }');
    expect(data).toEqual({ patents: null });
    expect(errors).toMatchObject([
      {
        path: ["patents"],
        extensions: { code: "BAD_QUERY", reason: { code: "UNEXPECTED", position: { offset: 9, line: 1, column: 10 } } },
      },
    ]);
    expect(search.asked).toEqual([]);
  });

  test.each([-1, 101])("a page of %i", async (first) => {
    const { errors } = await search.ask(`{ patents(first: ${first}) { total { value } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", reason: { code: "first" } } }]);
  });
});

test("a source that is off is no answer, told as skipped", async () => {
  await using off = await openSearch();
  const { data, errors, extensions } = await off.with({ bulk: null })("{ patents { total { value } } }");
  expect(data).toEqual({ patents: null });
  expect(errors).toBeUndefined();
  expect(extensions.hub.sources).toMatchObject([{ source: "cnipa-bulk", outcome: "SKIPPED" }]);
});

test("a patent that was taken down takes its passages with it", async () => {
  const hidden = encodeNodeId("Patent", FOUND[0]);
  const takeDowns = { size: 1, has: (id: string) => id === hidden };
  const answer = await search.hiding(takeDowns)(
    "{ patents { edges { highlights { field } node { id } } nodes { id } } }",
  );
  expect(answer.errors).toBeUndefined();
  const { edges, nodes } = patents(answer) as {
    readonly edges: readonly unknown[];
    readonly nodes: readonly unknown[];
  };
  expect(edges).toHaveLength(FOUND.length - 1);
  expect(nodes).toHaveLength(FOUND.length - 1);
  expect(JSON.stringify(answer.data)).not.toContain(hidden);
});
