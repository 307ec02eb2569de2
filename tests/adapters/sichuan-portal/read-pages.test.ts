import fc from "fast-check";
import { expect, test } from "vitest";
import { PAGE_ROWS, readWindow } from "#adapters/sichuan-portal/read-pages.ts";

/** A list of a portal that repeats its last page beyond the end; `asked` notes the pages. */
function pagedList(length: number, asked: number[]) {
  const rows = Array.from({ length }, (_, index) => ({ id: String(index) }));
  return async (page: number) => {
    asked.push(page);
    const real = Math.min(page, Math.max(1, Math.ceil(length / PAGE_ROWS)));
    const value = { rows: rows.slice((real - 1) * PAGE_ROWS, real * PAGE_ROWS), total: length };
    return { value, fetchedAt: page, freshness: "FRESH" as const };
  };
}

test("any window of any list holds exactly its own records, and only the first page asked may lie beyond the end", async () => {
  const cases = fc.record({ length: fc.nat(330), offset: fc.nat(400), limit: fc.nat(200) });
  await fc.assert(
    fc.asyncProperty(cases, async ({ length, offset, limit }) => {
      const asked: number[] = [];
      const { items, total } = await readWindow(pagedList(length, asked), { offset, limit });
      const expected = Array.from({ length }, (_, index) => String(index)).slice(offset, offset + limit);
      expect(items.map(({ value }) => value.id)).toEqual(expected);
      expect(total).toBe(length);
      expect(asked.slice(1).every((page) => page <= Math.ceil(length / PAGE_ROWS))).toBe(true);
      expect(new Set(asked).size).toBe(asked.length);
    }),
  );
});

test("a record that slid to the next page between two answers appears once", async () => {
  const rows = (from: number) => Array.from({ length: PAGE_ROWS }, (_, index) => ({ id: String(from + index) }));
  const ask = async (page: number) => ({
    value: { rows: page === 1 ? rows(0) : rows(PAGE_ROWS - 1), total: 2 * PAGE_ROWS },
    fetchedAt: 0,
    freshness: "FRESH" as const,
  });
  const { items } = await readWindow(ask, { offset: 0, limit: 2 * PAGE_ROWS });
  const ids = items.map(({ value }) => value.id);
  expect(new Set(ids).size).toBe(ids.length);
});
