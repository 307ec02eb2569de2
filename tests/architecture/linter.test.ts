import { expect, test } from "vitest";
import { runLinter } from "./run-linter.ts";

/** Planted file → its text and the rule that must refuse it; null where nothing is wrong. */
const PLANTED = [
  ["schema/upward.ts", 'import "#gateway/main.ts";', "noRestrictedImports"],
  ["adapters/epo-ops/knows-graphql.ts", 'import "graphql";', "noRestrictedImports"],
  ["adapters/epo-ops/knows-apollo.ts", 'import "@apollo/subgraph";', "noRestrictedImports"],
  ["adapters/epo-ops/upward.ts", 'import "#subgraphs/runtime/paging.ts";', "noRestrictedImports"],
  ["adapters/epo-ops/fine.ts", 'import "#adapters/runtime/source.ts";\nimport "#schema/kinds.ts";', null],
  ["subgraphs/sichuan/upward.ts", 'import "#gateway/main.ts";', "noRestrictedImports"],
  ["subgraphs/sichuan/knows-http.ts", 'import "undici";', "noRestrictedImports"],
  ["subgraphs/sichuan/fine.ts", 'import "#adapters/sichuan-portal/source.ts";\nimport "graphql";', null],
  ["gateway/names-node.ts", 'import "#subgraphs/sichuan/node.ts";', "noRestrictedImports"],
  ["gateway/names-source.ts", 'import "#adapters/epo-ops/source.ts";', "noRestrictedImports"],
  ["gateway/knows-tests.ts", 'import "#tests/support/samples.ts";', "noRestrictedImports"],
  ["gateway/http/climbs.ts", 'import "../main.ts";', "noRestrictedImports"],
  ["gateway/fine.ts", 'import "#subgraphs/runtime/ports.ts";\nimport "#adapters/runtime/source.ts";', null],
  ["gateway/all-of-it.ts", 'export * from "./fine.ts";', "noReExportAll"],
  ["gateway/barrel.ts", 'export { a } from "./fine.ts";\nexport { b } from "./all-of-it.ts";', "noBarrelFile"],
  ["gateway/no-extension.ts", 'import "./fine";', "useImportExtensions"],
  ["gateway/default.ts", "export default 1;", "noDefaultExport"],
  ["gateway/anything.ts", "export const a: any = 1;", "noExplicitAny"],
  ["gateway/listing.ts", "export enum A {\n  B,\n}", "noEnum"],
  ["gateway/environment.ts", 'export const a = process.env["PORT"];', "noProcessEnv"],
  ["gateway/talks.ts", 'console.log("x");', "noConsole"],
  ["gateway/CamelCase.ts", "export const a = 1;", "useFilenamingConvention"],
  [
    "gateway/long.ts",
    `${Array.from({ length: 301 }, (_, index) => `export const a${index} = 1;`).join("\n")}`,
    "noExcessiveLinesPerFile",
  ],
  ["gateway/circle-a.ts", 'import { b } from "./circle-b.ts";\nexport const a = b;', "noImportCycles"],
  ["gateway/circle-b.ts", 'import { a } from "./circle-a.ts";\nexport const b = a;', "noImportCycles"],
] as const;

const found = runLinter(Object.fromEntries(PLANTED.map(([path, text]) => [path, `${text}\n`])));

test.each(PLANTED)("%s: %j is refused by %s", (path, _text, rule) => {
  const rules = found.get(path) ?? [];
  if (rule === null) expect(rules).toEqual([]);
  else expect(rules).toContain(rule);
});
