import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createMemoryEntityCache } from "#gateway/execute/entity-cache.ts";
import { createEntityFetcher } from "#gateway/execute/fetch-entities.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { nodeError } from "#gateway/execute/refuse-for-node.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { answered, requestScope, requestState, type StubNode, stubNode, testCallNode } from "./stub-node.ts";

const QUERY =
  "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on A { title } } }";
const MINUTE = 60_000;

function bench() {
  const clock = new ManualClock();
  const cache = createMemoryEntityCache(clock, 10_000_000);
  const metrics = createNodeMetrics(new Registry());
  const fetcher = createEntityFetcher({
    callNode: testCallNode(clock),
    cache,
    clock,
    metrics,
    isPrivateType: () => false,
  });
  const newState = () => requestState(requestScope({ deadline: clock.now() + 5_000 }));
  const fetch = async (node: StubNode, ids: readonly string[], state = newState()) => {
    const representations = ids.map((id) => ({ __typename: "A", id }));
    await fetcher.fetch(node, { query: QUERY, variables: { representations } }, state);
    return state.policy.read();
  };
  return { clock, fetch, newState };
}

function titles(hints: Parameters<typeof answered>[1], more: Parameters<typeof stubNode>[2] = {}) {
  const answer: Parameters<typeof stubNode>[1] = ({ variables }) => {
    const { representations } = variables as { readonly representations: readonly object[] };
    return answered({ _entities: representations.map(() => ({ title: "t" })) }, hints);
  };
  return stubNode("a", answer, more);
}

test("an answer may be kept as long as what was asked allows, and what was kept has left", async () => {
  const { fetch, clock } = bench();
  const node = titles({ ttlMs: MINUTE });
  expect(await fetch(node, ["1"])).toMatchObject({ ttlMs: MINUTE, isPrivate: false });
  await clock.advance(20_000);
  const { ttlMs, nodes } = await fetch(node, ["1", "2"]);
  expect([ttlMs, [...nodes]]).toEqual([40_000, ["a"]]);
  expect(await fetch(titles({ ttlMs: MINUTE, isPrivate: true }), ["3"])).toMatchObject({ isPrivate: true });
});

test("beside an error, and without a node that is not asked, it is not kept", async () => {
  const { fetch } = bench();
  const errors = [nodeError("a", "NODE_TIMEOUT", ["_entities", 0, "title"])];
  expect((await fetch(titles({ ttlMs: MINUTE, errors }), ["1", "2"])).ttlMs).toBe(0);
  expect((await fetch(titles({ ttlMs: MINUTE }, { state: () => "PAUSED" }), ["1"])).ttlMs).toBe(0);
});

test("entities that a node made of others' answers are kept no longer than those", async () => {
  const { fetch, newState } = bench();
  const asker = titles({ ttlMs: MINUTE }, { seesOthers: true });
  const state = newState();
  state.policy.restrict("other", { ttlMs: 0, isPrivate: false });
  await fetch(asker, ["1"], state);
  await fetch(asker, ["1"]);
  expect(asker.requests).toHaveLength(2);
  await fetch(asker, ["1"]);
  expect(asker.requests).toHaveLength(2);
});
