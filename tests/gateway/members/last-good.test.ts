import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, print } from "graphql";
import { expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { composeAtStart } from "#gateway/members/compose-at-start.ts";
import { LastGood } from "#gateway/members/last-good.ts";
import { type OpenedNode, readyMember } from "#gateway/open-nodes.ts";
import { readNodeSchema } from "#gateway/supergraph/node-schemas.ts";
import { publicApiOf } from "#gateway/supergraph/public-api.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { stubNode } from "#tests/gateway/execute/stub-node.ts";
import { stallNode } from "#tests/support/stall-node.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const definitions = await discoverNodes();
const settings = readSettings({ env: {}, file: null });

function opened(definition: NodeDefinition): OpenedNode {
  const node = stubNode(definition.code, () => Promise.reject(new Error("unused")));
  const schema = readNodeSchema(definition);
  const member = readyMember(definition, settings);
  const one: OpenedNode = {
    member,
    schema,
    node,
    sources: [],
    store: null,
    served: async () => one,
    close: async () => {},
  };
  return one;
}

function broken(code: string): NodeDefinition {
  return { ...stallNode(code), schema: () => parse("type FarThing { about: Nothing }") };
}

test("a node that breaks the graph at the start keeps the types that it had in the last good one", async () => {
  await using folder = await temporaryFolder();
  const keeping = new LastGood(folder.path, SILENT_LOGGER);
  keeping.keep([opened(stallNode("far")), opened(stallNode("near"))]);
  await keeping.settled();
  const kept = await new LastGood(folder.path, SILENT_LOGGER).read();
  expect([...kept.keys()]).toEqual(["far", "near"]);

  const { graph, held } = await composeAtStart([...definitions, broken("far"), stallNode("near")], kept);
  expect([...held.keys()]).toEqual(["far"]);
  expect(graph.leftOut).toEqual([]);
  expect(publicApiOf(graph.supergraphSdl)).toContain("type FarListing");
  expect(publicApiOf(graph.supergraphSdl)).toContain("type NearListing");
});

test("several that break it keep theirs, and those that did not change are asked as ever", async () => {
  await using folder = await temporaryFolder();
  const keeping = new LastGood(folder.path, SILENT_LOGGER);
  keeping.keep([opened(stallNode("far")), opened(stallNode("near")), opened(stallNode("same"))]);
  await keeping.settled();
  const { graph, held } = await composeAtStart(
    [
      ...definitions,
      broken("far"),
      { ...broken("near"), schema: () => parse("type NearThing { about: Nothing }") },
      stallNode("same"),
    ],
    await keeping.read(),
  );
  expect([...held.keys()]).toEqual(["far", "near"]);
  expect(publicApiOf(graph.supergraphSdl)).toContain("type SameListing");
});

test("one that was never good is left out", async () => {
  const { graph, held } = await composeAtStart([...definitions, broken("far")], new Map());
  expect(held.size).toBe(0);
  expect(graph.leftOut.map(({ node }) => node)).toEqual(["far"]);
});

test("a file that cannot be understood holds nothing", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "last-good-graph.json"), "{");
  expect((await new LastGood(folder.path, SILENT_LOGGER).read()).size).toBe(0);
});

test("is written in pieces of JSON, whatever is in it, and again only where a schema has changed", async () => {
  await using folder = await temporaryFolder();
  const keeping = new LastGood(folder.path, SILENT_LOGGER);
  const more = Array.from({ length: 900 }, (_, n) => `"引 \\"${n}\\" \\\\ 𠮷" type Far${n} { a: Int }`).join("\n");
  const far = opened(stallNode("far", { more }));
  keeping.keep([far]);
  await keeping.settled();
  const path = join(folder.path, "last-good-graph.json");
  const kept = await new LastGood(folder.path, SILENT_LOGGER).read();
  expect(print(kept.get("far")?.own ?? parse("type None { a: Int }"))).toBe(print(far.schema.own));

  await writeFile(path, "mine");
  keeping.keep([{ ...far }]);
  await keeping.settled();
  expect(await readFile(path, "utf8")).toBe("mine");
  keeping.keep([far, opened(stallNode("near"))]);
  await keeping.settled();
  expect([...(await new LastGood(folder.path, SILENT_LOGGER).read()).keys()]).toEqual(["far", "near"]);
});
