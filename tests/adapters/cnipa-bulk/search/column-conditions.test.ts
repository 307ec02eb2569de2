import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, FIRST_DAY, NO_DAY, textOfDay } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { type ColumnCondition, matchColumns } from "#adapters/cnipa-bulk/search/column-conditions.ts";
import { PatentColumns } from "#adapters/cnipa-bulk/search/columns.ts";
import { statusAt } from "#adapters/cnipa-bulk/search/effective-status.ts";
import { idsOf, noIds } from "#adapters/runtime/text-index/bit-set.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";

const LAST_DAY = dayOf("2199-12-31");
const day = fc.oneof(
  fc.constantFrom(NO_DAY, FIRST_DAY, -1, 0, 1, LAST_DAY),
  fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
);
const document = fc.record({ day, code: fc.nat({ max: LEGAL_STATUS_CODES.length - 1 }), isAmong: fc.boolean() });
const documents = fc.array(document, { minLength: 1, maxLength: 100 });
type Document = typeof document extends fc.Arbitrary<infer Value> ? Value : never;

const TODAY = dayOf("2026-11-27");

/** Ids of those documents for which a condition holds: among all, and among some. */
function found(condition: ColumnCondition, all: readonly Document[]): readonly (readonly number[])[] {
  const { arrays } = new PatentColumns();
  const among = noIds(all.length);
  for (const [id, one] of all.entries()) {
    arrays.filingDay[id] = one.day;
    arrays.termEndDay[id] = one.day;
    arrays.status[id] = one.code;
    if (one.isAmong) among[id >>> 5] = (among[id >>> 5] ?? 0) | (1 << (id & 31));
  }
  const context = { arrays, size: all.length, today: TODAY };
  return [null, among].map((only) => [...idsOf(matchColumns(condition, { ...context, among: only }))]);
}

function plain(all: readonly Document[], holds: (one: Document) => boolean): readonly (readonly number[])[] {
  const ids = [...all.keys()].filter((id) => holds(all[id] as Document));
  return [ids, ids.filter((id) => all[id]?.isAmong === true)];
}

test("days within bounds are found, and never those that are none", () => {
  const bound = fc.option(day.map(textOfDay));
  fc.assert(
    fc.property(documents, bound, bound, (all, from, to) => {
      const holds = (one: Document) => {
        const text = textOfDay(one.day);
        return text !== null && text >= (from ?? "") && text <= (to ?? "9999");
      };
      expect(found({ kind: "date", of: "FILING", from, to }, all)).toEqual(plain(all, holds));
    }),
  );
});

test("a status is found as it is on the day, terms that ran out by then counted", () => {
  const codes = fc.subarray([...LEGAL_STATUS_CODES]);
  fc.assert(
    fc.property(documents, codes, (all, sought) => {
      const holds = ({ code, day: end }: Document) => {
        const arrays = { ...new PatentColumns().arrays, status: Uint8Array.of(code), termEndDay: Int32Array.of(end) };
        return sought.includes(LEGAL_STATUS_CODES[statusAt(arrays, 0, TODAY)] ?? "UNKNOWN");
      };
      expect(found({ kind: "legalStatus", codes: sought }, all)).toEqual(plain(all, holds));
    }),
    { numRuns: 30 },
  );
});

test.each([
  ["2020-01-01", "9999-12-31", 1],
  ["2020-01-02", "9999-12-31", 0],
  ["1700-01-01", "2020-01-01", 1],
  ["2200-01-01", null, 0],
  [null, "1700-01-01", 0],
])("bounds may lie beyond the days that records can have: from %s to %s", (from, to, count) => {
  const all = [
    { day: NO_DAY, code: 0, isAmong: false },
    { day: dayOf("2020-01-01"), code: 0, isAmong: false },
  ];
  expect(found({ kind: "date", of: "FILING", from, to }, all)[0]).toHaveLength(count);
});
