import { buildSubgraphSchema } from "@apollo/subgraph";
import { isInterfaceType, isObjectType, Kind } from "graphql";
import { describe, expect, test } from "vitest";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { failed, listed, openDiscovery } from "./open-discovery.ts";

const NODE = "query($id: ID!) { node(id: $id) { __typename id } }";
const CASES =
  "{ viewer { accounts { userName hubNode { code } organization { id uscc } } cases { total { value } } } }";
const USCC = "91510100MA0DEM0A77";

describe("node(id:)", () => {
  const id = encodeNodeId("SichuanListing", "7");
  const { ask, bugs } = openDiscovery([listed("a", { owns: ["SichuanListing"], has: [id] })]);

  test("is what the owner of the id's type has", async () => {
    expect((await ask(NODE, { id })).data).toEqual({ node: { __typename: "SichuanListing", id } });
    const hub = encodeNodeId("HubNode", "a");
    expect((await ask(NODE, { id: hub })).data).toEqual({ node: { __typename: "HubNode", id: hub } });
  });

  test.each([
    "",
    "junk",
    encodeNodeId("SichuanListing", "8"),
    encodeNodeId("HubNode", "nobody"),
    encodeNodeId("Nothing", "1"),
    encodeNodeId("Query", "1"),
    encodeNodeId("__proto__", "1"),
  ])("is null without an error for %j", async (unknown) => {
    expect(await ask(NODE, { id: unknown })).toEqual({ data: { node: null }, errors: [] });
    expect(bugs).toEqual([]);
  });

  test("may give every type that a platform owns by its id: the asking node knows them all", async () => {
    const definitions = await discoverNodes();
    const schemas = schemasOf(definitions);
    const own = definitions.filter(({ seesOthers }) => seesOthers === true).map(({ code }) => schemas.get(code)?.whole);
    const [typeDefs] = own;
    if (typeDefs === undefined) throw new Error("nobody asks the others");
    const schema = buildSubgraphSchema({ typeDefs });
    const node = schema.getType("Node");
    if (!isInterfaceType(node)) throw new Error("no interface Node");
    const owned = definitions.flatMap(({ seesOthers, entities }) => (seesOthers === true ? [] : Object.keys(entities)));
    const byId = owned.filter((name) => [...schemas.values()].some(({ whole }) => isOwnedById(whole, name)));
    expect(byId.length).toBeGreaterThan(10);
    const unknown = byId.filter((name) => {
      const type = schema.getType(name);
      return !isObjectType(type) || !schema.isSubType(node, type);
    });
    expect(unknown).toEqual([]);
  });

  function isOwnedById({ definitions }: { readonly definitions: readonly { readonly kind: string }[] }, name: string) {
    return definitions.some((definition) => {
      const { name: own, interfaces } = definition as {
        name?: { value: string };
        interfaces?: readonly { name: { value: string } }[];
      };
      return (
        definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
        own?.value === name &&
        interfaces?.some((i) => i.name.value === "Node")
      );
    });
  }
});

describe("the viewer", () => {
  const account = { userName: "demo", organizationName: "甲", organizationUscc: USCC };
  const withCases = (code: string, parts = {}) => listed(code, { account: () => account, ...parts }, ["CASE"]);

  test("needs a credential of a node that holds private records; any other opens nothing", async () => {
    for (const credentials of [[], ["b"]]) {
      const { ask, asked } = openDiscovery([withCases("a"), listed("b")], credentials);
      expect(await ask(CASES)).toEqual({
        data: { viewer: null },
        errors: [{ path: ["viewer"], code: "UNAUTHENTICATED", node: "discovery" }],
      });
      expect(asked).toEqual([]);
    }
  });

  test("is asked about only at the nodes whose credential came", async () => {
    const { ask, asked } = openDiscovery([withCases("a"), withCases("b")], ["b"]);
    const { data, errors } = await ask(CASES);
    expect(errors).toEqual([]);
    expect(data.viewer.accounts).toEqual([
      {
        userName: "demo",
        hubNode: { code: "b" },
        organization: { id: encodeNodeId("Organization", USCC), uscc: USCC },
      },
    ]);
    expect(asked.map(({ node }) => node)).toEqual(["b"]);
  });

  test("keeps the accounts of the others when one fails; when all fail there are none", async () => {
    const broken = (code: string) =>
      withCases(code, {
        account: () => {
          throw failed(code, "UNAUTHENTICATED");
        },
      });
    const some = await openDiscovery([withCases("a"), broken("b")], ["a", "b"]).ask(
      "{ viewer { accounts { userName } } }",
    );
    expect(some).toEqual({
      data: { viewer: { accounts: [{ userName: "demo" }] } },
      errors: [{ path: ["viewer", "accounts"], code: "UNAUTHENTICATED", node: "b" }],
    });
    const none = await openDiscovery([broken("a"), broken("b")], ["a", "b"]).ask(
      "{ viewer { accounts { userName } } }",
    );
    expect(none.data).toEqual({ viewer: { accounts: null } });
    expect(none.errors).toEqual([{ path: ["viewer", "accounts"], code: "UNAUTHENTICATED", node: "a" }]);
  });
});

test("references of other nodes are completed: an agency by its code, a patent by its number, a node by either", async () => {
  const { ask } = openDiscovery([listed("a")]);
  const { data, errors } = await ask(
    `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agency { id code } ... on Patent { id } ... on HubNode { code } } }`,
    {
      representations: [
        { __typename: "Agency", code: "50990" },
        { __typename: "Patent", applicationNumber: "CN202310123456.6" },
        { __typename: "HubNode", code: "a" },
        { __typename: "HubNode", id: encodeNodeId("HubNode", "a") },
        { __typename: "HubNode", code: "nobody" },
      ],
    },
  );
  expect(errors).toEqual([]);
  expect(data._entities).toEqual([
    { id: encodeNodeId("Agency", "50990"), code: "50990" },
    { id: encodeNodeId("Patent", "CN202310123456.6") },
    { code: "a" },
    { code: "a" },
    null,
  ]);
});
