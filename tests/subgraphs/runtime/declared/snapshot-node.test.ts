import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtKinds } from "#adapters/manifest/kit/look-at-kinds.ts";
import type { OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { NodeService } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { ask } from "#tests/support/ask-told-node.ts";
import { sampleManifest } from "#tests/support/declared-nodes.ts";
import { HARBOUR_ROWS, PATENT } from "#tests/support/declared-rows.ts";
import { SnapshotOwner } from "#tests/support/snapshot-owner.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { type TemporaryFolder, temporaryFolder } from "#tests/support/temporary-folder.ts";

const owner = new SnapshotOwner();
let folder: TemporaryFolder;
let runtime: OwnedSourceRuntime;
let definition: NodeDefinition;
let service: NodeService;
let client: unknown;

beforeAll(async () => {
  folder = await temporaryFolder();
  const incoming = join(folder.path, "snapshots", "harbour-ip", "portal");
  await mkdir(incoming, { recursive: true });
  const lines = (HARBOUR_ROWS["LISTING"] ?? []).map((row) => JSON.stringify(row)).join("\n");
  await owner.put(incoming, "offers.jsonl", lines, "2026-11-20T00:00:00Z");
  definition = nodeOf(harbourInFiles(), { secrets: () => undefined });
  const source = definition.sources["portal"];
  if (source === undefined) throw new Error("no source");
  runtime = createTestRuntime(source.code, "http://127.0.0.1:1", { dataDir: folder.path });
  client = await source.create(runtime, source.settings.parse({}));
  service = createNodeService({ definition, clients: { portal: client }, ownSchema: ownSchemaOf(definition, []) });
});
afterAll(async () => {
  await runtime.close();
  await folder[Symbol.asyncDispose]();
});

/** The harbour's offers as a file that it signs, the rest of its manifest as ever. */
function harbourInFiles() {
  const manifest = sampleManifest("harbour");
  const { LISTING: listing } = manifest.kinds;
  const { portal } = manifest.sources;
  if (listing === undefined || portal === undefined) throw new Error("no offers");
  const list = {
    ...listing.list,
    request: { method: "GET", path: "/offers.jsonl" },
    decode: { format: "jsonl" },
  } as const;
  const snapshot = { publicKeys: [owner.publicKey], every: "1h", maxAge: "3650d" };
  return {
    ...manifest,
    sources: { portal: { ...portal, baseUrl: "", snapshot } },
    kinds: { LISTING: { ...listing, list } },
    sdl: 'extend type HarbourIpListing { "次数。 / Times." views: Int "电话。 / Telephone." hotline: String @contact }',
  };
}

const SEARCH = `query ($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { id summary { sourceUpdatedAt } } }
}`;

test("a node of signed files applies every condition to all of its records, numbers too", async () => {
  expect(definition.contract.kinds["LISTING"]?.filters).toContain("numbers");
  const searches = [
    { kind: "LISTING", first: 1, offset: 100 },
    { kind: "LISTING", first: 1, offset: 0, filter: { modes: ["OTHER"], subjects: ["PATENT"], regions: ["310000"] } },
    { kind: "LISTING", first: 1, offset: 0, filter: { numbers: [PATENT] } },
    { kind: "LISTING", first: 1, offset: 0, about: { typeName: "Patent", key: PATENT } },
  ];
  const { data, errors } = await ask(service, SEARCH, { searches });
  expect(errors ?? []).toEqual([]);
  const pages = data?.["hubNodeSearch"] as readonly { readonly total: number; readonly relation: string }[];
  expect(pages.map(({ total, relation }) => [total, relation])).toEqual([
    [130, "EXACT"],
    [expect.any(Number), "EXACT"],
    [1, "EXACT"],
    [1, "EXACT"],
  ]);
  const listed = (HARBOUR_ROWS["LISTING"] ?? []).filter(
    ({ way, subject, area }) => way === "作价" && subject === "专利" && String(area).startsWith("31"),
  );
  expect(pages[1]?.total).toBe(listed.length);
});

test("the shape of what its files hold is looked at as a portal's is", async () => {
  const looks = await lookAtKinds(harbourInFiles(), {
    clients: { portal: client },
    signal: new AbortController().signal,
    deadline: Date.now() + 10_000,
  });
  expect(looks).toMatchObject({
    LISTING: { kind: "seen", gone: [], shape: { records: 20, total: 130, filled: { title: 20 } } },
  });
});

test("its records tell the file's source and terms, links need a whole address", async () => {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on HarbourIpListing { title actions { url } provenance { source { code } sourceUpdatedAt licence { code } } } } }`;
  const representations = [{ __typename: "HarbourIpListing", id: encodeNodeId("HarbourIpListing", "r-1") }];
  const { data, errors } = await ask(service, query, { representations });
  expect(errors ?? []).toEqual([]);
  expect(data?.["_entities"]).toEqual([
    {
      title: "一种港口机械 1",
      actions: [{ url: `https://harbour.example.org/talk?about=${encodeURIComponent("一种港口机械 1")}` }],
      provenance: {
        source: { code: "harbour-ip-portal" },
        sourceUpdatedAt: "2026-10-01T01:00:00.000Z",
        licence: { code: "HARBOUR-OPEN-1" },
      },
    },
  ]);
});

test("where an owner limits keeping, the index counts from when the file was made", async () => {
  const told = harbourInFiles();
  const limited = nodeOf({ ...told, licence: { ...told.licence, keepAtMost: "3650d" } }, { secrets: () => undefined });
  const source = limited.sources["portal"];
  if (source === undefined) throw new Error("no source");
  const made = createTestRuntime(source.code, "http://127.0.0.1:1", { dataDir: folder.path });
  const clients = { portal: await source.create(made, source.settings.parse({})) };
  const node = createNodeService({ definition: limited, clients, ownSchema: ownSchemaOf(limited, []) });
  const { data } = await ask(node, "{ hubNodeHarvest(kind: LISTING, first: 1) { items { summary { fetchedAt } } } }");
  expect(data).toMatchObject({ hubNodeHarvest: { items: [{ summary: { fetchedAt: "2026-11-20T00:00:00.000Z" } }] } });
  expect(limited.contract.kinds["LISTING"]?.keepMs).toBe(3_650 * 86_400_000);
  await made.close();
});
