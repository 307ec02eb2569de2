import { expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { type DetailedPortal, startDetailedPortal } from "#tests/support/detailed-portal.ts";

const LISTED = "title price { text } provenance { fetchedAt freshness }";

async function entities({ ask }: DetailedPortal, ids: readonly string[], selection: string) {
  const representations = ids.map((id) => ({
    __typename: "ExampleListing",
    id: encodeNodeId("ExampleListing", id),
  }));
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on ExampleListing { ${selection} } }
  }`;
  return ask(query, { representations });
}

const search = ({ ask }: DetailedPortal, about = "") =>
  ask(
    `{ hubNodeSearch(searches: [{ kind: LISTING, first: 10, offset: 0 ${about} }]) { total relation items { id } } }`,
  );

test("fields that the list tells ask for no detail", async () => {
  await using portal = await startDetailedPortal();
  await search(portal);
  portal.forget();
  const { data, errors } = await entities(portal, ["1", "2"], LISTED);
  expect(errors ?? []).toEqual([]);
  expect(data?.["_entities"]).toMatchObject([
    { title: "挂牌1", price: { text: "1.5" }, provenance: { freshness: "FRESH" } },
    { title: "挂牌2" },
  ]);
  expect(portal.paths()).toEqual([]);
});

test("fields that only the detail tells ask for it, once for each record", async () => {
  await using portal = await startDetailedPortal();
  await search(portal);
  portal.forget();
  const selection = "title description patent { applicationNumber } patentNumberText actions { kind url }";
  const { data, errors } = await entities(portal, ["1", "2"], selection);
  expect(errors ?? []).toEqual([]);
  expect(data?.["_entities"]).toMatchObject([
    {
      title: "挂牌1",
      description: "说明1",
      patent: { applicationNumber: portal.patents[0] },
      patentNumberText: portal.patents[0],
      actions: [{ kind: "VIEW", url: `https://example.org/${portal.patents[0]}` }],
    },
    { title: "挂牌2", description: "说明2" },
  ]);
  expect(portal.paths().toSorted()).toEqual(["/one/1", "/one/2"]);
});

test("a detail that cannot be had leaves the list's fields and an error at each missing one", async () => {
  await using portal = await startDetailedPortal();
  await search(portal);
  portal.breakDetails(["2"]);
  const { data, errors = [] } = await entities(portal, ["1", "2", "3"], `${LISTED} description patent { id }`);
  expect(data?.["_entities"]).toMatchObject([
    { title: "挂牌1", description: "说明1" },
    { title: "挂牌2", price: { text: "1.5" }, description: null, patent: null },
    { title: "挂牌3", description: "说明3" },
  ]);
  expect(errors.map(({ path, extensions }) => [path?.join("."), extensions.code, extensions.source])).toEqual([
    ["_entities.1.description", "NODE_UNAVAILABLE", "example-portal"],
    ["_entities.1.patent", "NODE_UNAVAILABLE", "example-portal"],
  ]);
});

test("with the portal down a list that is kept is given whole, its records too, as stale once they are", async () => {
  await using portal = await startDetailedPortal();
  await search(portal);
  portal.goDown();
  expect((await entities(portal, ["1"], LISTED)).data?.["_entities"]).toMatchObject([
    { title: "挂牌1", provenance: { freshness: "FRESH" } },
  ]);
  await portal.later(2 * 3_600_000);
  await search(portal);
  portal.forget();
  const { data, errors } = await entities(portal, ["1"], LISTED);
  expect(errors ?? []).toEqual([]);
  expect(data?.["_entities"]).toMatchObject([{ title: "挂牌1", provenance: { freshness: "STALE" } }]);
  expect(portal.paths()).toEqual([]);
});

test("a record that no list told is read from its own page", async () => {
  await using portal = await startDetailedPortal();
  const { data } = await entities(portal, ["1", "none"], "title description");
  expect(data?.["_entities"]).toEqual([{ title: "详情1", description: "说明1" }, null]);
});

test("where the fields come from two pages, the record is as old as the older one", async () => {
  await using portal = await startDetailedPortal();
  await entities(portal, ["1"], "description");
  const before = portal.now();
  await portal.later(60_000);
  await search(portal);
  const both = await entities(portal, ["1"], `${LISTED} description`);
  expect(both.data?.["_entities"]).toMatchObject([
    { title: "挂牌1", provenance: { fetchedAt: new Date(before).toISOString() } },
  ]);
  const listed = await entities(portal, ["1"], LISTED);
  expect(listed.data?.["_entities"]).toMatchObject([
    { provenance: { fetchedAt: new Date(before + 60_000).toISOString() } },
  ]);
});

test("an empty place of the detail does not fall through to another text of its page, nor the list's to the list", async () => {
  const kind = {
    fields: {
      title: { from: "title", fromDetail: "none" },
      description: { fromDetail: "jj" },
      patentNumberText: { from: "title", fromDetail: "zl" },
      price: { from: "price", as: "price", fromDetail: "none" },
    },
  };
  await using portal = await startDetailedPortal({ kind });
  const selection = "title price { text } description patentNumberText";
  const cold = await entities(portal, ["1"], selection);
  const own = { description: "说明1", patentNumberText: portal.patents[0] };
  expect(cold.data?.["_entities"]).toEqual([{ title: null, price: { text: null }, ...own }]);
  await using listed = await startDetailedPortal({ kind });
  await search(listed);
  const { data } = await entities(listed, ["1"], selection);
  expect(data?.["_entities"]).toEqual([{ title: "挂牌1", price: { text: "1.5" }, ...own }]);
});
