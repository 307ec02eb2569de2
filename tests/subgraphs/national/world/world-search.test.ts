import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imaginedOps } from "#tests/adapters/epo-ops/search/imagined-ops.ts";
import { type RunningOps, startOps } from "#tests/adapters/epo-ops/start-ops.ts";
import { brokenOps, type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";
import { replayOps } from "#tests/subgraphs/national/replay-ops.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { answerStatus } from "#tests/support/upstream-faults.ts";

const PAGE = `edges { cursor } nodes { office { code label } publicationNumber kindCode familyNumber }
  pageInfo { hasNextPage hasPreviousPage endCursor } total { value relation } cql notices { code message }`;

let national: OpenNational;
beforeAll(async () => {
  national = await openNational(100);
});
afterAll(() => national[Symbol.asyncDispose]());

describe("with the stand-in", () => {
  let ops: RunningOps;
  let ask: OpenNational["ask"];
  beforeAll(async () => {
    ops = await startOps();
    ask = national.with({ ops: ops.client });
  });
  afterAll(() => ops[Symbol.asyncDispose]());

  test("words and a filter are written as one query, and hits lead to their patents", async () => {
    const { data, errors } = await ask(`{
      worldPatents(query: "光学胶", filter: { offices: ["CN"], publicationDate: { from: "2024-01-01" } }, first: 5) {
        cql total { value relation } nodes { publicationNumber patent { applicationNumber title provenance { source { code } } } }
      }
    }`);
    expect(errors).toBeUndefined();
    const page = pageOf(data);
    expect(page.cql).toBe('(ta all "光学胶") and (pn = CN)');
    expect(page.total.relation).toBe("EXACT");
    expect(page.nodes).toContainEqual({
      publicationNumber: "CN116012345B",
      patent: {
        applicationNumber: "CN202310123456.6",
        title: "一种低温固化光学胶及其制备方法",
        provenance: { source: { code: "cnipa-bulk" } },
      },
    });
  });

  test("a page costs one question, and its patents two more however many", async () => {
    await ops.sandbox.resetCounts();
    ops.runtime.clearCache();
    const { data, errors } = await ask(
      `{ worldPatents(cql: "pn = EP", first: 20) { nodes { publicationNumber patent { title } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(pageOf(data).nodes.length).toBeGreaterThan(5);
    expect(pageOf(data).nodes.every(({ patent }) => patent?.title != null)).toBe(true);
    expect(await ops.sandbox.counts()).toMatchObject({
      search: 1,
      "biblio-by-publication": 1,
      "biblio-by-application": 1,
    });
  });

  test("pages follow one another to the end", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let total = 0;
    for (let more = true; more; ) {
      const { data, errors } = await ask(
        'query ($after: String) { worldPatents(cql: "pn = WO", first: 7, after: $after) { total { value } nodes { publicationNumber } pageInfo { hasNextPage endCursor } } }',
        { variables: { after } },
      );
      expect(errors).toBeUndefined();
      const page = pageOf(data);
      seen.push(...page.nodes.map(({ publicationNumber }) => publicationNumber));
      total = page.total.value;
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage && seen.length < 1_000;
    }
    expect(total).toBeGreaterThan(7);
    expect(new Set(seen).size).toBe(total);
    expect(seen).toHaveLength(total);
  });

  test("nothing found is an empty page, not an error", async () => {
    const { data, errors } = await ask(`{ worldPatents(query: "there is no such thing") { ${PAGE} } }`);
    expect(errors).toBeUndefined();
    expect(pageOf(data)).toMatchObject({
      nodes: [],
      total: { value: 0, relation: "EXACT" },
      pageInfo: { hasNextPage: false, endCursor: null },
      notices: [],
    });
  });

  test.each([
    ['cql: "ti=a and"', "BAD_QUERY", "REFUSED_BY_SOURCE"],
    ['cql: "nosuchindex=a"', "BAD_QUERY", "REFUSED_BY_SOURCE"],
    ['cql: "ti=b and (ti=a"', "BAD_QUERY", "UNBALANCED_PARENTHESIS"],
    ['cql: " "', "BAD_QUERY", "NOTHING_TO_SEARCH"],
    ['query: "???"', "BAD_QUERY", "NOTHING_TO_SEARCH"],
    ['query: ""', "BAD_QUERY", "NOTHING_TO_SEARCH"],
    ["first: 5", "BAD_USER_INPUT", "query"],
    ['filter: { ipc: ["nonsense"] }', "BAD_USER_INPUT", "filter.ipc"],
    [
      'query: "a", filter: { publicationDate: { from: "2024-13-01" } }',
      "BAD_USER_INPUT",
      "filter.publicationDate.from",
    ],
    ['query: "a", first: 101', "BAD_USER_INPUT", "first"],
    ['query: "a", after: "x"', "BAD_CURSOR", "after"],
  ])("%s is refused: %s, %s", async (args, code, reason) => {
    const { errors } = await ask(`{ worldPatents(${args}) { total { value } } }`);
    expect(errors).toMatchObject([{ path: ["worldPatents"], extensions: { code, reason: { code: reason } } }]);
  });

  test("what OPS cannot read comes back with OPS's own reason, what we cannot with its place", async () => {
    const refused = await ask(`{ worldPatents(cql: "nosuchindex=a") { total { value } } }`);
    expect(refused.errors?.[0]?.extensions.reason?.message.en).toContain("CLIENT.CQL");
    const open = await ask(`{ worldPatents(cql: "ti=b and (ti=a") { total { value } } }`);
    expect(open.errors?.[0]?.extensions.reason?.position).toEqual({ offset: 9, line: 1, column: 10 });
    const signs = await ask(`{ worldPatents(query: "((") { total { value } } }`);
    expect(signs.errors?.[0]?.extensions).toMatchObject({
      code: "BAD_QUERY",
      reason: { code: "NOTHING_TO_SEARCH", position: { offset: 0, line: 1, column: 1 } },
    });
  });

  test("a cursor is of its own query alone", async () => {
    const { data } = await ask(`{ worldPatents(cql: "pn = EP", first: 2) { pageInfo { endCursor } } }`);
    const cursor = pageOf(data).pageInfo.endCursor;
    const { errors } = await ask(`{ worldPatents(cql: "pn = WO", first: 2, after: "${cursor}") { total { value } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_CURSOR", reason: { code: "after" } } }]);
    const changed = Buffer.from(
      Buffer.from(cursor ?? "", "base64url")
        .toString()
        .replace(",2,", ",9,"),
    ).toString("base64url");
    const again = await ask(`{ worldPatents(cql: "pn = EP", first: 2, after: "${changed}") { total { value } } }`);
    expect(again.errors).toMatchObject([{ extensions: { code: "BAD_CURSOR", reason: { code: "after" } } }]);
  });
});

test("more than OPS lets one reach is paged by days, and counted on demand", async () => {
  const perDay = new Map(Array.from({ length: 30 }, (_, index) => [`${1995 + index}-06-01`, 600] as const));
  const ops = { ...brokenOps(), search: imaginedOps(perDay).search };
  const { data, errors } = await national.with({ ops })(
    `{ worldPatents(query: "battery", first: 50) { ${PAGE} countedTotal(questions: 20) { value relation } } }`,
  );
  expect(errors).toBeUndefined();
  const page = pageOf(data);
  expect(page.nodes).toHaveLength(50);
  expect(page).toMatchObject({
    total: { value: 10_000, relation: "AT_LEAST" },
    countedTotal: { value: 18_000, relation: "EXACT" },
    pageInfo: { hasNextPage: true },
  });
});

test.each([
  ["off", null, "NODE_OFF"],
  ["down", brokenOps(), "NODE_TIMEOUT"],
])("with OPS %s the search is null with an error of its own", async (_state, ops, code) => {
  const { data, errors } = await national.with({ ops })(`{
    worldPatents(query: "battery") { total { value } }
    patent(number: "CN202310123456.6") { title }
  }`);
  expect(data).toEqual({ worldPatents: null, patent: { title: "一种低温固化光学胶及其制备方法" } });
  expect(errors).toMatchObject([{ path: ["worldPatents"], extensions: { code, source: "epo-ops" } }]);
});

describe.skipIf(samplesDir === null)("with recorded answers (skipped without the samples)", () => {
  test("battery: five of at least 10,000", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ worldPatents(cql: "ti = battery", orderBy: SOURCE, first: 5) { ${PAGE} } }`,
      { language: "en" },
    );
    expect(errors).toBeUndefined();
    expect(pageOf(data)).toMatchObject({
      total: { value: 10_000, relation: "AT_LEAST" },
      pageInfo: { hasNextPage: true },
    });
    expect(pageOf(data).nodes).toHaveLength(5);
    expect(pageOf(data).nodes[0]).toEqual({
      office: { code: "HR", label: "Croatia" },
      publicationNumber: "HRP20251003T1",
      kindCode: "T1",
      familyNumber: "77199274",
    });
  });

  test("plastic: the first hundred by the range 1-100, 1-based and inclusive", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ worldPatents(cql: "ti = plastic", orderBy: SOURCE, first: 100) { ${PAGE} } }`,
    );
    expect(errors).toBeUndefined();
    expect(pageOf(data).nodes).toHaveLength(100);
    expect(new Set(pageOf(data).nodes.map(({ publicationNumber }) => publicationNumber)).size).toBe(100);
    expect(ops.asked()).toEqual(["GET published-data/search?q=ti = plastic 1-100"]);
  });

  test("a refusal for fair use is NODE_THROTTLED and says when to come back", async () => {
    await using ops = await replayOps({
      search: answerStatus(403, { "X-Rejection-Reason": "IndividualQuotaPerHour" }, "<error><code>403</code></error>"),
    });
    const { errors } = await national.with({ ops: ops.client })(`{ worldPatents(query: "x") { total { value } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "NODE_THROTTLED", retryAfterMs: 600_000 } }]);
  });
});

interface Page {
  readonly cql: string;
  readonly nodes: readonly {
    readonly publicationNumber: string;
    readonly patent?: { readonly title: string | null } | null;
  }[];
  readonly total: { readonly value: number; readonly relation: string };
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

function pageOf(data: Readonly<Record<string, unknown>> | null | undefined): Page {
  return data?.["worldPatents"] as Page;
}
