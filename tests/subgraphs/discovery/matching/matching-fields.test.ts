import { expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { memoryIndex, summary } from "#tests/subgraphs/discovery/memory-index.ts";
import { openDiscovery } from "#tests/subgraphs/discovery/open-discovery.ts";

const NUMBER = "CN202310123456.6";
const DEMAND = encodeNodeId("ChongqingDemand", "1");
const MATCHES = `query($representations: [_Any!]!, $first: Int, $after: String) { _entities(representations: $representations) {
  ... on ChongqingDemand { matches(first: $first, after: $after) {
    edges { score locality reasons { code message } node { __typename id ... on Agency { code } } }
    total { value relation } pageInfo { hasNextPage hasPreviousPage endCursor } reason { code message }
  } }
  ... on Patent { matchingDemands(first: $first) { edges { score node { __typename id } } reason { code } } }
} }`;

const demand = summary({
  id: DEMAND,
  kind: "DEMAND",
  typeName: "ChongqingDemand",
  title: "低温固化胶粘剂",
  classes: ["新材料"],
  region: "500107",
  status: "PUBLISHED",
});
const offers = Array.from({ length: 7 }, (_none, at) =>
  summary({ id: encodeNodeId("SichuanListing", String(at)), kind: "LISTING", title: "低温固化胶粘剂", status: "OPEN" }),
);
const profile = summary({
  id: encodeNodeId("ChongqingAgencyProfile", "1"),
  kind: "AGENCY_PROFILE",
  typeName: "ChongqingAgencyProfile",
  title: "重庆示例知识产权代理事务所",
  numbers: ["50990"],
  codes: { specialties: ["新材料"] },
  region: "500000",
});
const patent = summary({ id: "p", kind: "PATENT", typeName: "Patent", title: "低温固化光学胶", numbers: [NUMBER] });

function open(held: Parameters<typeof memoryIndex>[0] | null) {
  return openDiscovery([], [], held === null ? null : memoryIndex(held));
}

const asDemand = { representations: [{ __typename: "ChongqingDemand", id: DEMAND }] };

test("a demand's matches are paged, each once and best first, and ask no node", async () => {
  const { ask, asked, bugs } = open([demand, ...offers, profile]);
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 4; page++) {
    const { data, errors } = await ask(MATCHES, { ...asDemand, first: 3, after });
    expect(errors).toEqual([]);
    const { edges, total, pageInfo } = data._entities[0].matches;
    expect(total.value).toBe(8);
    expect(pageInfo.hasPreviousPage).toBe(page > 0);
    ids.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) break;
  }
  expect(new Set(ids)).toEqual(new Set([...offers.map(({ id }) => id), encodeNodeId("Agency", "50990")]));
  expect(ids).toHaveLength(8);
  expect(asked).toEqual([]);
  expect(bugs).toEqual([]);
});

test("the profile of a registered agency is told as the agency; reasons are told in the language asked for", async () => {
  const { data } = await open([demand, profile]).ask(MATCHES, asDemand, "en");
  expect(data._entities[0].matches.edges).toEqual([
    {
      score: expect.any(Number),
      locality: "SAME_CITY",
      reasons: [
        { code: "SAME_FIELD", message: "The same technical field: 新材料" },
        { code: "SAME_CITY", message: "In the same city" },
      ],
      node: { __typename: "Agency", id: encodeNodeId("Agency", "50990"), code: "50990" },
    },
  ]);
});

test("demands are found for a patent that is known by its id or by its number", async () => {
  const { ask } = open([demand, patent]);
  for (const reference of [{ applicationNumber: NUMBER }, { id: encodeNodeId("Patent", NUMBER) }]) {
    const { data, errors } = await ask(MATCHES, { representations: [{ __typename: "Patent", ...reference }] });
    expect(errors).toEqual([]);
    expect(data._entities[0].matchingDemands.edges).toEqual([
      { score: expect.any(Number), node: { __typename: "ChongqingDemand", id: DEMAND } },
    ]);
  }
});

test.each([
  ["without an index", null, "INDEX_OFF"],
  ["in an empty index", [], "NOT_INDEXED"],
])("%s there are no matches, and the reason is told", async (_where, held, code) => {
  const foreign = { __typename: "Patent", id: encodeNodeId("Patent", "US.16123456.A") };
  const representations = [asDemand.representations[0], foreign];
  const { data, errors } = await open(held).ask(MATCHES, { representations });
  expect(errors).toEqual([]);
  expect(data._entities[0].matches).toMatchObject({
    edges: [],
    total: { value: 0, relation: "AT_LEAST" },
    reason: { code },
  });
  expect(data._entities[1].matchingDemands).toEqual({ edges: [], reason: { code: "NOT_INDEXED" } });
});

test("a cursor of another list is BAD_CURSOR, a page too large BAD_USER_INPUT", async () => {
  const { ask } = open([demand]);
  const told = async (variables: object) => (await ask(MATCHES, { ...asDemand, ...variables })).errors[0]?.code;
  expect(await told({ after: "bTE6e30" })).toBe("BAD_CURSOR");
  expect(await told({ first: 101 })).toBe("BAD_USER_INPUT");
});
