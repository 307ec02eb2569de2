import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NO_BREAKERS, startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PORTALS = [
  { source: "sichuan-portal", node: "sichuan", other: "chongqing" },
  { source: "chongqing-kjy01", node: "chongqing", other: "sichuan" },
] as const;

/** Every turn searches for something new, so that no cache can answer. */
const WORDS = ["装置", "方法", "检测", "系统", "材料", "设备", "光学", "组件", "高效", "新型", "便携", "山地"];
const KINDS = ["PATENT", "LISTING", "DEMAND", "SERVICE", "EXPERT"];
/** Kinds that the portals do not give out whole, to be kept. */
const SEARCHED = ["PATENT", "LISTING"];
const DEADLINE_MS = 1_500;

const SEARCH = /* GraphQL */ `query ($query: String!, $kinds: [AssetKind!], $after: String, $deadlineMs: Int) {
  search(query: $query, kinds: $kinds, first: 20, after: $after, deadlineMs: $deadlineMs) {
    edges { foundBy { hubNode { code } } node { __typename id } }
    perNode { hubNode { code } outcome hits tookMs }
    pageInfo { hasNextPage endCursor }
    resumed
  }
}`;

const WITH_FIELDS = /* GraphQL */ `query ($query: String!, $kinds: [AssetKind!]) {
  search(query: $query, kinds: $kinds, first: 20) {
    nodes {
      __typename
      id
      ... on Patent { title }
      ... on Listing { title price { text } actions { url } }
      ... on Demand { title actions { url } }
      ... on ServiceItem { name actions { url } }
      ... on Expert { name specialties actions { url } }
    }
  }
}`;

interface Report {
  readonly hubNode: { readonly code: string };
  readonly outcome: string;
  readonly hits: number | null;
  readonly tookMs: number | null;
}

interface Page {
  readonly edges: readonly {
    readonly foundBy: readonly { readonly hubNode: { readonly code: string } }[];
    readonly node: { readonly __typename: string; readonly id: string };
  }[];
  readonly perNode: readonly Report[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

let hub: TestHub;
let turn = 0;

beforeAll(async () => {
  hub = await startTestHub({ env: NO_BREAKERS });
  await search({ query: "光学胶", deadlineMs: 10_000 });
});
afterAll(() => hub.stop());

async function search(variables: Readonly<Record<string, unknown>>): Promise<Page> {
  const { data, errors } = await hub.ask(SEARCH, { kinds: KINDS, deadlineMs: DEADLINE_MS, ...variables });
  expect(errors).toEqual([]);
  return (data as { readonly search: Page }).search;
}

function reportOf({ perNode }: Page, node: string): Report | undefined {
  return perNode.find(({ hubNode }) => hubNode.code === node);
}

function foundBy({ edges }: Page, node: string): number {
  return edges.filter((edge) => edge.foundBy.some(({ hubNode }) => hubNode.code === node)).length;
}

function nextWord(): string {
  return WORDS[turn++ % WORDS.length] ?? "";
}

describe.each(PORTALS)("with $node", ({ source, node, other }) => {
  afterEach(() => hub.sandbox(source).setFault({ mode: "none" }));

  test.each([
    ["answering with a server error", "error", "UNAVAILABLE"],
    ["answering with what is no answer", "garbage", "BAD_RESPONSE"],
    ["showing its log-in page", "login", "BAD_RESPONSE"],
  ] as const)("%s the others' finds are there, and it is told", async (_how, mode, outcome) => {
    await hub.sandbox(source).setFault({ mode });
    const page = await search({ query: nextWord(), kinds: SEARCHED });
    expect(reportOf(page, node)).toMatchObject({ outcome, hits: null });
    expect(reportOf(page, other)?.outcome).toBe("OK");
    expect(reportOf(page, "national")?.outcome).toBe("OK");
    expect(foundBy(page, "national")).toBeGreaterThan(0);
    expect(foundBy(page, node)).toBe(0);
  });

  test("silent the search ends at its deadline, and what it finds comes on a later page", async () => {
    await hub.sandbox(source).setFault({ mode: "hang" });
    const startedAt = performance.now();
    const page = await search({ query: nextWord(), kinds: SEARCHED, deadlineMs: 600 });
    expect(performance.now() - startedAt).toBeLessThan(1_600);
    expect(reportOf(page, node)?.outcome).toBe("LATE");
    expect(page.pageInfo.hasNextPage).toBe(true);
  });
});

test("the hits' own fields ask no upstream for what the search has just found", async () => {
  const query = nextWord();
  await hub.resetCounts();
  await search({ query });
  const searched = await hub.counts();
  const { data, errors } = await hub.ask(WITH_FIELDS, { query, kinds: KINDS });
  expect(errors).toEqual([]);
  expect((data as { search: { nodes: readonly object[] } }).search.nodes.length).toBeGreaterThan(5);
  expect(await hub.counts()).toEqual(searched);
});

test("a page asks every upstream operation once at most", async () => {
  await hub.resetCounts();
  await search({ query: nextWord() });
  const calls = Object.values(await hub.counts()).flatMap((operations) => Object.values(operations));
  expect(calls.length).toBeGreaterThan(0);
  expect(Math.max(...calls)).toBe(1);
});

test("walking all pages gives nothing twice", async () => {
  const ids: string[] = [];
  let page = await search({ query: "一种" });
  for (let pages = 0; pages < 40; pages++) {
    ids.push(...page.edges.map(({ node }) => node.id));
    if (!page.pageInfo.hasNextPage) break;
    page = await search({ query: "一种", after: page.pageInfo.endCursor });
  }
  expect(page.pageInfo.hasNextPage).toBe(false);
  expect(ids.length).toBeGreaterThan(100);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(PORTALS)("with $source stopped", ({ source, node }) => {
  test("nobody waits for it, and the other nodes' finds are there", async () => {
    await hub.sandbox(source).stop();
    const startedAt = performance.now();
    const page = await search({ query: nextWord(), kinds: SEARCHED });
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + 1_000);
    expect(["UNAVAILABLE", "LATE"]).toContain(reportOf(page, node)?.outcome);
    expect(foundBy(page, "national")).toBeGreaterThan(0);
  });
});
