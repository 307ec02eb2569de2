import { readFileSync } from "node:fs";
import { type ConstDirectiveNode, Kind, parse, visit } from "graphql";
import { expect, test } from "vitest";
import { ERROR_CODES } from "#schema/error-codes.ts";

const changelog = readText("schema/CHANGELOG.md");
const sdl = readText("schema/api.graphql");

test("the version of the package heads the changelog", () => {
  const { version } = JSON.parse(readText("package.json")) as { version: string };
  expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(version);
});

test("every version in which an error code came stands in the changelog", () => {
  const versions = new Set(Object.values(ERROR_CODES).map(({ since }) => since));
  for (const version of versions) expect(changelog).toContain(`## ${version} `);
});

test("every root field stands in the changelog", () => {
  const query = sdl.slice(sdl.indexOf("\ntype Query {"));
  const fields = [...query.slice(0, query.indexOf("\n}\n")).matchAll(/^ {2}(\w+)(?:\(|:)/gm)].map(([, name]) => name);
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((name) => !changelog.includes(`\`${name}\``))).toEqual([]);
});

test("every deprecation gives a reason and the day after which it may go", () => {
  expect(deprecations(sdl).filter((reason) => !isGood(reason))).toEqual([]);
});

test("the check of deprecations sees a bad one", () => {
  const reasons = deprecations(
    'type Query { a: Int @deprecated b: Int @deprecated(reason: "用 c / use c (2027-06-30)") }',
  );
  expect(reasons.map(isGood)).toEqual([false, true]);
});

function deprecations(text: string): readonly string[] {
  const reasons: string[] = [];
  visit(parse(text), {
    [Kind.DIRECTIVE]: (directive) => {
      if (directive.name.value === "deprecated") reasons.push(reasonOf(directive as ConstDirectiveNode));
    },
  });
  return reasons;
}

function reasonOf(directive: ConstDirectiveNode): string {
  const value = directive.arguments?.find(({ name }) => name.value === "reason")?.value;
  return value?.kind === Kind.STRING ? value.value : "";
}

function isGood(reason: string): boolean {
  return /\p{Script=Han}.* \/ .*[A-Za-z].*\(\d{4}-\d{2}-\d{2}\)/u.test(reason);
}

function readText(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}
