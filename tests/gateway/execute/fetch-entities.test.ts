import fc from "fast-check";
import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { createMemoryEntityCache } from "#gateway/execute/entity-cache.ts";
import { createEntityFetcher, type EntityFetcherParts } from "#gateway/execute/fetch-entities.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeRequest, NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { answered, requestScope, requestState, type StubNode, stubNode, testCallNode } from "./stub-node.ts";

const QUERY =
  "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on A { title } } }";
const MINUTE = 60_000;

interface Bench {
  readonly fetch: (
    node: StubNode,
    ids: readonly string[],
    options?: { readonly scope?: Partial<RequestScope>; readonly query?: string; readonly variables?: object },
  ) => Promise<{ titles: unknown[]; entities: readonly unknown[]; errors: readonly NodeError[]; state: State }>;
  readonly clock: ManualClock;
  readonly registry: Registry;
}
type State = ReturnType<typeof requestState>;

function bench(isPrivateType: EntityFetcherParts["isPrivateType"] = () => false): Bench {
  const clock = new ManualClock();
  const registry = new Registry();
  const cache = createMemoryEntityCache(clock, 10_000_000);
  const metrics = createNodeMetrics(registry);
  const fetcher = createEntityFetcher({ callNode: testCallNode(clock), cache, clock, metrics, isPrivateType });
  return {
    clock,
    registry,
    fetch: async (node, ids, { scope, query = QUERY, variables = {} } = {}) => {
      const state = requestState(requestScope({ deadline: clock.now() + 5_000, ...scope }));
      const representations = ids.map((id) => ({ __typename: "A", id }));
      const { data, errors } = await fetcher.fetch(
        node,
        { query, variables: { ...variables, representations } },
        state,
      );
      const titles = data._entities.map((entity) => entity?.["title"] ?? null);
      return { titles, entities: data._entities, errors, state };
    },
  };
}

function idsOf({ variables }: NodeRequest): readonly string[] {
  const representations = (variables?.["representations"] ?? []) as readonly { readonly id: string }[];
  return representations.map(({ id }) => id);
}

/** Answers each id with a title that tells who asked how. */
function echo(hints: Parameters<typeof answered>[1] = { ttlMs: MINUTE }) {
  return stubNode("a", (request) => {
    const told = [request.scope.credential ?? "nobody", request.scope.language].join(" ");
    return answered({ _entities: idsOf(request).map((id) => ({ title: `${id} ${told}` })) }, hints);
  });
}

const failing = (...paths: (NodeError["path"] | undefined)[]): Pick<NodeResponse, "errors"> => ({
  errors: paths.map((path) => ({
    message: "x",
    path,
    extensions: { code: "NODE_TIMEOUT", node: "a", retryable: true },
  })),
});

describe("what a node is asked", () => {
  test("each representation once, and every place gets its own object", async () => {
    const { fetch, registry } = bench();
    const node = echo();
    const { titles, entities } = await fetch(node, ["1", "2", "1", "1"]);
    expect(node.requests.map(idsOf)).toEqual([["1", "2"]]);
    expect(titles).toEqual(["1 nobody zh", "2 nobody zh", "1 nobody zh", "1 nobody zh"]);
    (entities[0] as { title: string }).title = "changed";
    expect(entities[2]).toEqual({ title: "1 nobody zh" });
    expect((await fetch(node, ["1"])).titles).toEqual(["1 nobody zh"]);
    expect(await registry.metrics()).toContain('hub_entities_total{node="a",outcome="duplicate"} 2');
  });

  test("what no cache holds, and only that", async () => {
    const { fetch } = bench();
    const node = echo();
    await fetch(node, ["1", "2"]);
    expect((await fetch(node, ["3", "2", "1", "3"])).titles).toEqual([
      "3 nobody zh",
      "2 nobody zh",
      "1 nobody zh",
      "3 nobody zh",
    ]);
    expect(node.requests.map(idsOf)).toEqual([["1", "2"], ["3"]]);
  });

  test("nothing, when it may not be asked: not even the cache speaks for it", async () => {
    const { fetch } = bench();
    let state: "LIVE" | "PAUSED" = "LIVE";
    const { service, requests } = echo();
    const node = { ...stubNode("a", () => answered({})), service, requests, state: () => state };
    expect((await fetch(node, ["1"])).titles).toEqual(["1 nobody zh"]);
    state = "PAUSED";
    const { titles, errors } = await fetch(node, ["1"]);
    expect(titles).toEqual([null]);
    expect(errors).toMatchObject([{ path: ["_entities", 0], extensions: { code: "NODE_UNAVAILABLE" } }]);
  });
});

