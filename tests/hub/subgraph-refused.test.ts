import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readNodeFile } from "#adapters/manifest/format/read-node-file.ts";
import { readHostPolicy } from "#adapters/runtime/call/host-policy.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { toldSubgraph } from "#gateway/registry/subgraph/told-subgraph.ts";
import { readSignatureKeys } from "#subgraphs/runtime/message-signature.ts";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { harbourFile, harbourSdl } from "#tests/support/harbour-server.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const KEYS = "test-2026:0123456789abcdef0123456789abcdef";
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])';

type Answer = (response: ServerResponse, query: string) => void;

/** Whatever a server may answer with, one after the other. */
let answer: Answer = () => {};
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  answer(response, String(JSON.parse(Buffer.concat(chunks).toString("utf8")).query));
});
let url = "";
let host = "";
let hub: TestHub;
let served = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `http://${host}/graphql`;
  const env = { ...ADMIN_ENV, HUB_NODE_HOSTS: `${host},127.0.0.1:9`, HUB_SIGNING_KEYS: KEYS };
  hub = await startTestHub({ env });
  served = hub.hub.graph.supergraphSdl();
});

afterAll(async () => {
  await hub?.stop();
  server.closeAllConnections();
  server.close();
});

function json(value: unknown, status = 200): Answer {
  return (response) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function saying(sdl: string): Answer {
  return json({ data: { _service: { sdl } } });
}

interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly findings: readonly {
    readonly about: string | null;
    readonly message: { readonly zh: string; readonly en: string };
  }[];
}

const CONTRACT = `${LINK}
  type Information { kinds: [String] }
  type Query { hubNodeInformation: Information hubNodeSearch: [String] }`;

