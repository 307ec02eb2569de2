import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { askNode } from "./ask-node.ts";
import { platforms } from "./composed-graph.ts";

const INFORMATION = /* GraphQL */ `{
  hubNodeInformation {
    contractVersion
    kinds { kind typeName search about filters harvest private }
    serviceModules { module raw count }
  }
}`;
const SEARCH = /* GraphQL */ `query ($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { typeName id summary { title numbers region date fetchedAt } } }
}`;
const HARVEST = /* GraphQL */ `query ($kind: AssetKind!, $cursor: String) {
  hubNodeHarvest(kind: $kind, first: 2, cursor: $cursor) { cursor items { typeName id } }
}`;
const ENTITIES = /* GraphQL */ `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on Node { id } }
}`;

interface Item {
  readonly typeName: string;
  readonly id: string;
}
interface Batch {
  readonly cursor: string | null;
  readonly items: readonly Item[];
}
interface Page {
  readonly total: number;
  readonly items: readonly Item[];
}

let running: TestHub;
beforeAll(async () => {
  running = await startTestHub();
});
afterAll(() => running.stop());

test("platforms were found", () => {
  expect(platforms.length).toBeGreaterThan(2);
});

describe.each(platforms)("$code", ({ code, contract, entities }) => {
  const kinds = Object.entries(contract.kinds);
  const open = kinds.filter(([, { isPrivate, search }]) => !isPrivate && search !== "NONE");
  const hidden = kinds.filter(([, { isPrivate }]) => isPrivate);

  test("tells the hub what its contract declares", async () => {
    const { data, errors = [] } = await askNode(nodeOf(code), INFORMATION);
    expect(errors).toEqual([]);
    expect(data?.["hubNodeInformation"]).toMatchObject({
      contractVersion: 1,
      kinds: kinds.map(([kind, { typeName, search, about, filters, harvest, isPrivate }]) => {
        return { kind, typeName, search, about, filters, harvest, private: isPrivate };
      }),
      serviceModules: expect.any(Array),
    });
  });

  test.each(open)("finds records of kind %s, with global ids of its type", async (kind, { typeName }) => {
    const [page] = await searchNode(code, [kind]);
    expect(page?.total).toBeGreaterThan(0);
    expect(page?.items.length).toBeGreaterThan(0);
    expect(page?.items.length).toBeLessThanOrEqual(3);
    for (const item of page?.items ?? []) {
      expect(item.typeName).toBe(typeName);
      expect(decodeNodeId(item.id)?.typename).toBe(typeName);
    }
  });

  test.each(open)("gives the entities of %s in the order asked, null for unknown ids", async (kind, { typeName }) => {
    const [page] = await searchNode(code, [kind]);
    const ids = page?.items.map(({ id }) => id) ?? [];
    const unknown = [encodeNodeId(typeName, "no-such-record-0"), "junk", encodeNodeId("Elsewhere", "1")];
    const asked = [...ids.toReversed(), ...unknown, ...ids];
    const { data, errors = [] } = await askEntities(code, typeName, asked);
    expect(errors).toEqual([]);
    expect(data?.["_entities"]).toEqual(
      asked.map((id) => (unknown.includes(id) ? null : { __typename: typeName, id })),
    );
  });

  test.each(hidden)(
    "refuses %s without the user's token, and finds nothing behind its ids",
    async (kind, { typeName }) => {
      const { data, errors = [] } = await askNode(nodeOf(code), SEARCH, { searches: [toSearch(kind)] });
      expect(data?.["hubNodeSearch"]).toEqual([null]);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHENTICATED"]);
      const found = await askEntities(code, typeName, [encodeNodeId(typeName, "1")]);
      expect(found.data?.["_entities"]).toEqual([null]);
    },
  );

  test("answers several searches in their order", async () => {
    const asked = [...open, ...open.toReversed()].map(([kind]) => kind);
    const pages = await searchNode(code, asked);
    const typeNames = asked.map((kind) => contract.kinds[kind]?.typeName);
    expect(pages.map((page) => page?.items[0]?.typeName)).toEqual(typeNames);
  });

  test.each(kinds)("lets %s be harvested exactly where it says so", async (kind, { harvest }) => {
    const first = await askNode(nodeOf(code), HARVEST, { kind });
    if (!harvest) return expect(first.errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    const { items, cursor } = toBatch(first);
    expect(items.length).toBeGreaterThan(0);
    const next = cursor === null ? [] : toBatch(await askNode(nodeOf(code), HARVEST, { kind, cursor })).items;
    const ids = [...items, ...next].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.keys(entities))("answers an unknown %s with null and no error", async (typeName) => {
    if (hidden.some(([, kind]) => kind.typeName === typeName)) return;
    const { data, errors = [] } = await askEntities(code, typeName, [encodeNodeId(typeName, "no-such-record-0"), ""]);
    expect(errors).toEqual([]);
    expect(data?.["_entities"]).toEqual([null, null]);
  });
});

test("node(id:) finds every platform and nothing behind junk", async () => {
  for (const { code } of platforms) {
    const { data } = await running.ask("query ($id: ID!) { node(id: $id) { __typename id } }", {
      id: encodeNodeId("HubNode", code),
    });
    expect(data?.["node"]).toMatchObject({ __typename: "HubNode" });
  }
  for (const id of ["", "junk", encodeNodeId("HubNode", "nowhere"), encodeNodeId("Patent", "CN999999999999.9")]) {
    const { data, errors } = await running.ask("query ($id: ID!) { node(id: $id) { id } }", { id });
    expect({ data, errors }).toEqual({ data: { node: null }, errors: [] });
  }
});

function toBatch({ data, errors = [] }: NodeResponse): Batch {
  expect(errors).toEqual([]);
  return data?.["hubNodeHarvest"] as Batch;
}

function toSearch(kind: string) {
  return { kind, first: 3, offset: 0 };
}

async function searchNode(code: string, kinds: readonly string[]): Promise<readonly (Page | null)[]> {
  const { data, errors = [] } = await askNode(nodeOf(code), SEARCH, { searches: kinds.map(toSearch) });
  expect(errors).toEqual([]);
  return data?.["hubNodeSearch"] as readonly (Page | null)[];
}

function askEntities(code: string, typeName: string, ids: readonly string[]): Promise<NodeResponse> {
  return askNode(nodeOf(code), ENTITIES, { representations: ids.map((id) => ({ __typename: typeName, id })) });
}

function nodeOf(code: string): GatewayNode {
  const node = running.hub.nodes.find((candidate) => candidate.code === code);
  if (node === undefined) throw new Error(`no node ${code}`);
  return node;
}
