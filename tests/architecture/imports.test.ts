import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { packageOf, refuseImport } from "./import-rules.ts";
import { importsOf, ROOT, sourceFiles, TOP_FOLDERS } from "./source-files.ts";

const files = TOP_FOLDERS.flatMap(sourceFiles);

test("files and their imports are read", () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(importsOf).length).toBeGreaterThan(1_000);
});

test("every import keeps to the table: who may import whom", () => {
  const refused = files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => refuseImport(file.path, specifier)?.concat(` in ${file.path}`) ?? []),
  );
  expect(refused).toEqual([]);
});

describe("the table", () => {
  test.each([
    ["schema/ids/a.ts", "graphql", true],
    ["schema/ids/a.ts", "#schema/codes/b.ts", true],
    ["schema/ids/a.ts", "#adapters/runtime/source.ts", false],
    ["schema/ids/a.ts", "../codes/b.ts", false],
    ["adapters/runtime/a.ts", "#schema/kinds.ts", true],
    ["adapters/runtime/a.ts", "#adapters/epo-ops/source.ts", false],
    ["adapters/epo-ops/a.ts", "#adapters/runtime/source.ts", true],
    ["adapters/epo-ops/client/a.ts", "#adapters/epo-ops/decode/b.ts", true],
    ["adapters/epo-ops/a.ts", "#adapters/cnipa-bulk/source.ts", false],
    ["adapters/epo-ops/a.ts", "#subgraphs/runtime/paging.ts", false],
    ["adapters/epo-ops/a.ts", "graphql", false],
    ["adapters/epo-ops/a.ts", "@apollo/subgraph", false],
    ["subgraphs/runtime/a.ts", "#adapters/runtime/source.ts", true],
    ["subgraphs/runtime/a.ts", "#adapters/epo-ops/source.ts", false],
    ["subgraphs/runtime/declared/a.ts", "#adapters/manifest/client.ts", true],
    ["subgraphs/sichuan/a.ts", "#adapters/sichuan-portal/source.ts", true],
    ["subgraphs/sichuan/a.ts", "#subgraphs/chongqing/node.ts", false],
    ["subgraphs/sichuan/a.ts", "#gateway/main.ts", false],
    ["subgraphs/sichuan/a.ts", "undici", false],
    ["gateway/a.ts", "#subgraphs/runtime/ports.ts", true],
    ["gateway/a.ts", "#subgraphs/sichuan/node.ts", false],
    ["gateway/a.ts", "#adapters/epo-ops/source.ts", false],
    ["gateway/a.ts", "#tests/support/samples.ts", false],
    ["tests/a.test.ts", "#adapters/epo-ops/source.ts", true],
  ])("%s → %s: %s", (path, specifier, isAllowed) => {
    expect(refuseImport(path, specifier) === undefined).toBe(isAllowed);
  });
});

test("each folder's README names every npm package that the folder imports", () => {
  const unnamed = TOP_FOLDERS.filter((folder) => folder !== "tests").flatMap((folder) => {
    const readme = readFileSync(`${ROOT}${folder}/README.md`, "utf8");
    const packages = new Set(sourceFiles(folder).flatMap(importsOf).filter(isPackage).map(packageOf));
    return [...packages].filter((name) => !readme.includes(name)).map((name) => `${folder}: ${name}`);
  });
  expect(unnamed).toEqual([]);
});

function isPackage(specifier: string): boolean {
  return !/^(?:\.|#|node:)/.test(specifier);
}
