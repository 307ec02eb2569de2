import { afterAll, beforeAll, expect, test } from "vitest";
import { offerId, stallNode } from "#tests/support/stall-node.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
});

afterAll(() => hub.stop());

const OFFER = /* GraphQL */ `query ($id: ID!) { node(id: $id) { __typename ... on Listing { title } } }`;

async function titleOf(id: string): Promise<unknown> {
  const { data } = await hub.ask<{ readonly node: { readonly title: string } | null }>(OFFER, { id });
  return data?.node?.title;
}

test("a node joins a hub that serves, is changed and leaves", async () => {
  const id = offerId("far", 1);
  expect(await titleOf(id)).toBeUndefined();

  expect(await hub.hub.graph.apply([{ kind: "put", definition: stallNode("far") }])).toMatchObject({ kind: "served" });
  expect(await titleOf(id)).toBe("far 1 摊位 Stall");
  const { data } = await hub.ask("{ hubNodes { code state } }");
  expect(data?.["hubNodes"]).toContainEqual({ code: "far", state: "LIVE" });

  const changed = stallNode("far", { label: "新 New" });
  expect(await hub.hub.graph.apply([{ kind: "put", definition: changed }])).toMatchObject({ kind: "served" });
  expect(await titleOf(id)).toBe("far 1 新 New");

  expect(await hub.hub.graph.apply([{ kind: "remove", code: "far" }])).toMatchObject({ kind: "served" });
  expect(await titleOf(id)).toBeUndefined();
  const { errors } = await hub.ask("query ($id: ID!) { node(id: $id) { ... on FarListing { title } } }", { id });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
});

test("a schema that does not compose leaves the old graph serving", async () => {
  const before = hub.hub.graph.supergraphSdl();
  const broken = stallNode("broken", { more: "type BrokenThing { about: Nothing }" });
  const applied = await hub.hub.graph.apply([{ kind: "put", definition: broken }]);
  expect(applied).toMatchObject({ kind: "refused", problems: [{ node: "broken", code: "DOES_NOT_COMPOSE" }] });
  expect(hub.hub.graph.supergraphSdl()).toBe(before);
  expect((await hub.ask("{ hubNodes { code } }")).errors).toEqual([]);
});

test("no request is lost while a node joins, changes and leaves, and those under way end where they began", async () => {
  const id = offerId("busy", 1);
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isHeld = false;
  const onAsked = () => {
    if (!isHeld) return;
    entered.resolve();
    return released.promise;
  };
  let isOver = false;
  const failures: unknown[] = [];
  const clients = Array.from({ length: 4 }, async () => {
    for (let count = 0; !isOver || count === 0; count += 1) {
      const { status, errors } = await hub.ask(`query Q${count % 50} { hubNodes { code } node(id: "${id}") { id } }`);
      if (status !== 200 || errors.length > 0) failures.push({ status, errors });
    }
  });
  const { graph } = hub.hub;
  await graph.apply([{ kind: "put", definition: stallNode("busy", { label: "old", onAsked }) }]);
  isHeld = true;
  const begun = titleOf(id);
  await entered.promise;
  isHeld = false;
  await graph.apply([{ kind: "put", definition: stallNode("busy", { label: "new" }) }]);
  expect(await titleOf(id)).toBe("busy 1 new");
  await graph.apply([{ kind: "remove", code: "busy" }]);
  released.resolve();
  expect(await begun).toBe("busy 1 old");
  isOver = true;
  await Promise.all(clients);
  expect(failures).toEqual([]);
});
