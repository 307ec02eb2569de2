import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ToldKind } from "#gateway/members/elsewhere/subgraph-definition.ts";
import { schemaChanges } from "#gateway/registry/subgraph/schema-changes.ts";
import { harbourSdl } from "#tests/support/harbour-server.ts";

const KIND: ToldKind = {
  ...{ kind: "REPORT", typeName: "HarbourReport", about: [], filters: [], harvest: false, private: false },
  search: "LIVE",
};

function changes(before: string, now: string): readonly string[] {
  return schemaChanges({ sdl: before, kinds: [] }, { sdl: now, kinds: [] }).map(({ message }) => message.en);
}

const ADVICE = "what was checked stays in use; to take the new one: raise version, then register and promote";

test("the same schema in other blanks and comments is the same", () => {
  expect(changes(harbourSdl(), harbourSdl())).toEqual([]);
  expect(changes(harbourSdl(), `# again\n${harbourSdl().replaceAll("\n", "\n\n  ")}`)).toEqual([]);
});

test("types and fields that came, left or changed are named, each once", () => {
  const before = harbourSdl("berth: String mooring(at: Int): String tide: Int");
  const now = `${harbourSdl("mooring(at: Int!): String tide: Int quay: String")} type HarbourCrane { id: ID! }`;
  expect(changes(before, now)).toEqual([
    "added: HarbourStall.quay, HarbourCrane, HarbourCrane.id",
    "gone: HarbourStall.berth",
    "changed: HarbourStall.mooring",
    ADVICE,
  ]);
});

test("directives of a type are changes of it, words are told apart", () => {
  expect(
    changes(harbourSdl(), harbourSdl().replace("implements Node @key", "implements Node @shareable @key")),
  ).toEqual(["changed: HarbourStall", ADVICE]);
  expect(changes(harbourSdl(), harbourSdl().replace("Its name.", "What it is called."))).toEqual([
    "only order or descriptions differ",
    ADVICE,
  ]);
});

test("many are told by the first of them and their number; kinds are told too", () => {
  const many = Array.from({ length: 30 }, (_, index) => `f${index}: Int`).join(" ");
  const [first] = changes(harbourSdl(), harbourSdl(many));
  expect(first).toMatch(/^added: HarbourStall\.f0, .* and 18 more$/);
  const [kinds] = schemaChanges({ sdl: harbourSdl(), kinds: [] }, { sdl: harbourSdl(), kinds: [KIND] });
  expect(kinds?.message.en).toBe("hubNodeInformation has changed");
});

test("one field more in a schema of the usual size is found", () => {
  const shared = readFileSync(new URL("../../../schema/exports/node-contract.graphql", import.meta.url), "utf8");
  const before = `${shared}\ntype HarbourCrane { id: ID! }`;
  const now = before.replace("type HarbourCrane { id: ID! }", "type HarbourCrane { id: ID! tons: Int }");
  expect(changes(before, now)).toEqual(["added: HarbourCrane.tons", ADVICE]);
});
