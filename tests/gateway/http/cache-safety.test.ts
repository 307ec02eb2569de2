import { setImmediate } from "node:timers/promises";
import { type Dispatcher, Pool } from "undici";
import { describe, expect, test } from "vitest";
import { createOperatorCheck } from "#gateway/access/operator-token.ts";
import type { NodeRequest } from "#subgraphs/runtime/node-service.ts";
import { runMany } from "#tests/bench/load.ts";
import {
  type KeepingGraph,
  type Override,
  type SmallGraph,
  startKeepingGraph,
  startSmallGraph,
} from "#tests/gateway/execute/small-graph.ts";
import { answered } from "#tests/gateway/execute/stub-node.ts";
import { OPERATOR, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { startFront } from "#tests/support/start-front.ts";

const AT_ONCE = 64;

const USERS = ["nobody", "alice", "bob", "operator"] as const;
const LANGUAGES = ["zh", "en"] as const;
const QUERIES = [
  "query One($id: ID) { thing(id: $id) { id title } }",
  "query Twice($id: ID) { x: thing(id: $id) { title } thing(id: $id) { id title } }",
  "query Typed($id: ID) { thing(id: $id) { __typename ... on A { title } ... on B { title } } }",
] as const;
const IDS = ["a1", "a2", "b1"] as const;
const ACCEPTS = ["application/json", "application/graphql-response+json"] as const;
const ENCODINGS = ["identity", "gzip", "br"] as const;

/** One caller's request, and what must stand in its answer. */
function requestOf(random: () => number, index: number) {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const [user, language, query, id] = [pick(USERS), pick(LANGUAGES), pick(QUERIES), pick(IDS)];
  const wantsSources = random() < 0.05;
  const headers: Record<string, string> = {
    "accept-language": language,
    accept: pick(ACCEPTS),
    "accept-encoding": pick(ENCODINGS),
    "x-request-id": `request-${index}`,
    traceparent: `00-${String(index + 1).padStart(32, "0")}-00f067aa0ba902b7-01`,
    ...(wantsSources ? { "hub-sources": "1" } : {}),
    ...(random() < 0.05 ? { "cache-control": "no-store" } : {}),
    ...(random() < 0.2 ? { "if-none-match": '"of-another"' } : {}),
    ...headersOf(user),
  };
  const method = random() < 0.3 ? ("GET" as const) : ("POST" as const);
  return { user, language, query, id, headers, method, wantsSources, title: titleFor(id, user, language) };
}

function headersOf(user: (typeof USERS)[number]): Readonly<Record<string, string>> {
  if (user === "nobody") return {};
  return user === "operator" ? OPERATOR : { "hub-node-authorization": `a="Bearer ${user}", b="Bearer ${user}"` };
}

/** What the nodes say: the operator brings no token of theirs. */
function titleFor(id: string, user: string, language: string): string {
  return `${id} for ${user === "operator" ? "nobody" : user} in ${language}`;
}

/** Nodes whose every answer depends on the user and the language; `isHonest`: they say so. */
function tellingNodes(isHonest: boolean): Override {
  const tell = async (request: NodeRequest) => {
    // Others ask the same meanwhile.
    await setImmediate();
    const { credential, language } = request.scope;
    const user = credential?.replace("Bearer ", "") ?? "nobody";
    const entities = representationsOf(request).map(({ __typename, id }) => ({
      __typename,
      title: titleFor(id, user, language),
    }));
    return answered({ _entities: entities }, { ttlMs: 60_000, isPrivate: isHonest && credential !== undefined });
  };
  return (node, request) => (node === "hub" ? undefined : tell(request));
}

function representationsOf({ variables }: NodeRequest) {
  return (variables?.["representations"] ?? []) as readonly { readonly __typename: string; readonly id: string }[];
}

/** Uniform in [0, 1), the same in every run (Lehmer). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}

const ALL = { isHonest: true, keepsWhole: true, start: startKeepingGraph, requests: 10_000 };

describe.each([
  ["nodes that say what is private", ALL],
  ["nodes that call everything public", { ...ALL, isHonest: false, requests: 3_000 }],
  ["such nodes, where no whole answers are kept", { ...ALL, isHonest: false, keepsWhole: false, requests: 3_000 }],
  ["such nodes and the stock engine", { ...ALL, isHonest: false, start: startSmallGraph, requests: 1_500 }],
])("with %s", (_what, { isHonest, keepsWhole, start, requests }) => {
  test(`${requests} interleaved requests of two users, the operator and nobody get their own answers alone`, async () => {
    const graph = await start(tellingNodes(isHonest), 60_000);
    await using hub = await startFront({
      run: async ({ query, variables }, scope) => {
        // Others come aboard meanwhile.
        await setImmediate();
        return graph.run(query, variables, scope);
      },
      cache: keepsWhole ? {} : { responseCacheBytes: 0 },
      isOperator: createOperatorCheck(OPERATOR_TOKEN),
    });
    const random = seeded(isHonest ? 1 : 2);
    const wrong: string[] = [];
    const pool = new Pool(hub.url, { connections: AT_ONCE });
    await runMany(requests, AT_ONCE, async (index) => {
      const asked = requestOf(random, index);
      const response = await ask(pool, asked);
      const text = await response.body.text();
      if (!isOwn(asked, response, text)) wrong.push(`${JSON.stringify(asked)}: ${response.statusCode} ${text}`);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    // It was worth trying.
    const { responses, shared } = hub.caches?.figures ?? {};
    expect(responses?.hits ?? 0).toBeGreaterThanOrEqual(keepsWhole ? requests / 10 : 0);
    expect(shared).toBeGreaterThan(requests / 100);
    if (isKeeping(graph)) expectKept(graph, isHonest ? 4 : 16);
    await pool.close();
    await graph.stop();
  }, 120_000);
});

type Request = ReturnType<typeof requestOf>;

function isOwn({ user, headers, title, wantsSources }: Request, response: Dispatcher.ResponseData, text: string) {
  const given = response.headers;
  return (
    response.statusCode === 200 &&
    text.includes(`"title":"${title}"`) &&
    !["alice", "bob"].some((name) => name !== user && text.includes(name)) &&
    text.includes('"extensions"') === wantsSources &&
    given["x-request-id"] === headers["x-request-id"] &&
    String(given["content-type"]).startsWith(headers["accept"] ?? "") &&
    (user === "nobody" || !String(given["cache-control"]).startsWith("public"))
  );
}

function isKeeping(graph: SmallGraph): graph is KeepingGraph {
  return "fetches" in graph;
}

/** Of A, what everybody was told in two languages, and each user too by nodes that call it public; of B, which is private, nothing. */
function expectKept({ fetches, calls, nodes }: KeepingGraph, atLeast: number): void {
  expect(fetches.invalidate({ type: "B" })).toBe(0);
  const kept = fetches.invalidate({ type: "A" });
  expect(kept).toBeGreaterThanOrEqual(atLeast);
  expect(calls.shared).toBeGreaterThan(10);
  // What is kept is not asked for again.
  if (atLeast > 4) expect(nodes.a.requests.length).toBeLessThan(kept * 2);
}

interface Asked {
  readonly query: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method: "GET" | "POST";
}

function ask(pool: Pool, { query, id, headers, method }: Asked) {
  if (method === "POST") {
    const body = JSON.stringify({ query, variables: { id } });
    return pool.request({
      path: "/graphql",
      method,
      body,
      headers: { ...headers, "content-type": "application/json" },
    });
  }
  const search = new URLSearchParams({ query, variables: JSON.stringify({ id }) });
  return pool.request({ path: `/graphql?${search}`, method, headers: { ...headers, "hub-require-preflight": "1" } });
}
