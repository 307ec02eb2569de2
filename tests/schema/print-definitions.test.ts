import { print } from "graphql";
import { expect, test } from "vitest";
import { nodeSdl } from "#schema/node-sdl.ts";
import { printDefinitions } from "#schema/print-definitions.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";

test("a schema whose definitions are printed once each is printed as by graphql-js", async () => {
  const schemas = (await discoverNodes()).map((definition) => nodeSdl(ownSchemaOf(definition, [])));
  expect(schemas.length).toBeGreaterThan(2);
  for (const schema of [...schemas, ...schemas]) expect(printDefinitions(schema).join("\n\n")).toBe(print(schema));
});
