import { readFileSync } from "node:fs";
import { Kind, print } from "graphql";
import { describe, expect, test } from "vitest";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { declaredSdl } from "#subgraphs/runtime/declared/declared-sdl.ts";
import { sdlProblems } from "#subgraphs/runtime/declared/further-fields.ts";
import { SdlProblemsError } from "#subgraphs/runtime/declared/sdl-problem.ts";
import { sampleManifest } from "#tests/support/declared-nodes.ts";

function harbour(sdl: string, fields: Manifest["kinds"][string]["fields"] = {}): Manifest {
  const manifest = sampleManifest("harbour");
  const listing = manifest.kinds["LISTING"];
  if (listing === undefined) throw new Error("no LISTING");
  return { ...manifest, sdl, kinds: { LISTING: { ...listing, fields: { ...listing.fields, ...fields } } } };
}

test("the example of FORMAT.md adds a field without a mistake", () => {
  const text = readFileSync(new URL("../../../../adapters/manifest/FORMAT.md", import.meta.url), "utf8");
  const [, example = ""] = /```yaml\n(manifest: 1[\s\S]*?)```/.exec(text) ?? [];
  const read = readManifest(example);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.manifest.sdl).toContain("extend type");
  expect(sdlProblems(read.manifest)).toEqual([]);
});

const NOTE = '"备注。 / A note."';
const ON = (field: string) => `extend type HarbourIpListing {\n  ${NOTE}\n  ${field}\n}`;

test("further fields stand behind those of the shared interface, without what belongs to the interface", () => {
  const { definitions } = declaredSdl(sampleManifest("harbour"));
  const listing = definitions.find(
    (one) => one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === "HarbourIpListing",
  );
  const sdl = listing === undefined ? "" : print(listing);
  expect(sdl).toMatch(/type HarbourIpListing implements Listing & Node @key\(fields: "id"\)/);
  expect(sdl).toContain("provenance: Provenance\n");
  expect(sdl).toMatch(/views: Int\n[\s\S]*hotline: String @contact/);
  expect(sdl).not.toContain("@listSize");
  expect(sdl).toContain("港湾知识产权平台：供给：某平台上的挂牌。 / An offer on a platform (Harbour IP platform).");
  expect(sdlProblems(sampleManifest("harbour"))).toEqual([]);
});

describe("a mistake is told with its line, its reason and what to do", () => {
  test.each([
    ["text that is no SDL", "extend type {", "SDL_SYNTAX", 1],
    ["a type of its own", 'type Mine { "字段。 / A field." a: Int }', "SDL_ONLY_EXTEND", 1],
    ["a root field", 'extend type Query { "字段。 / A field." a: Int }', "SDL_NOT_OWN_TYPE", 1],
    ["another owner's type", '\nextend type Patent { "字段。 / A field." a: Int }', "SDL_NOT_OWN_TYPE", 2],
    ["an interface", 'extend interface Listing { "字段。 / A field." a: Int }', "SDL_ONLY_EXTEND", 1],
    ["a directive on the type", 'extend type HarbourIpListing @key(fields: "title")', "SDL_DIRECTIVE", 1],
    [
      "a schema directive",
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")',
      "SDL_ONLY_EXTEND",
      1,
    ],
    ["@override", ON('note: String @override(from: "national")'), "SDL_DIRECTIVE", 3],
    ["@shareable", ON("note: String @shareable"), "SDL_DIRECTIVE", 3],
    ["@requires", ON('note: String @requires(fields: "title")'), "SDL_DIRECTIVE", 3],
    ["@inaccessible", ON("note: String @inaccessible"), "SDL_DIRECTIVE", 3],
    ["an argument", ON("note(first: Int): String"), "SDL_ARGUMENTS", 2],
    ["a field that is there already", ON("title: String"), "SDL_FIELD_EXISTS", 2],
    ["a field told twice", ON("note: String note: String"), "SDL_FIELD_EXISTS", 3],
    ["a field that must be there", ON("note: String!"), "SDL_REQUIRED", 3],
    ["a type that no mapping makes", ON("note: HubNode"), "SDL_FIELD_TYPE", 3],
    ["a list of lists", ON("note: [[String]]"), "SDL_FIELD_TYPE", 3],
    ["another type than the shared kinds have", ON("deadlineDate: String"), "SDL_RECURRING", 2],
    ["no description", "extend type HarbourIpListing { note: String }", "SDL_DESCRIPTION", 1],
    ["a description in one language", 'extend type HarbourIpListing { "A note." note: String }', "SDL_DESCRIPTION", 1],
  ])("%s", (_name, sdl, code, line) => {
    const problems = sdlProblems(harbour(sdl, { note: "note", a: "a", deadlineDate: "day" }));
    const found = problems.find((one) => one.code === code);
    expect(found, JSON.stringify(problems)).toBeDefined();
    expect(found?.line).toBe(line);
    expect(found?.message.zh).toMatch(/\p{Script=Han}/u);
    expect(found?.message.en).toMatch(/[A-Za-z]/);
  });

  test("a field that is not mapped, or mapped as something else", () => {
    expect(sdlProblems(harbour(ON("note: String")))).toMatchObject([
      { code: "SDL_NOT_MAPPED", suggestion: { en: "Map note in kinds.LISTING.fields" } },
    ]);
    expect(sdlProblems(harbour(ON("note: Int"), { note: "note" }))).toMatchObject([
      { code: "SDL_FIELD_TYPE", suggestion: { en: "Map it with as: integer" } },
    ]);
    expect(sdlProblems(harbour(ON("note: Int"), { note: { from: "note", as: "integer" } }))).toEqual([]);
  });

  test("too much of it", () => {
    const many = Array.from({ length: 101 }, (_, index) => `"字段。 / A field." f${index}: String`).join("\n");
    const fields = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`f${index}`, "x"]));
    expect(sdlProblems(harbour(`extend type HarbourIpListing { ${many} }`, fields))).toMatchObject([
      { code: "SDL_TOO_MANY" },
    ]);
    const bomb = `extend type HarbourIpListing { ${"{".repeat(6_000)}`;
    expect(sdlProblems(harbour(bomb))).toMatchObject([{ code: "SDL_SYNTAX" }]);
  });

  test("no node is made of it", () => {
    expect(() => declaredSdl(harbour(ON("note: String!"), { note: "note" }))).toThrow(SdlProblemsError);
  });
});