/** What it answers, the check that fails, what the owner is told. */
const BAD: Readonly<Record<string, readonly [Answer, string, RegExp]>> = {
  "a schema of Federation 1": [
    saying('type HarbourStall @key(fields: "id") { id: ID! } type Query { harbourStalls: [HarbourStall] }'),
    "MUST-SUBGRAPH-SCHEMA",
    /no @link to Federation 2 → add extend schema @link/,
  ],
  "a schema that cannot be read": [saying("type Query {"), "MUST-SUBGRAPH-SCHEMA", /cannot be read: Syntax Error/],
  "a schema of ninety thousand fields": [
    saying(`${LINK} type Query { ${Array.from({ length: 45_000 }, (_, index) => `f${index}: Int`).join(" ")} }`),
    "MUST-SUBGRAPH-SCHEMA",
    /80000 tokens/,
  ],
  "a type of another owner's": [
    saying(`${LINK} type SichuanListing @key(fields: "id") { id: ID! title: String } type Query { harbour: Int }`),
    "MUST-SUBGRAPH-FITS",
    /SichuanListing.* belongs to /,
  ],
  "a field taken from its owner": [
    saying(`${LINK} scalar ApplicationNumber
      type Patent @key(fields: "applicationNumber") { applicationNumber: ApplicationNumber title: String @override(from: "national") }
      type Query { harbour: Int }`),
    "MUST-SUBGRAPH-FITS",
    /title/,
  ],
  "a query of another owner's": [
    saying(`${LINK} type Query { patent(number: String!): String }`),
    "MUST-SUBGRAPH-FITS",
    /Query\.patent belongs to/,
  ],
  "a known field of another type": [saying(harbourSdl("price: String")), "MUST-SUBGRAPH-FITS", /price/],
  "a type that is nowhere": [saying(`${LINK} type Query { harbour: Nowhere }`), "MUST-SUBGRAPH-FITS", /Nowhere/],
  "three megabytes": [
    saying(`${harbourSdl()} # ${"x".repeat(3_000_000)}`),
    "MUST-SUBGRAPH-ANSWERS",
    /larger than 2 MB/,
  ],
  "a page": [(response) => response.end("<html>Welcome</html>"), "MUST-SUBGRAPH-ANSWERS", /not the JSON/],
  "no schema": [json({ data: { _service: null } }), "MUST-SUBGRAPH-ANSWERS", /not the JSON/],
  "errors alone": [
    json({ errors: [{ message: "Cannot query field _service" }], data: null }),
    "MUST-SUBGRAPH-ANSWERS",
    /not the JSON/,
  ],
  "a failure": [json({}, 500), "MUST-SUBGRAPH-ANSWERS", /HTTP 500; 200 is needed/],
  "a refusal": [json({}, 401), "MUST-SUBGRAPH-ANSWERS", /refuses the hub's requests \(401\)/],
  "another address": [
    (response) => response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
    "MUST-SUBGRAPH-ANSWERS",
    /leads elsewhere \(302\)/,
  ],
  "a line that breaks": [(response) => void response.destroy(), "MUST-SUBGRAPH-ANSWERS", /cannot be reached/],
  "kinds that cannot be read": [
    (response, query) =>
      query.includes("_service")
        ? saying(CONTRACT)(response, query)
        : json({ data: { hubNodeInformation: { kinds: "all" } } })(response, query),
    "MUST-SUBGRAPH-KINDS-READ",
    /hubNodeInformation cannot be read/,
  ],
};

test.each(Object.entries(BAD))(
  "%s is refused, with a plain message; the graph goes on",
  async (_name, [say, id, told]) => {
    answer = say;
    await expectRefused(url, id, told);
  },
);

test.each([
  ["http://10.0.0.7/graphql", /10\.0\.0\.7.*HUB_NODE_HOSTS/],
  ["http://169.254.169.254/latest/meta-data", /169\.254\.169\.254/],
  ["http://127.0.0.1:2375/graphql", /127\.0\.0\.1/],
  ["https://harbour.example.org/graphql", /HUB_NODE_HOSTS/],
])("%s, which the operator has not allowed, is not asked", async (address, told) => {
  await expectRefused(address, "MUST-SUBGRAPH-ADDRESS-ALLOWED", told);
});

test("a server that is not there is told as such", async () => {
  await expectRefused("http://127.0.0.1:9/graphql", "MUST-SUBGRAPH-ANSWERS", /cannot be reached/);
});

test("a server that never answers is given up", async () => {
  answer = () => {};
  const read = readNodeFile(harbourFile(url));
  const [hosts, keys] = [readHostPolicy(host), readSignatureKeys(KEYS)];
  if (!read.ok || read.kind !== "subgraph" || hosts === undefined || keys === undefined) throw new Error("no file");
  const told = toldSubgraph(read.subgraph, { hosts, keys, clock: systemClock });
  if (!told.ok) throw new Error("not told");
  const parts = { signal: AbortSignal.timeout(300), whyNot: async () => [], wasLive: false };
  const { report, words } = await told.node.check(parts);
  expect(words).toBeUndefined();
  expect(report.results.find(({ id }) => id === "MUST-SUBGRAPH-ANSWERS")).toMatchObject({
    outcome: "failed",
    findings: [{ message: { en: expect.stringContaining("no answer within") } }],
  });
});

async function expectRefused(address: string, id: string, told: RegExp): Promise<void> {
  const registered = await admin(hub.url, "nodes/harbour/register", { text: harbourFile(address) });
  expect([registered.status, registered.body]).toMatchObject([200, { lifecycle: "DRAFT" }]);
  const { status, body } = await admin(hub.url, "nodes/harbour/check", {});
  expect([status, body]).toMatchObject([200, { node: { lifecycle: "DRAFT" } }]);
  const { results } = body["report"] as { readonly results: readonly Result[] };
  const failed = results.filter((result) => result.id.startsWith("MUST") && result.outcome === "failed");
  expect(failed.map((result) => result.id)).toEqual([id]);
  const words = failed[0]?.findings.map(({ about, message }) => `${about ?? ""} ${message.en}`).join("\n") ?? "";
  expect(words).toMatch(told);
  expect(failed[0]?.findings.every(({ message }) => /\p{Script=Han}/u.test(message.zh))).toBe(true);
  expect((await admin(hub.url, "nodes/harbour/promote", {})).status).toBe(409);
  expect(hub.hub.graph.supergraphSdl()).toBe(served);
  expect((await hub.ask("{ hubNodes { code } }")).errors).toEqual([]);
}
