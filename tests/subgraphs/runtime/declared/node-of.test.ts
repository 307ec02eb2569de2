import { afterAll, beforeAll, expect, test } from "vitest";
import type { OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import type { NodeService } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { ask } from "#tests/support/ask-told-node.ts";
import { sampleManifest } from "#tests/support/declared-nodes.ts";
import { HARBOUR_ROWS } from "#tests/support/declared-rows.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream, type TestUpstream } from "#tests/support/start-upstream.ts";

let portal: TestUpstream;
let runtime: OwnedSourceRuntime;
let service: NodeService;

beforeAll(async () => {
  portal = await startUpstream(({ path }, response) => {
    const { searchParams } = new URL(path, "http://portal");
    const all = HARBOUR_ROWS["LISTING"] ?? [];
    const found = all.filter((row) => JSON.stringify(row).includes(searchParams.get("q") ?? ""));
    const page = Number(searchParams.get("page"));
    const rows = found.slice((page - 1) * 50, page * 50);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ total: String(found.length), rows }));
  });
  const { portal: source, ...others } = sampleManifest("harbour").sources;
  if (source === undefined) throw new Error("no portal");
  const manifest = { ...sampleManifest("harbour"), sources: { portal: { ...source, baseUrl: portal.url }, ...others } };
  const definition = nodeOf(manifest, { secrets: () => undefined });
  const told = definition.sources["portal"];
  if (told === undefined) throw new Error("no source");
  runtime = createTestRuntime(told.code, portal.url);
  const client = await told.create(runtime, told.settings.parse({}));
  service = createNodeService({
    definition,
    clients: { portal: client },
    ownSchema: ownSchemaOf(definition, []),
  });
});
afterAll(async () => {
  await runtime.close();
  await portal[Symbol.asyncDispose]();
});

const SEARCH = `query ($text: String, $offset: Int!) {
  hubNodeSearch(searches: [{ kind: LISTING, text: $text, first: 3, offset: $offset }]) {
    total relation items { id summary { title } }
  }
}`;
const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on HarbourIpListing { title views } }
}`;

test("a portal told in a manifest answers through the node, and what a search showed is not asked for again", async () => {
  const { data, errors } = await ask(service, SEARCH, { text: "机械", offset: 55 });
  expect(errors ?? []).toEqual([]);
  const [page] = (data?.["hubNodeSearch"] ?? []) as readonly {
    total: number;
    relation: string;
    items: readonly { id: string }[];
  }[];
  expect(page).toMatchObject({
    total: 130,
    relation: "EXACT",
    items: [{ summary: { title: "一种港口机械 56" } }, {}, {}],
  });
  const asked = portal.requests.length;
  const representations = page?.items.map(({ id }) => ({ __typename: "HarbourIpListing", id }));
  const records = await ask(service, ENTITIES, { representations });
  expect(records.errors ?? []).toEqual([]);
  expect(records.data?.["_entities"]).toEqual([
    { title: "一种港口机械 56", views: 165 },
    { title: "一种港口机械 57", views: 168 },
    { title: "一种港口机械 58", views: 171 },
  ]);
  expect(portal.requests).toHaveLength(asked);
});

test("a portal that fails fails its own question, in the hub's terms", async () => {
  portal.answer((_request, response) => {
    response.statusCode = 500;
    response.end("java.lang.NullPointerException");
  });
  const { data, errors = [] } = await ask(service, SEARCH, { text: "从未问过", offset: 0 });
  expect(data?.["hubNodeSearch"]).toEqual([null]);
  expect(errors.map(({ extensions }) => extensions)).toMatchObject([
    { code: "NODE_UNAVAILABLE", node: "harbour-ip", source: "harbour-ip-portal" },
  ]);
});
