import { expect, test } from "vitest";
import type { KindContract } from "#subgraphs/runtime/define-node.ts";
import type { GivenRecords } from "#subgraphs/runtime/node-records.ts";
import { smallNode } from "./small-node.ts";

const BOOKS: Readonly<Record<string, object | null>> = { a: { id: "a" }, b: { id: "b" }, c: null, d: { id: "d" } };

/** A node whose books are offers; all that it gives is noted. */
function countedNode(
  takenDown: readonly string[] = [],
  kinds: Readonly<Record<string, KindContract<unknown>>> = OFFERS,
) {
  const given: string[] = [];
  const taken = new Set(takenDown);
  const { ask } = smallNode({
    takeDowns: { size: taken.size, has: (id) => taken.has(id) },
    countRecords: (node: string, { kind, way, count }: GivenRecords) =>
      void given.push(`${node} ${kind} ${way} ${count}`),
    resolveBooks: async (references) =>
      references.map(({ id }) => (id === "e" ? new Error("broken") : (BOOKS[String(id)] ?? null))),
    contract: { kinds },
  });
  return { ask, given };
}

const OFFERS: Readonly<Record<string, KindContract<unknown>>> = {
  LISTING: {
    ...{ typeName: "Book", search: "LIVE", about: [], filters: [], harvest: true, isPrivate: false },
    find: async ({ offset, first }) => ({
      items: [{ id: "a", summary: { title: "A" } }, null, { id: "b", summary: { title: "B" } }].slice(
        offset,
        offset + first,
      ),
      total: 3,
      relation: "EXACT",
    }),
  },
};

const ENTITIES = `{ _entities(representations: [${["a", "b", "c", "d", "e"]
  .map((id) => `{ __typename: "Book", id: "${id}" }`)
  .join(", ")}]) { ... on Book { id } } }`;
const SEARCH = "{ hubNodeSearch(searches: [{ kind: LISTING, first: 10, offset: 0 }]) { items { id } } }";
const HARVEST = "{ hubNodeHarvest(kind: LISTING, first: 10) { items { id } } }";

test("what a node gives is counted by kind and way; holes, failures and what is not there are nothing given", async () => {
  const { ask, given } = countedNode();
  await ask(SEARCH);
  await ask(ENTITIES);
  await ask(HARVEST);
  expect(given).toEqual(["small LISTING listed 2", "small LISTING looked-up 3", "small LISTING harvested 2"]);
});

test("what was taken down is not given", async () => {
  const { ask, given } = countedNode(["a"]);
  await ask(SEARCH);
  await ask(ENTITIES);
  expect(given).toEqual(["small LISTING listed 1", "small LISTING looked-up 2"]);
});

test("of types that are of no kind nothing is counted", async () => {
  const { ask, given } = countedNode([], {});
  await ask(ENTITIES);
  expect(given).toEqual([]);
});
