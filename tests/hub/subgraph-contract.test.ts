import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, print } from "graphql";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { typeDefsOf } from "#subgraphs/runtime/open-node.ts";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { harbourFile } from "#tests/support/harbour-server.ts";
import { type PlainSubgraphServer, startPlainSubgraph } from "#tests/support/plain-subgraph-server.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const OWN = /* GraphQL */ `
  "港口的报告。 / A report of the harbour."
  type HarbourReport implements AnalysisReport & Node @key(fields: "id") {
    id: ID!
    title: String
    topic: String
    publishedDate: Date
    producer: String
    actions: [Action!]
    provenance: Provenance
  }
`;
const REPORTS = ["Tides and patents", "Nets and trademarks"].map((title, index) => ({
  id: encodeNodeId("HarbourReport", String(index + 1)),
  title,
}));
const KIND = {
  ...{ kind: "REPORT", typeName: "HarbourReport", search: "LIVE", about: [], filters: [], harvest: false },
  private: false,
};

interface Search {
  readonly kind: string;
  readonly text?: string | null;
  readonly first: number;
  readonly offset: number;
}

let server: PlainSubgraphServer;
let hub: TestHub;
let kinds: readonly object[] = [KIND];

function search({ kind, text, first, offset }: Search) {
  const words = (text ?? "").toLowerCase();
  const found = kind === "REPORT" ? REPORTS.filter(({ title }) => title.toLowerCase().includes(words)) : [];
  const items = found.slice(offset, offset + first).map(({ id, title }) => ({
    ...{ typeName: "HarbourReport", id },
    summary: { title, numbers: [], classes: [], parties: [], codes: [], fetchedAt: "2026-11-01T00:00:00Z" },
  }));
  return { items, total: found.length, relation: "EXACT" };
}

beforeAll(async () => {
  server = await startPlainSubgraph({
    sdl: print(typeDefsOf(parse(OWN))),
    resolvers: {
      Query: {
        hubNodeInformation: () => ({ contractVersion: 1, kinds, serviceModules: [] }),
        hubNodeSearch: (_root, { searches }) => (searches as readonly Search[]).map(search),
      },
    },
    entity: ({ id }) => REPORTS.find((report) => report.id === id) ?? null,
  });
  const env = { ...ADMIN_ENV, HUB_NODE_HOSTS: server.host, HUB_SIGNING_KEYS: "test-2026:0123456789abcdef0123456789" };
  hub = await startTestHub({ env });
  await admin(hub.url, "nodes/harbour/register", { text: harbourFile(server.url) });
});

afterAll(async () => {
  await hub?.stop();
  await server?.[Symbol.asyncDispose]();
});

async function outcomes(): Promise<Readonly<Record<string, string>>> {
  const { body } = await admin(hub.url, "nodes/harbour/check", {});
  const { results } = body["report"] as {
    readonly results: readonly { readonly id: string; readonly outcome: string }[];
  };
  return Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));
}

test("kinds that its own schema does not bear out are told", async () => {
  kinds = [KIND, { ...KIND, kind: "LISTING" }, { ...KIND, typeName: "Nowhere" }];
  expect(await outcomes()).toMatchObject({
    "MUST-SUBGRAPH-KINDS-READ": "passed",
    "MUST-SUBGRAPH-FITS": "passed",
    "SHOULD-SUBGRAPH-KINDS-TRUE": "failed",
  });
  kinds = [KIND];
});

test("node try asks it as the hub would", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "harbour.yaml");
  await writeFile(file, harbourFile(server.url));
  const tried = await runCli({}, "node", "try", file, "--kind", "REPORT", "--text", "tides");
  expect(tried).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/REPORT: 共 total 1\n.* Tides and patents/),
  });
});

test("a server that speaks the node contract is searched, and its records stand among those of their kind", async () => {
  expect(await outcomes()).toMatchObject({
    "SHOULD-SUBGRAPH-KINDS-TRUE": "passed",
    "MAY-SUBGRAPH-SEARCHED": "passed",
  });
  expect((await admin(hub.url, "nodes/harbour/promote", {})).body).toMatchObject({ lifecycle: "LIVE" });
  const listed = await hub.ask("{ reports(first: 10) { nodes { id title ... on HarbourReport { __typename } } } }");
  expect(listed.errors).toEqual([]);
  expect(listed.data?.["reports"]).toEqual({
    nodes: REPORTS.map((report) => ({ ...report, __typename: "HarbourReport" })),
  });
  const found = await hub.ask(
    '{ search(query: "tides", kinds: [REPORT]) { perNode { hubNode { code } outcome hits } } }',
  );
  expect(found.data?.["search"]).toMatchObject({
    perNode: expect.arrayContaining([{ hubNode: { code: "harbour" }, outcome: "OK", hits: 1 }]),
  });
});
