import { parse } from "graphql";
import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { createHubEngine } from "#gateway/execute/hub-engine.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { createRunOperation } from "#gateway/execute/run-operation.ts";
import { staleFreshness } from "#gateway/execute/stale-freshness.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";
import type { NodeHints } from "#subgraphs/runtime/node-service.ts";
import { ManualClock, settle } from "#tests/support/manual-clock.ts";
import { answered, requestScope, stubNode, testCallNode } from "./stub-node.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;
const TYPE_DEFS = {
  list: parse(`${LINK} type Query { books: [Book] } type Book @key(fields: "id", resolvable: false) { id: ID! }`),
  shelf: parse(`${LINK} type Book @key(fields: "id") { id: ID! title: String freshness: Freshness! near: Freshness }
    enum Freshness { FRESH STALE }`),
};
const QUERY = "{ books { id title freshness } }";
const HINTS: Partial<NodeHints> = {
  ttlMs: 60_000,
  staleWhileRevalidateMs: 60_000,
  staleIfErrorMs: 3_600_000,
  sources: [
    { node: "shelf", source: "portal", outcome: "OK", upstreamCalls: 1, cacheHits: 0, ageSeconds: 5, durationMs: 3 },
  ],
};

const told = (extensions: object | undefined) =>
  (extensions as { readonly hub: Pick<NodeHints, "sources"> } | undefined)?.hub ?? { sources: [] };

/** A node that lists books and one that describes them, telling who asked and how often it was asked; or fails. */
async function started(hints = HINTS) {
  const clock = new ManualClock();
  let isFailing = false;
  let books = ["1"];
  const list = stubNode("list", () => answered({ books: books.map((id) => ({ __typename: "Book", id })) }), {
    typeDefs: TYPE_DEFS.list,
  });
  const shelf = stubNode(
    "shelf",
    ({ variables, scope }) => {
      if (isFailing) throw new UpstreamError("shelf", { kind: "unreachable", reason: "no answer" });
      const wanted = variables?.["representations"] as readonly unknown[];
      const title = `${shelf.requests.length} for ${scope.credential ?? "all"}`;
      return answered({ _entities: wanted.map(() => ({ title, freshness: "FRESH" })) }, hints);
    },
    { typeDefs: TYPE_DEFS.shelf },
  );
  const nodes = [list, shelf];
  const composed = await apolloComposer.compose(
    Object.entries(TYPE_DEFS).map(([name, typeDefs]) => ({ name, typeDefs })),
  );
  if (composed.kind === "refused") throw new Error(JSON.stringify(composed.problems));
  const [metrics, callNode, logger] = [createNodeMetrics(new Registry()), testCallNode(clock), SILENT_LOGGER];
  const asStale = staleFreshness(nodes.map(({ typeDefs }) => typeDefs));
  const fetches = new FetchStore({ clock, maxBytes: 1_000_000, asStale });
  const { supergraphSdl } = composed;
  const parts = {
    supergraphSdl,
    nodes,
    callNode,
    fetches,
    metrics,
    timer: clock,
    calls: null,
    introspection: true,
    logger,
  };
  const engine = await createHubEngine(parts);
  const run = createRunOperation({ engine, nodes, callNode, clock, logger });
  const ask = async (scope: Partial<RequestScope> = {}) => {
    const outcome = await run({ query: QUERY }, requestScope({ deadline: clock.now() + 8_000, ...scope }));
    const { data, errors, extensions } = outcome.body;
    const { sources } = told(extensions);
    return {
      books: data?.["books"],
      errors,
      policy: outcome.policy,
      source: sources.find(({ node }) => node === "shelf"),
    };
  };
  return {
    clock,
    shelf,
    fetches,
    ask,
    fail: () => {
      isFailing = true;
    },
    list: (ids: string[]) => {
      books = ids;
    },
    [Symbol.asyncDispose]: () => engine.stop(),
  };
}

describe("what a node lets be given past its time", () => {
  test("is given at once and says so: in its freshness, among the sources, and to whoever would keep it", async () => {
    await using hub = await started();
    expect((await hub.ask()).books).toEqual([{ id: "1", title: "1 for all", freshness: "FRESH" }]);
    await hub.clock.advance(70_000);
    const stale = await hub.ask();
    expect(stale.books).toEqual([{ id: "1", title: "1 for all", freshness: "STALE" }]);
    expect(stale.source).toMatchObject({ outcome: "STALE", ageSeconds: 75, upstreamCalls: 0, cacheHits: 1 });
    expect(stale.policy).toMatchObject({ ttlMs: 0, staleAgeMs: 75_000 });
    await settle();
    const { books, policy } = await hub.ask();
    expect(books).toEqual([{ id: "1", title: "2 for all", freshness: "FRESH" }]);
    expect(policy).toMatchObject({ staleAgeMs: null });
    expect(hub.shelf.requests).toHaveLength(2);
  });

  test("is one user's alone, and asked for anew with that user's credential", async () => {
    await using hub = await started();
    const alice = { nodeCredentials: new Map([["shelf", "alice"]]) };
    await hub.ask(alice);
    await hub.clock.advance(70_000);
    expect((await hub.ask()).books).toMatchObject([{ title: "2 for all" }]);
    expect((await hub.ask(alice)).books).toMatchObject([{ title: "1 for alice", freshness: "STALE" }]);
    await settle();
    expect((await hub.ask(alice)).books).toMatchObject([{ title: "3 for alice", freshness: "FRESH" }]);
  });

  test("stands in for a node that fails; what it cannot stand in for has the error", async () => {
    await using hub = await started();
    await hub.ask();
    hub.fail();
    await hub.clock.advance(1_800_000);
    const covered = await hub.ask();
    expect(covered.books).toEqual([{ id: "1", title: "1 for all", freshness: "STALE" }]);
    expect(covered.errors).toBeUndefined();
    expect(covered.source).toMatchObject({ outcome: "STALE", ageSeconds: 1_805 });
    expect(covered.policy).toMatchObject({ ttlMs: 0, staleAgeMs: 1_805_000 });
    hub.list(["1", "2"]);
    await hub.clock.advance(20_000);
    const inPart = await hub.ask();
    expect(inPart.books).toEqual([{ id: "1", title: "1 for all", freshness: "STALE" }, null]);
    expect(inPart.errors).toMatchObject([{ path: ["books", 1], extensions: { code: "NODE_UNAVAILABLE" } }]);
    expect(inPart.source).toMatchObject({ outcome: "PARTIAL" });
  });

  test("is asked for behind no answer any more when the hub stops", async () => {
    const hub = await started();
    await hub.ask();
    await hub.clock.advance(70_000);
    await hub[Symbol.asyncDispose]();
    await hub.ask().catch(() => {});
    await settle();
    expect(hub.shelf.requests).toHaveLength(1);
  });
});
