import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareShapes } from "#adapters/manifest/kit/compare-shapes.ts";
import { type KindShape, shapeOf } from "#adapters/manifest/kit/kind-shape.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";

const GOOD: KindShape = { records: 20, total: 400, filled: { title: 20, phone: 2 }, problems: {}, unread: 0 };

function tell(now: Partial<KindShape>, good: KindShape | null = GOOD, atLeast = 0): readonly string[] {
  const findings = compareShapes({ ...GOOD, ...now }, { good, atLeast });
  return findings.map(({ code, about }) => (about === null ? code : `${code} ${about}`));
}

test("a shape counts what there is and keeps nothing of it", () => {
  const unknown = { kind: "UNKNOWN", amount: null, maxAmount: null, text: null } as const;
  const problem = { field: "date", code: "NOT_A_DATE", message: { zh: "", en: "" }, raw: "13800001234" } as const;
  const records: readonly MappedRecord[] = [
    { id: "a", fields: { title: "甲", price: unknown, tags: [] }, updatedAt: null, problems: [] },
    {
      id: "b",
      fields: { title: "", price: { ...unknown, kind: "NEGOTIABLE" }, tags: ["x"] },
      updatedAt: null,
      problems: [
        { ...problem, severity: "error" },
        { ...problem, severity: "error" },
      ],
    },
  ];
  expect(shapeOf({ records, total: 9 })).toEqual({
    records: 2,
    total: 9,
    filled: { title: 1, price: 1, tags: 1 },
    problems: { "date NOT_A_DATE": 1 },
    unread: 1,
  });
});

describe("beside what it was,", () => {
  test.each<[string, readonly string[], Partial<KindShape>]>([
    ["nothing left", ["NOTHING_LEFT"], { records: 0, total: 0, filled: { title: 0, phone: 0 } }],
    ["rows that are no records any more", ["ROWS_MISSING"], { records: 0, filled: {} }],
    ["most rows missing", ["ROWS_MISSING"], { records: 9, filled: { title: 9 } }],
    ["some rows less", [], { records: 10, filled: { title: 10 } }],
    ["a field that is empty everywhere", ["FIELD_EMPTY title"], { filled: { title: 0, phone: 1 } }],
    ["a field that is gone", ["FIELD_EMPTY title"], { filled: { phone: 1 } }],
    ["a field that few records ever had", [], { filled: { title: 20, phone: 0 } }],
    ["values that are read no more", ["VALUES_UNREAD date"], { problems: { "date NOT_A_DATE": 5 }, unread: 5 }],
    ["a value here and there", [], { problems: { "date NOT_A_DATE": 4 }, unread: 4 }],
  ])("%s: %j", (_what, findings, now) => {
    expect(tell(now)).toEqual(findings);
  });
});

test("problems that were there before are no news", () => {
  const poor = { ...GOOD, problems: { "date NOT_A_DATE": 6 }, unread: 6 };
  expect(tell(poor, poor)).toEqual([]);
  expect(tell({ ...poor, problems: { "date NOT_A_DATE": 6, "price NOT_AN_AMOUNT": 6 } }, poor)).toEqual([
    "VALUES_UNREAD price",
  ]);
  expect(tell({ ...poor, problems: { "date NOT_A_DATE": 9 } }, poor)).toEqual([]);
  expect(tell({ ...poor, problems: { "date NOT_A_DATE": 18 } }, poor)).toEqual(["VALUES_UNREAD date"]);
});

test("seen for the first time, the manifest's own word is held to, and that records can be read", () => {
  expect(tell({}, null, 400)).toEqual([]);
  expect(tell({}, null, 401)).toEqual(["TOO_FEW"]);
  expect(tell({ unread: 9 }, null)).toEqual(["VALUES_UNREAD"]);
  // The kit lets a fifth pass; another sample may hold some more.
  expect(tell({ records: 19, unread: 4 }, null)).toEqual([]);
  expect(tell({ unread: 8 }, null)).toEqual([]);
});

test("what is as it was has not changed, whatever it is", () => {
  const count = fc.nat(20);
  const names = fc.constantFrom("title", "price", "date");
  const shape = fc
    .record({ total: fc.nat(1_000), filled: fc.dictionary(names, count), problems: fc.dictionary(names, count) })
    .map((told): KindShape => ({ ...told, records: 20, unread: 0 }));
  fc.assert(fc.property(shape, (one) => void expect(compareShapes(one, { good: one, atLeast: 0 })).toEqual([])));
});
