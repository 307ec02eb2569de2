import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { print } from "graphql";
import { expect, test } from "vitest";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";

test("reads all parts of a folder as one document, fields added to another part's type in their place", async () => {
  await using folder = await folderOf({
    "b/patent.graphql": "type Patent { id: ID! }\ntype Query { patent: Patent }",
    "a.graphql": "extend type Patent { title: String }\nextend type Query { patents: [Patent] }",
  });
  expect(print(readSchema(folder.address))).toBe(
    print(
      readSchema(
        await folder.whole("type Patent { id: ID! title: String } type Query { patent: Patent patents: [Patent] }"),
      ),
    ),
  );
});

test("adds a field once, also where several parts define the type (root fields are merged later)", async () => {
  await using folder = await folderOf({
    "a.graphql": "type Query { patent: ID }",
    "b/b.graphql": "type Query { mark: ID }\nextend type Query { list: [ID] }",
  });
  expect(print(readSchema(folder.address)).match(/list:/g)).toHaveLength(1);
});

test("leaves extensions of types that are defined elsewhere as they are", async () => {
  await using folder = await folderOf({ "a.graphql": "extend type HubNode { patents: Int }" });
  expect(print(readSchema(folder.address))).toContain("extend type HubNode");
});

test("a folder without a schema is a mistake that is told", async () => {
  await using folder = await folderOf({});
  expect(() => readSchema(folder.address)).toThrow(/No \*\.graphql/);
});

async function folderOf(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), "schema-"));
  await mkdir(join(path, "b"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return {
    address: pathToFileURL(`${path}/`),
    whole: async (text: string) => {
      const file = join(path, "whole.txt");
      await writeFile(file, text);
      return pathToFileURL(file);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
