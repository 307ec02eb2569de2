import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { SHARED_KINDS } from "#schema/kinds.ts";
import { nodes } from "#tests/conformance/composed-graph.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const held = new Set(nodes.flatMap(({ contract }) => Object.keys(contract.kinds)));
const empty = SHARED_KINDS.filter(({ name, isPrivate, isBounded }) => !held.has(name) && !isPrivate && !isBounded);

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

test("kinds that nobody holds were found", () => {
  expect(empty.length).toBeGreaterThan(0);
});

test.each(empty)("a list of $plural, which nobody holds, is empty and no error", async ({ plural, interfaceName }) => {
  const fields = `${plural}(first: 7) { nodes { __typename id ... on ${interfaceName} { provenance { fetchedAt } } } edges { node { id } } total { value relation } }`;
  const answer = await hub.ask(`{ ${fields} hubNodes { ${fields} } }`);
  const none = { nodes: [], edges: [], total: { value: 0, relation: "EXACT" } };
  expect(answer.errors).toEqual([]);
  expect(answer.data).toMatchObject({ [plural]: none });
  expect((answer.data as { hubNodes: object[] }).hubNodes[0]).toEqual({ [plural]: none });
});
