import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { ownSchemaOf, typeDefsOf } from "#subgraphs/runtime/open-node.ts";
import { serviceOf } from "#tests/support/ask-told-node.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { toldNodes } from "#tests/support/told-nodes.ts";
import { platforms } from "./composed-graph.ts";
import { describeHarvest } from "./harvest-suite.ts";

let running: TestHub;
beforeAll(async () => {
  running = await startTestHub();
});
afterAll(() => running.stop());

const harvested = platforms.flatMap((node) => harvestedKinds(node));
const told = toldNodes.flatMap((node) => harvestedKinds(node));

test("kinds that may be harvested were found, and none of them is private", () => {
  expect(harvested.length).toBeGreaterThan(10);
  expect(told.length).toBeGreaterThan(10);
  const hidden = platforms.flatMap(({ contract }) => Object.values(contract.kinds).filter((one) => one.isPrivate));
  expect(hidden.filter(({ harvest }) => harvest)).toEqual([]);
});

for (const kind of harvested) describeHarvest({ ...kind, node: () => nodeOf(kind.code) });
for (const kind of told) {
  const ownSchema = ownSchemaOf(kind.definition, []);
  const node = { service: serviceOf(kind.definition), typeDefs: typeDefsOf(ownSchema) };
  describeHarvest({ ...kind, node: () => node });
}

function harvestedKinds(definition: NodeDefinition) {
  return Object.entries(definition.contract.kinds)
    .filter(([, { harvest, isPrivate }]) => harvest && !isPrivate)
    .map(([kind, { typeName, filters }]) => ({ code: definition.code, kind, typeName, filters, definition }));
}

function nodeOf(code: string): GatewayNode {
  const node = running.hub.nodes.find((candidate) => candidate.code === code);
  if (node === undefined) throw new Error(`no node ${code}`);
  return node;
}
