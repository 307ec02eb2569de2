import { afterAll, beforeAll, expect, test } from "vitest";
import { readHostPolicy } from "#adapters/runtime/call/host-policy.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { readSubgraph, subgraphMember } from "#gateway/members/elsewhere/read-subgraph.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { readSignatureKeys } from "#subgraphs/runtime/message-signature.ts";
import { type PlainSubgraphServer, startPlainSubgraph } from "#tests/support/plain-subgraph-server.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

const SIGNING_KEYS = "test-2026:0123456789abcdef0123456789abcdef";
const SDL = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])

  "有全局唯一标识的对象。 / Anything with a globally unique id."
  interface Node { id: ID! }

  "港口的摊位。 / A stall at the harbour."
  type HarbourStall implements Node @key(fields: "id") {
    id: ID!
    name: String
    broken: String
  }

  type Patent @key(fields: "applicationNumber") {
    applicationNumber: ApplicationNumber
    "港口的附注。 / A note of the harbour."
    harbourNote: String
  }

  scalar ApplicationNumber

  type Query {
    "港口的摊位。 / The harbour's stalls."
    harbourStalls: [HarbourStall]
  }
`;
const FACTS = {
  code: "harbour",
  name: { zh: "港口", en: "Harbour" },
  operator: { zh: "港务", en: "Harbour office" },
  region: null,
  licence: {
    code: "HARBOUR",
    name: { zh: "港口许可", en: "Harbour licence" },
    attribution: { zh: "港口", en: "Harbour" },
    accessPolicy: "PUBLIC",
  },
} as const;
const stallId = encodeNodeId("HarbourStall", "1");

let server: PlainSubgraphServer;
let hub: TestHub;

beforeAll(async () => {
  server = await startPlainSubgraph({
    sdl: SDL,
    resolvers: {
      Query: { harbourStalls: () => [{ id: stallId, name: "Fish", secret: "never asked for" }] },
      HarbourStall: { broken: () => Promise.reject(new Error("at http://10.0.0.7/inner")) },
    },
    entity: ({ __typename, id, applicationNumber }) => {
      if (__typename === "Patent") return { applicationNumber, harbourNote: `note on ${String(applicationNumber)}` };
      return id === stallId ? { id, name: "Fish" } : null;
    },
    headers: { "cache-control": "max-age=60" },
  });
  hub = await startTestHub({ env: { HUB_NODE_HOSTS: server.host, HUB_SIGNING_KEYS: SIGNING_KEYS } });
});

afterAll(async () => {
  await hub?.stop();
  await server?.[Symbol.asyncDispose]();
});

function read(hosts: string) {
  const policy = readHostPolicy(hosts);
  const keys = readSignatureKeys(SIGNING_KEYS);
  if (policy === undefined || keys === undefined) throw new Error("no policy");
  const signal = new AbortController().signal;
  return readSubgraph({ ...FACTS, url: server.url }, { hosts: policy, keys, clock: systemClock, signal });
}

async function join() {
  const got = await read(server.host);
  if (!got.ok) throw new Error(JSON.stringify(got.problems));
  const member = subgraphMember({ ...FACTS, url: server.url }, got.words);
  if (!member.ok) throw new Error(JSON.stringify(member.problem));
  return hub.hub.graph.apply([member.change]);
}

test("a subgraph server that knows nothing of the hub joins by its address", async () => {
  expect(await join()).toMatchObject({ kind: "served" });
  const { data, errors, sources } = await hub.ask(
    "{ harbourStalls { id name } hubNodes { code state } }",
    {},
    {
      "hub-sources": "true",
    },
  );
  expect(errors).toEqual([]);
  expect(data?.["harbourStalls"]).toEqual([{ id: stallId, name: "Fish" }]);
  expect(data?.["hubNodes"]).toContainEqual({ code: "harbour", state: "LIVE" });
  expect(sources).toContainEqual(expect.objectContaining({ node: "harbour", source: "harbour", outcome: "OK" }));
});

test("its records are found by their global id, and its fields stand on others' types", async () => {
  const asked = await hub.ask("query ($id: ID!) { node(id: $id) { ... on HarbourStall { name } } }", { id: stallId });
  expect(asked.data).toEqual({ node: { name: "Fish" } });
  const found = await hub.ask('{ patent(number: "ZL202310123456.6") { title harbourNote } }');
  expect(found.errors).toEqual([]);
  expect(found.data?.["patent"]).toMatchObject({ harbourNote: "note on CN202310123456.6" });
});

test("it is asked by signed requests, and what it says of its errors reaches nobody", async () => {
  const { data, errors, text } = await hub.ask("{ harbourStalls { name broken } }");
  expect(data?.["harbourStalls"]).toEqual([{ name: "Fish", broken: null }]);
  expect(errors).toMatchObject([
    { path: ["harbourStalls", 0, "broken"], extensions: { code: "NODE_REJECTED", node: "harbour" } },
  ]);
  expect(text).not.toContain("10.0.0.7");
  expect(server.requests.length).toBeGreaterThan(2);
  for (const { headers } of server.requests) expect(headers["signature-input"]).toContain("content-digest");
});

test("is not asked where the operator has not named its host", async () => {
  const before = server.requests.length;
  for (const hosts of ["*", "", "*.example.cn", "127.0.0.1:1"]) {
    const got = await read(hosts);
    expect(got).toMatchObject({ ok: false, problems: [{ code: "BAD_SETTING", node: "harbour" }] });
  }
  expect(server.requests.length).toBe(before);
});
