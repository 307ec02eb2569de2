import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import { Flights } from "#gateway/cache/flights.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { type SharedCall, shareCalls } from "#gateway/execute/share-calls.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { ManualClock, settle } from "#tests/support/manual-clock.ts";
import { answered, requestScope, type StubNode, stubNode, testCallNode } from "./stub-node.ts";

const ASKED = { query: "{ told }", variables: { first: 1 } };
const REPORT = { node: "a", source: "portal", outcome: "OK", cacheHits: 0, ageSeconds: 0, durationMs: 1 } as const;
const as = (token: string) => ({ nodeCredentials: new Map([["a", token]]) });

/** A node that answers when it is let, telling how often it was asked before. */
function started(overrides: Parameters<typeof stubNode>[2] = {}) {
  const clock = new ManualClock();
  const gates: PromiseWithResolvers<void>[] = [];
  const node: StubNode = stubNode(
    "a",
    async ({ scope }) => {
      const gate = Promise.withResolvers<void>();
      const turn = gates.push(gate);
      await gate.promise;
      const paid = scope.budget?.take() ?? true;
      return answered(
        { told: { turn, credential: scope.credential, paid } },
        { sources: [{ ...REPORT, upstreamCalls: 2 }] },
      );
    },
    overrides,
  );
  const flights = new Flights<SharedCall>(clock);
  const registry = new Registry();
  const callNode = shareCalls(testCallNode(clock), { flights, clock, metrics: createNodeMetrics(registry) });
  const ask = (scope: Partial<RequestScope> = {}, question: Partial<typeof ASKED> = {}) =>
    callNode(node, { ...ASKED, ...question }, requestScope({ deadline: clock.now() + 8_000, ...scope }));
  const open = (only?: number) => {
    for (const [index, { resolve }] of gates.entries()) if (only === undefined || only === index + 1) resolve();
  };
  return { clock, node, flights, registry, ask, open };
}

const turnOf = ({ data }: NodeResponse) => (data?.["told"] as { readonly turn: number } | undefined)?.turn;
const codeOf = ({ errors }: NodeResponse) => errors?.[0]?.extensions.code;

describe("equal questions to a node at the same time", () => {
  test("are one, whose upstream calls are told once", async () => {
    const { node, registry, ask, open } = started();
    const asked = [ask(), ask(), ask()];
    await settle();
    open();
    const answers = await Promise.all(asked);
    expect(answers.map(turnOf)).toEqual([1, 1, 1]);
    expect(node.requests).toHaveLength(1);
    const calls = answers.map(({ extensions }) => extensions.hub.sources[0]?.upstreamCalls);
    expect(calls.toSorted()).toEqual([0, 0, 2]);
    expect(await registry.metrics()).toContain('hub_node_questions_shared_total{node="a"} 2');
  });

  test("are one for one user, whatever is brought for other nodes", async () => {
    const { ask, open } = started();
    const asked = [
      ask(as("one")),
      ask({
        nodeCredentials: new Map([
          ["a", "one"],
          ["b", "x"],
        ]),
      }),
    ];
    await settle();
    open();
    expect((await Promise.all(asked)).map(({ data }) => data?.["told"])).toMatchObject([
      { turn: 1, credential: "one" },
      { turn: 1, credential: "one" },
    ]);
  });

  test.each<[string, Partial<RequestScope>, Partial<typeof ASKED>]>([
    ["another user", as("two"), {}],
    ["nobody", {}, {}],
    ["the operator", { ...as("one"), isOperator: true }, {}],
    ["another language", { ...as("one"), language: "en" }, {}],
    ["other variables", as("one"), { variables: { first: 2 } }],
    ["another query", as("one"), { query: "{ told more }" }],
  ])("are not one with a question of %s", async (_what, scope, question) => {
    const { node, ask, open } = started();
    const asked = [ask(as("one")), ask(scope, question)];
    await settle();
    open();
    expect((await Promise.all(asked)).map(turnOf)).toEqual([1, 2]);
    expect(node.requests.map(({ scope: { credential } }) => credential)).toEqual([
      "one",
      scope.nodeCredentials?.get("a"),
    ]);
  });

  test("are each asked where they change something, and where the node asks others", async () => {
    const changing = started();
    const mutations = [
      changing.ask({}, { query: "mutation { told }" }),
      changing.ask({}, { query: "mutation { told }" }),
    ];
    await settle();
    changing.open();
    expect((await Promise.all(mutations)).map(turnOf)).toEqual([1, 2]);
    const discovery = started({ seesOthers: true });
    const asked = [discovery.ask(), discovery.ask()];
    await settle();
    discovery.open();
    expect((await Promise.all(asked)).map(turnOf)).toEqual([1, 2]);
  });

  test.each(["changed", "forgotten"])("are not one with what began before something was %s", async (what) => {
    const { flights, ask, open } = started();
    const before = ask();
    if (what === "changed") {
      const change = ask({}, { query: "mutation { told }" });
      await settle();
      open(2);
      await change;
    } else flights.close();
    const after = ask();
    await settle();
    open();
    expect(turnOf(await before)).toBe(1);
    expect(turnOf(await after)).toBe(what === "changed" ? 3 : 2);
  });

  test("are paid for by anyone of those who wait", async () => {
    const { ask, open } = started();
    const poor = new UpstreamBudget(0);
    const rich = new UpstreamBudget(5);
    const asked = [ask({ budget: poor }), ask({ budget: rich })];
    await settle();
    open();
    expect((await Promise.all(asked)).map(({ data }) => data?.["told"])).toMatchObject([
      { paid: true },
      { paid: true },
    ]);
    expect([poor.left, rich.left]).toEqual([0, 4]);
  });
});

describe("a question that several wait for", () => {
  test("goes on while one is left and is ended when the last one leaves", async () => {
    const { node, ask, open } = started();
    const clients = [new AbortController(), new AbortController(), new AbortController()];
    const asked = clients.map(({ signal }) => ask({ signal }));
    await settle();
    clients[0]?.abort();
    clients[1]?.abort();
    expect((await Promise.all(asked.slice(0, 2))).map(codeOf)).toEqual(["NODE_TIMEOUT", "NODE_TIMEOUT"]);
    expect(node.requests[0]?.scope.signal.aborted).toBe(false);
    clients[2]?.abort();
    await asked[2];
    expect(node.requests[0]?.scope.signal.aborted).toBe(true);
    const again = ask();
    await settle();
    open();
    expect(turnOf(await again)).toBe(2);
  });

  test("takes nobody who brings more than twice the time that is left of it", async () => {
    const { clock, node, ask, open } = started();
    const first = ask();
    await clock.advance(3_000);
    const second = ask();
    await clock.advance(2_000);
    const third = ask();
    await settle();
    open();
    expect((await Promise.all([first, second, third])).map(turnOf)).toEqual([1, 1, 2]);
    expect(node.requests).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });
});
