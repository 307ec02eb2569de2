import fc from "fast-check";
import { expect, test } from "vitest";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import { KIND, NORMALISERS, type NormaliserName } from "#adapters/manifest/format/kind-format.ts";
import { compileField } from "#adapters/manifest/mapping/compile-field.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import { fittingNormalisers } from "#adapters/manifest/mapping/normalisers.ts";
import { KIND_FIELDS } from "#schema/kind-fields.ts";

const LICENCE = {
  code: "x",
  name: { zh: "一", en: "a" },
  attribution: { zh: "一", en: "a" },
  accessPolicy: "PUBLIC",
  fields: {},
} as const;
const OPEN = [...KIND_FIELDS.values()].filter(({ isPrivate }) => !isPrivate);

/** What portals print, and what nobody would. */
const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "--",
    "0",
    "-1",
    "面议",
    "10-20万元",
    "2025-02-30",
    "２０２５年１月１日",
    "510100",
    "999999",
    "是",
    "CN202310123456.6",
    "91510100MA61R9X88Q",
    "/Date(1e9)/",
    "/Date(99999999999999)/",
    "机密",
    "{}",
    "<p>&#x0;</p>",
    "\ud800",
  ),
  fc.jsonValue(),
);

test("every shared kind can be mapped with every field left to its usual normaliser", () => {
  expect(OPEN.length).toBeGreaterThan(12);
  for (const { kind, fields } of OPEN) {
    const format = KIND.parse({
      list: { request: { path: "/x" }, decode: { format: "json" } },
      id: "id",
      fields: Object.fromEntries([...fields.keys()].map((name) => [name, name])),
    });
    const mapper = compileMapper(format, { kindName: kind, licence: LICENCE, format: "json" });
    const record = mapper.map(toJsonRow({ id: "1" }));
    expect(Object.keys(record?.fields ?? {})).toEqual([...fields.keys()]);
    expect(record?.problems).toEqual([]);
  }
});

test("whatever a row holds, a mapper gives a record or none, and throws nothing", () => {
  const mappers = OPEN.map(({ kind, fields }) => {
    const format = KIND.parse({
      list: { request: { path: "/x" }, decode: { format: "json" } },
      id: "id",
      updatedAt: "at",
      skip: "row.title == 1",
      fields: Object.fromEntries([...fields.keys()].map((name) => [name, name])),
    });
    return {
      mapper: compileMapper(format, { kindName: kind, licence: LICENCE, format: "json" }),
      names: ["id", "at", ...fields.keys()],
    };
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...mappers),
      fc.array(anything, { minLength: 14, maxLength: 14 }),
      ({ mapper, names }, values) => {
        const row = toJsonRow(Object.fromEntries(names.map((name, index) => [name, values[index]])));
        const result = mapper.outcome(row);
        if (result.kind !== "record") return;
        expect(result.record.id).not.toBe("");
        for (const { severity, field, raw } of result.record.problems) {
          expect((raw ?? "").length).toBeLessThanOrEqual(201);
          if (severity === "error") expect(result.record.fields[field]).toBeNull();
        }
      },
    ),
    { numRuns: 600 },
  );
});

test("every normaliser takes every text, and what it gives is read the same again where it is a text", () => {
  const texts = anything.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  const stable: readonly NormaliserName[] = [
    "text",
    "decimal",
    "date",
    "region",
    "uscc",
    "agencyCode",
    "applicationNumber",
    "publicationNumber",
    "url",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...NORMALISERS), texts, (as, text) => {
      const field = { name: "field", shape: "text", codes: {} } as const;
      const read = (raw: string) =>
        compileField(field, { from: "x", as }, { flat: false, terms: undefined }).map(toJsonRow({ x: raw }), []);
      const { value } = read(text);
      if (typeof value === "string" && stable.includes(as)) expect(read(value).value).toBe(value);
    }),
    { numRuns: 800 },
  );
});

test("every shape of a field has a normaliser that fits", () => {
  for (const { fields } of OPEN) {
    for (const { shape } of fields.values()) expect(NORMALISERS).toContain(fittingNormalisers(shape)[0]);
  }
});
