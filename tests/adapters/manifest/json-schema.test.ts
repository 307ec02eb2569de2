import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { manifestJsonSchema } from "#adapters/manifest/format/json-schema.ts";
import { noteOf } from "#adapters/manifest/format/key-notes.ts";
import { NORMALISERS } from "#adapters/manifest/format/kind-format.ts";
import { MANIFEST } from "#adapters/manifest/format/manifest-format.ts";
import { PROBLEM_CODES } from "#adapters/manifest/format/problem.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { FORMAT_SCHEMA, type JsonSchema } from "#adapters/manifest/format/schema-walk.ts";
import { KIND_FIELDS } from "#schema/kind-fields.ts";
import { SHARED_KINDS } from "#schema/kinds.ts";
import { changedAt, placesIn } from "./changed-value.ts";
import { GOOD } from "./good-manifest.ts";
import { MISTAKES } from "./mistakes.ts";

const accepts = new Ajv({ strict: false, validateFormats: false }).compile(manifestJsonSchema());
/** What JSON Schema without its formats cannot tell. */
const ADDRESSES = /address/;

test("the schema for editors is committed as it follows from the format (npm run hub -- compose)", () => {
  const file = new URL("../../../schema/exports/node-manifest.schema.json", import.meta.url);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(manifestJsonSchema());
});

test("it accepts the good manifest, and knows the fields of each kind", () => {
  expect(accepts(parse(GOOD))).toBe(true);
  expect(JSON.stringify(manifestJsonSchema())).toContain('"listingStatus"');
});

describe("held against the reader", () => {
  const parsed = MISTAKES.flatMap((mistake) => {
    const value = parsedOrNothing(mistake.text);
    return value === undefined ? [] : [{ ...mistake, value }];
  });

  test("most of the corpus can be parsed", () => {
    expect(parsed.length).toBeGreaterThan(100);
  });

  test("what it refuses the reader refuses", () => {
    const wrong = parsed.filter(({ value, text }) => !accepts(value) && readManifest(text).ok);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("what is wrong in its form it refuses", () => {
    const wrong = parsed.filter(({ value, name, isOfForm }) => isOfForm && !ADDRESSES.test(name) && accepts(value));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("whatever is changed, removed or added, both judge alike", () => {
    const good: unknown = parse(GOOD);
    const places = placesIn(good, []).filter((path) => path.length > 0 && !/url$/i.test(String(path.at(-1))));
    const values = fc.oneof(
      fc.constant(undefined),
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom("page", "510100", "10m", "PUBLIC", 1, 1.5, true, [], {}),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (path, value) => {
        const other = changedAt(good, path, value);
        expect(accepts(other)).toBe(MANIFEST.safeParse(other).success);
      }),
      { numRuns: 500 },
    );
  });
});

test("every key has a note, and FORMAT.md tells it", () => {
  const text = readFileSync(new URL("../../../adapters/manifest/FORMAT.md", import.meta.url), "utf8");
  const keys = keysIn(FORMAT_SCHEMA, []);
  expect(keys.length).toBeGreaterThan(90);
  expect(keys.filter((names) => noteOf(names) === undefined).map((names) => names.join("."))).toEqual([]);
  const untold = keys.filter(
    (names) => !text.includes(`\`${names.at(-1)}\``) || !text.includes(noteOf(names)?.en ?? ""),
  );
  expect([...new Set(untold.map((names) => names.slice(-2).join(".")))]).toEqual([]);
});

function parsedOrNothing(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}

function keysIn(schema: JsonSchema, names: readonly string[]): readonly (readonly string[])[] {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [] } = schema;
  const own = Object.entries(properties).flatMap(([name, property]) => [
    [...names, name],
    ...keysIn(property, [...names, name]),
  ]);
  const others = [
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...(items === undefined ? [] : [items]),
    ...anyOf,
    ...oneOf,
  ];
  return [...own, ...others.flatMap((other) => keysIn(other, names))];
}

describe("FORMAT.md", () => {
  const text = readFileSync(new URL("../../../adapters/manifest/FORMAT.md", import.meta.url), "utf8");

  test("its whole example is a manifest without a mistake", () => {
    const [, example = ""] = /```yaml\n(manifest: 1[\s\S]*?)```/.exec(text) ?? [];
    const read = readManifest(example);
    expect(read.ok ? [] : read.problems).toEqual([]);
  });

  test("it tells how each kind that is open is asked for", () => {
    const open = SHARED_KINDS.filter(({ isPrivate }) => !isPrivate);
    expect(open.length).toBeGreaterThan(10);
    const asked = (plural: string) => new RegExp(`\\b${plural}\\b`).test(text);
    expect(open.map(({ plural }) => plural).filter((plural) => !asked(plural))).toEqual([]);
  });

  test("its authentications can stand in a source", () => {
    const examples = [...text.matchAll(/```yaml\n(authentication:[\s\S]*?)```/g)].map(([, example = ""]) => example);
    expect(examples.length).toBeGreaterThan(3);
    const began = GOOD.indexOf("    authentication:\n      type: login");
    const ended = GOOD.indexOf("kinds:\n");
    for (const example of examples) {
      const indented = example.trimEnd().replace(/^/gm, "    ");
      const read = readManifest(`${GOOD.slice(0, began)}${indented}\n${GOOD.slice(ended)}`);
      expect(read.ok ? [] : read.problems).toEqual([]);
    }
  });

  test("it names every code of a problem, every normaliser, every kind that is open", () => {
    const open = [...KIND_FIELDS.values()].filter(({ isPrivate }) => !isPrivate).map(({ kind }) => kind);
    const names = [...PROBLEM_CODES, ...NORMALISERS, ...open];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
