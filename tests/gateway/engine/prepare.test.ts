import { parse } from "graphql";
import { expect, test } from "vitest";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import { startPlanner } from "#gateway/plan/start-planner.ts";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** An engine over one member that says nothing, and what it had planned. */
async function engineOver(sdl: string) {
  const composed = await apolloComposer.compose([{ name: "one", typeDefs: parse(LINK + sdl) }]);
  if (composed.kind !== "composed") throw new Error(JSON.stringify(composed.problems));
  const planner = await startPlanner(composed.supergraphSdl);
  const planned: string[] = [];
  const engine = await createFederationEngine<null>({
    planner: {
      ...planner,
      plan: (document) => {
        planned.push(document);
        return planner.plan(document);
      },
    },
    subgraphs: new Map([["one", { name: "one", takesBatches: false, ask: async () => ({ data: {} }) }]]),
    allowsObjectScalars: false,
    describeMisfit: (message) => ({ message }),
  });
  return {
    engine,
    planned,
    ask: (query: string) => engine.execute({ document: parse(query) }, null),
    [Symbol.asyncDispose]: () => planner.close(),
  };
}

test("an engine over a changed graph has the plans of the one before it, where it still takes the operations", async () => {
  await using before = await engineOver("type Query { kept(n: Int): Int gone: Int }");
  await before.ask("{ kept }");
  await before.ask("{ gone }");
  await before.ask("{ mine: kept(n: 3) }");
  await using after = await engineOver("type Query { kept(n: Int): Int come: Int }");
  expect(before.engine.planned()).toHaveLength(3);
  expect(await after.engine.prepare(before.engine.planned())).toBe(2);
  expect(after.engine.planned()).toEqual(before.engine.planned().filter((text) => !text.includes("gone")));
  after.planned.length = 0;
  await after.ask("{ a: kept(n: 5) }");
  await after.ask("{ b: kept }");
  expect(after.planned).toEqual([]);
  await after.ask("{ come }");
  expect(after.planned).toHaveLength(1);
});