describe("the cache", () => {
  test("lasts as long as the node says, and tells the age that the sources had", async () => {
    const { fetch, clock } = bench();
    const report = {
      node: "a",
      source: "portal",
      outcome: "OK" as const,
      upstreamCalls: 1,
      cacheHits: 0,
      durationMs: 1,
    };
    const node = echo({ ttlMs: MINUTE, sources: [{ ...report, ageSeconds: 7 }] });
    await fetch(node, ["1"]);
    await clock.advance(MINUTE - 1);
    const { state } = await fetch(node, ["1"]);
    expect(state.sources.list()).toMatchObject([{ source: "portal", outcome: "OK", upstreamCalls: 0, ageSeconds: 66 }]);
    expect(node.requests).toHaveLength(1);
    await clock.advance(1);
    await fetch(node, ["1"]);
    expect(node.requests).toHaveLength(2);
  });

  test("believes that something is not there for half a minute only", async () => {
    const { fetch, clock } = bench();
    const node = stubNode("a", (request) =>
      answered({ _entities: idsOf(request).map(() => null) }, { ttlMs: 3_600_000 }),
    );
    await fetch(node, ["1"]);
    await clock.advance(29_999);
    expect((await fetch(node, ["1"])).titles).toEqual([null]);
    expect(node.requests).toHaveLength(1);
    await clock.advance(1);
    await fetch(node, ["1"]);
    expect(node.requests).toHaveLength(2);
  });

  test.each([
    ["answers without a time to live", () => false, { ttlMs: 0 }],
    ["private answers", () => false, { ttlMs: MINUTE, isPrivate: true }],
    ["private types, whatever the node says", (type: string) => type === "A", { ttlMs: MINUTE }],
    ["anything beside an error without a place", () => false, { ttlMs: MINUTE, ...failing(undefined) }],
    ["anything beside an error of the whole field", () => false, { ttlMs: MINUTE, ...failing(["_entities"]) }],
  ] as const)("never holds %s", async (_what, isPrivateType, hints) => {
    const { fetch } = bench(isPrivateType);
    const node = echo(hints);
    await fetch(node, ["1"]);
    await fetch(node, ["1"]);
    expect(node.requests.map(idsOf)).toEqual([["1"], ["1"]]);
  });

  test("never holds an entity with an error, but its neighbours", async () => {
    const { fetch } = bench();
    const node = echo({ ttlMs: MINUTE, ...failing(["_entities", 1, "title"]) });
    await fetch(node, ["1", "2", "3"]);
    await fetch(node, ["1", "2", "3"]);
    expect(node.requests.map(idsOf)).toEqual([["1", "2", "3"], ["2"]]);
  });

  test("does not care for the name that a client gave its operation, but for the selection and its arguments", async () => {
    const { fetch } = bench();
    const node = echo();
    const named = (name: string) => QUERY.replace("query", `query ${name}__a__1`);
    await fetch(node, ["1"], { query: named("Mine") });
    await fetch(node, ["1"], { query: named("Yours") });
    await fetch(node, ["1"], { query: QUERY });
    expect(node.requests).toHaveLength(1);
    await fetch(node, ["1"], { query: QUERY.replace("title", "text: title") });
    await fetch(node, ["1"], { variables: { lang: "ZH" } });
    await fetch(node, ["1"], { variables: { lang: "EN" } });
    expect(node.requests).toHaveLength(4);
  });

  test("two users, two languages and two nodes never share, however their questions are mixed", async () => {
    const credential = fc.constantFrom(undefined, "Bearer mine", "Bearer yours", "Bearer mine ");
    const asking = fc.record({
      credential,
      other: credential,
      language: fc.constantFrom("zh" as const, "en" as const),
      ids: fc.array(fc.constantFrom("1", "2", "3"), { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asking, { minLength: 2, maxLength: 20 }), async (all) => {
        const { fetch } = bench();
        const node = echo();
        for (const { credential: own, other, language, ids } of all) {
          const nodeCredentials = new Map<string, string>();
          if (own !== undefined) nodeCredentials.set("a", own);
          if (other !== undefined) nodeCredentials.set("b", other);
          const { titles } = await fetch(node, ids, { scope: { language, nodeCredentials } });
          expect(titles).toEqual(ids.map((id) => `${id} ${own ?? "nobody"} ${language}`));
        }
        // Nor is anything asked twice by the same user in the same language.
        const asked = node.requests.flatMap((request) =>
          idsOf(request).map((id) => [id, request.scope.credential, request.scope.language].join()),
        );
        expect(new Set(asked).size).toBe(asked.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("errors", () => {
  test("stand at every place of the representation that failed, and at no other", async () => {
    const { fetch } = bench();
    const node = echo({ ttlMs: MINUTE, ...failing(["_entities", 1, "title"]) });
    await fetch(node, ["0"]);
    const { errors } = await fetch(node, ["1", "2", "0", "1", "2"]);
    expect(errors.map(({ path }) => path)).toEqual([
      ["_entities", 1, "title"],
      ["_entities", 4, "title"],
    ]);
  });

  test("of the whole question stand at every place that was not known", async () => {
    const { fetch } = bench();
    const node = echo();
    await fetch(node, ["1"]);
    const down = stubNode("a", () => Promise.reject(new Error("down")));
    const { titles, errors } = await fetch(down, ["1", "2", "3", "2"]);
    expect(titles).toEqual(["1 nobody zh", null, null, null]);
    expect(errors.map(({ path }) => path)).toEqual([
      ["_entities", 1],
      ["_entities", 2],
      ["_entities", 3],
    ]);
  });

  test("at places that were not asked for are nobody's", async () => {
    const { fetch } = bench();
    const { errors, titles } = await fetch(echo(failing(["_entities", 99])), ["1"]);
    expect(errors).toEqual([]);
    expect(titles).toEqual(["1 nobody zh"]);
  });

  test.each([
    ["too few", { _entities: [] }],
    ["too many", { _entities: [{ title: "x" }, { title: "y" }, { title: "z" }] }],
    ["no list", { _entities: "x" }],
    ["no entities", { other: true }],
    ["things that are no objects", { _entities: [{ title: "x" }, "y"] }],
    ["lists for objects", { _entities: [{ title: "x" }, ["y"]] }],
  ])("a node that answers %s is told as such, shifts nothing and is not kept", async (_what, data) => {
    const { fetch } = bench();
    const node = stubNode("a", () => answered(data, { ttlMs: MINUTE }));
    for (const _turn of [1, 2]) {
      const { titles, errors } = await fetch(node, ["1", "2"]);
      expect(titles).toEqual([null, null]);
      expect(errors).toMatchObject([
        { path: ["_entities", 0], extensions: { code: "NODE_BAD_RESPONSE", node: "a" } },
        { path: ["_entities", 1], extensions: { code: "NODE_BAD_RESPONSE", node: "a" } },
      ]);
    }
    expect(node.requests).toHaveLength(2);
  });
});

test("the cache stays within its bytes and takes no giant", () => {
  const clock = new ManualClock();
  const cache = createMemoryEntityCache(clock, 100_000);
  const entry = (length: number) => ({ json: "x".repeat(length), sources: [], storedAt: 0, expiresAt: Infinity });
  cache.set("giant", entry(5_000));
  expect(cache.get("giant")).toBeUndefined();
  for (let n = 0; n < 1_000; n += 1) cache.set(`k${n}`, entry(200));
  const kept = Array.from({ length: 1_000 }, (_, n) => cache.get(`k${n}`)).filter((found) => found !== undefined);
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.length).toBeLessThan(250);
});
