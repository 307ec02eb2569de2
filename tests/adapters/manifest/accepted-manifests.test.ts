import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import { sourceOf } from "#adapters/manifest/source-of.ts";
import { changedAt, placesIn } from "./changed-value.ts";
import { GOOD } from "./good-manifest.ts";

const good: unknown = parse(GOOD);
const places = placesIn(good, []).filter((path) => path.length > 0);
/** What may stand in one place and not in another. */
const values = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    "",
    "x",
    "a.b[0]",
    "td > a@href",
    "{id}",
    "{page}{size}",
    "{secret.KEY}",
    "{{x",
    "/p",
    "https://h.example/x",
    "row.a == 1",
    "body.contains('x')",
    "status > 3",
    "(a+)+$",
    "\\d{1,3}",
    "yyyy-MM-dd",
    "epoch-s",
    "510000",
    "10m",
    "PATENT",
    "ASSIGNMENT",
    "code",
    "list",
    "price",
    "signed",
    "html",
    "csv",
    "soap",
    "postback",
    "cursor",
    0,
    1,
    7,
    -1,
    0.5,
    true,
    false,
    null,
    [],
    {},
    ["a"],
    { from: "x", as: "text" },
    { value: "1" },
    { expression: "row.x" },
    { type: "none" },
    { type: "cursor", size: 5, next: "n" },
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.jsonValue({ maxDepth: 1 }),
);

test("whatever stands in a manifest, it is read or refused; what is read can be made into a source and a mapper", () => {
  let read = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...places), values), { minLength: 1, maxLength: 2 }), (changes) => {
      const changed = changes.reduce((value, [path, put]) => changedAt(value, path, put), good);
      const result = readManifest(JSON.stringify(changed) ?? "");
      if (!result.ok) {
        expect(result.problems.length).toBeGreaterThan(0);
        return;
      }
      read += 1;
      const { manifest } = result;
      for (const name of Object.keys(manifest.sources)) sourceOf(manifest, name, { secrets: () => "x" });
      for (const [kindName, kind] of Object.entries(manifest.kinds)) {
        const mapper = compileMapper(kind, { kindName, licence: manifest.licence, format: kind.list.decode.format });
        mapper.map(toJsonRow({ gpid: "1", bt: "x", jg: "15", rq: "2025年1月1日" }));
      }
    }),
    { numRuns: 300 },
  );
  expect(read).toBeGreaterThan(20);
});
