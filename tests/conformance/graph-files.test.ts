import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { GRAPH_FILES, renderGraphFiles } from "#gateway/supergraph/graph-files.ts";

const rendered = await renderGraphFiles();

test("files are made from the graph", () => {
  expect(Object.keys(rendered)).toEqual(
    expect.arrayContaining([
      "supergraph.graphql",
      "api.graphql",
      "exports/possible-types.json",
      "exports/scalars.json",
      "exports/enum-labels.json",
    ]),
  );
});

test.each(Object.entries(rendered))(
  "schema/%s is committed as composed (npm run hub -- compose)",
  async (name, text) => {
    expect(await readFile(new URL(name, GRAPH_FILES), "utf8")).toBe(text);
  },
);
