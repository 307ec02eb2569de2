import { setImmediate } from "node:timers/promises";
import { Pool } from "undici";
import { describe, expect, test } from "vitest";
import { createOperatorCheck } from "#gateway/access/operator-token.ts";
import type { NodeRequest } from "#subgraphs/runtime/node-service.ts";
import { runMany } from "#tests/bench/load.ts";
import { type Override, startSmallGraph } from "#tests/gateway/execute/small-graph.ts";
import { answered } from "#tests/gateway/execute/stub-node.ts";
import { OPERATOR, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { startFront } from "#tests/support/start-front.ts";

const REQUESTS = 10_000;
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
  return (node, request) => {
    if (node === "hub") return undefined;
    const { credential, language } = request.scope;
    const user = credential?.replace("Bearer ", "") ?? "nobody";
    const entities = representationsOf(request).map(({ __typename, id }) => ({
      __typename,
      title: titleFor(id, user, language),
    }));
    return answered({ _entities: entities }, { ttlMs: 60_000, isPrivate: isHonest && credential !== undefined });
  };
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

describe.each([
  ["say what is private", true],
  ["call everything public", false],
])("with nodes that %s", (_what, isHonest) => {
  test("10,000 interleaved requests of two users, the operator and nobody get their own answers alone", async () => {
    const graph = await startSmallGraph(tellingNodes(isHonest), 60_000);
    await using hub = await startFront({
      run: async ({ query, variables }, scope) => {
        // Others come aboard meanwhile.
        await setImmediate();
        return graph.run(query, variables, scope);
      },
      cache: {},
      isOperator: createOperatorCheck(OPERATOR_TOKEN),
    });
    const random = seeded(isHonest ? 1 : 2);
    const wrong: string[] = [];
    const pool = new Pool(hub.url, { connections: AT_ONCE });
    await runMany(REQUESTS, AT_ONCE, async (index) => {
      const { query, id, headers, method, title, user, wantsSources } = requestOf(random, index);
      const response = await ask(pool, { query, id, headers, method });
      const text = await response.body.text();
      const others = ["alice", "bob"].filter((name) => name !== user);
      const given = response.headers;
      const isOwn =
        response.statusCode === 200 &&
        text.includes(`"title":"${title}"`) &&
        !others.some((name) => text.includes(name)) &&
        text.includes('"extensions"') === wantsSources &&
        given["x-request-id"] === headers["x-request-id"] &&
        String(given["content-type"]).startsWith(headers["accept"] ?? "") &&
        (user === "nobody" || !String(given["cache-control"]).startsWith("public"));
      if (!isOwn) wrong.push(`${JSON.stringify(headers)} ${query} ${id}: ${response.statusCode} ${text}`);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    // It was worth trying.
    const { responses, shared } = hub.caches?.figures ?? {};
    expect(responses?.hits).toBeGreaterThan(1_000);
    expect(shared).toBeGreaterThan(100);
    await pool.close();
    await graph.stop();
  }, 120_000);
});

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
