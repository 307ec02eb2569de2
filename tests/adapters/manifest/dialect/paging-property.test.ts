import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ListPage, NO_PAGE } from "#adapters/manifest/dialect/list-page.ts";
import { ChainMarks, readChained } from "#adapters/manifest/dialect/read-chained.ts";
import { type PageShape, readNumbered } from "#adapters/manifest/dialect/read-numbered.ts";
import { readUnfilled } from "#adapters/manifest/dialect/read-unfilled.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** Habits of a portal's list. */
interface Portal {
  readonly count: number;
  /** Rows a page that it gives at most, whatever was asked for. */
  readonly cap: number;
  /** It takes no word on the size of pages at all: always its cap. */
  readonly isFixed: boolean;
  readonly total: "told" | "untold";
  readonly beyond: "repeats" | "empty";
  /** Every so many rows one is no record to be shown; 0 = none. */
  readonly hidden: number;
}

const PORTALS: fc.Arbitrary<Portal> = fc.record({
  count: fc.nat(130),
  cap: fc.integer({ min: 1, max: 60 }),
  isFixed: fc.boolean(),
  total: fc.constantFrom("told", "untold"),
  beyond: fc.constantFrom("repeats", "empty"),
  hidden: fc.constantFrom(0, 3, 7),
});

const SIZES = fc.integer({ min: 1, max: 60 });
const LIMITS = fc.integer({ min: 1, max: 70 });

describe("a list in numbered pages", () => {
  test("read window by window gives each record once, in order, and misses none", async () => {
    await fc.assert(
      fc.asyncProperty(PORTALS, SIZES, LIMITS, async (portal, size, limit) => {
        const shape: PageShape = { size, maxPages: 1_000, learnt: null };
        const seen = await readThrough((window) => readNumbered(askNumbered(portal), window, shape), limit);
        expect(seen).toEqual(idsOf(portal));
      }),
      { numRuns: 500 },
    );
  });

  test("gives any window of it as it stands in the whole", async () => {
    await fc.assert(
      fc.asyncProperty(PORTALS, SIZES, fc.nat(140), LIMITS, async (portal, size, offset, limit) => {
        const shape: PageShape = { size, maxPages: 1_000, learnt: null };
        const { items } = await readNumbered(askNumbered(portal), { offset, limit }, shape);
        expect(items.map(({ value }) => value.id)).toEqual(idsOf(portal, offset, limit));
      }),
      { numRuns: 500 },
    );
  });

  test("that changes between two answers gives each record once, and all that kept their place", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100 }),
        SIZES,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
        async (count, size, swaps) => {
          const order = Array.from({ length: count }, (_, index) => index);
          const pending = [...swaps];
          const moved = new Set<number>();
          const ask = async (index: number): Promise<Sourced<ListPage>> => {
            const rows = order.slice(index * size, (index + 1) * size);
            const [a = 0, b = 0] = (pending.pop() ?? [0, 0]).map((place) => place % count);
            [order[a], order[b]] = [order[b] ?? 0, order[a] ?? 0];
            if (a !== b) for (const place of [a, b]) moved.add(order[place] ?? 0);
            return sourced({ records: rows.map(recordOf), total: count });
          };
          const { items } = await readNumbered(
            ask,
            { offset: 0, limit: 1_000 },
            { size, maxPages: 1_000, learnt: null },
          );
          const ids = items.map(({ value }) => value.id);
          expect(new Set(ids).size).toBe(ids.length);
          const stayed = Array.from({ length: count }, (_, index) => index).filter((index) => !moved.has(index));
          expect(ids).toEqual(expect.arrayContaining(stayed.map(String)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is never asked for a page beyond the source's ceiling", async () => {
    await fc.assert(
      fc.asyncProperty(
        PORTALS,
        SIZES,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(140),
        LIMITS,
        async (portal, size, maxPages, offset, limit) => {
          const asked: number[] = [];
          const ask = askNumbered(portal);
          const answer = await readNumbered(
            (index, rows) => {
              asked.push(index);
              return ask(index, rows);
            },
            { offset, limit },
            { size, maxPages, learnt: null },
          );
          // The second page may be asked for to learn the size of pages, where there are no more than one.
          expect(Math.max(...asked)).toBeLessThan(Math.max(2, maxPages));
          if (answer.relation === "EXACT") expect(answer.total).toBeLessThanOrEqual(Math.max(portal.count, offset));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of a size that changes with every answer is refused, not read for ever", async () => {
    let rows = 60;
    const ask = async () => {
      rows += 1;
      return sourced({
        records: Array.from({ length: rows }, (_, index) => recordOf(index)),
        total: 1_000,
        next: null,
        form: null,
      });
    };
    await expect(
      readNumbered(ask, { offset: 0, limit: 10 }, { size: 50, maxPages: 100, learnt: null }),
    ).rejects.toThrow("changing size");
  });
});

describe("a list whose pages may be short", () => {
  test("read window by window gives each record once, in order, and misses none, to its first empty page", async () => {
    const pages = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        pages,
        LIMITS,
        fc.constantFrom("empty", "repeats", "refuses"),
        async (lengths, limit, beyond) => {
          const marks = new ChainMarks();
          const asked: number[] = [];
          const pageAt = (index: number) => {
            const before = lengths.slice(0, index).reduce((sum, length) => sum + length, 0);
            return Array.from({ length: lengths[index] ?? 0 }, (_, row) => recordOf(before + row));
          };
          const ask = async (index: number): Promise<Sourced<ListPage>> => {
            asked.push(index);
            const isBeyond = index >= lengths.length;
            if (isBeyond && index > 0 && beyond === "refuses")
              throw new UpstreamError("x", { kind: "rejected", status: 404 });
            return sourced({ records: pageAt(isBeyond && beyond === "repeats" ? lengths.length - 1 : index) });
          };
          const read = (window: { offset: number; limit: number }) =>
            readUnfilled(ask, window, { size: 9, maxPages: 1_000, marks });
          const count = lengths.reduce((sum, length) => sum + length, 0);
          expect(await readThrough(read, limit)).toEqual(Array.from({ length: count }, (_, index) => String(index)));
          expect(await read({ offset: count, limit: 1 })).toEqual({ items: [], total: count, relation: "EXACT" });
          // Each window begins where its page begins, beside the one before.
          expect(asked.length).toBeLessThanOrEqual(lengths.length + 3 * (Math.ceil(count / limit) + 3));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is read no further than the source's ceiling, and more is said to be there", async () => {
    const asked: number[] = [];
    const ask = async (index: number) => {
      asked.push(index);
      return sourced({ records: [recordOf(index)] });
    };
    const shape = { size: 9, maxPages: 3, marks: new ChainMarks() };
    const answer = await readUnfilled(ask, { offset: 0, limit: 100 }, shape);
    expect([answer.items.length, answer.total, answer.relation]).toEqual([3, 3, "AT_LEAST"]);
    expect(asked).toEqual([0, 1, 2]);
  });
});

describe("a list whose pages lead on", () => {
  test("read window by window gives each record once, in order, and misses none; no page is asked for twice in a row of windows", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(130),
        SIZES,
        LIMITS,
        fc.constantFrom("ends", "leads back"),
        async (count, size, limit, end) => {
          const marks = new ChainMarks();
          const asked: (string | null)[] = [];
          const ask = async (cursor: string | null): Promise<Sourced<ListPage>> => {
            asked.push(cursor);
            const start = Number(cursor ?? 0);
            const rows = Array.from({ length: Math.min(size, count - start) }, (_, index) => recordOf(start + index));
            const isLast = start + size >= count;
            const next = isLast ? (end === "ends" ? null : cursor) : String(start + size);
            return sourced({ records: rows, total: null, next });
          };
          const seen = await readThrough((window) => readChained(ask, window, { maxPages: 1_000, marks }), limit);
          expect(seen).toEqual(Array.from({ length: count }, (_, index) => String(index)));
          const pages = Math.max(1, Math.ceil(count / size));
          expect(asked.length).toBeLessThanOrEqual(pages + Math.ceil(count / limit) + 1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("that leads round in a circle ends, and one that never ends is read to its ceiling", async () => {
    const circle = async (cursor: string | null) =>
      sourced({
        records: [recordOf(Number(cursor ?? 0))],
        total: null,
        next: String((Number(cursor ?? 0) + 1) % 3),
        form: null,
      });
    const { items } = await readChained(
      circle,
      { offset: 0, limit: 100 },
      { maxPages: 1_000, marks: new ChainMarks() },
    );
    expect(items.map(({ value }) => value.id)).toEqual(["0", "1", "2"]);
    let calls = 0;
    const endless = async () => {
      calls += 1;
      return sourced({ records: [], total: null, next: String(calls) });
    };
    await readChained(endless, { offset: 10, limit: 10 }, { maxPages: 25, marks: new ChainMarks() });
    expect(calls).toBe(25);
  });
});

/** As a harvest does it: until a window reaches the end that is told. */
async function readThrough(
  read: (window: { offset: number; limit: number }) => ReturnType<typeof readNumbered>,
  limit: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let offset = 0, windows = 0; windows < 1_000; offset += limit, windows++) {
    const { items, total, relation } = await read({ offset, limit });
    ids.push(...items.map(({ value }) => value.id));
    if (relation === "EXACT" && offset + limit >= total) return ids;
  }
  throw new Error("no end");
}

function askNumbered({ count, cap, isFixed, total, beyond, hidden }: Portal) {
  return async (index: number, asked: number): Promise<Sourced<ListPage>> => {
    const size = isFixed ? cap : Math.min(asked, cap);
    const last = Math.max(0, Math.ceil(count / size) - 1);
    const page = beyond === "repeats" ? Math.min(index, last) : index;
    const length = Math.max(0, Math.min(size, count - page * size));
    const rows = Array.from({ length }, (_, row) => page * size + row);
    const records = rows.map((row) => (isHidden(row, hidden) ? null : recordOf(row)));
    const print = records.length > 0 && records.every((record) => record === null) ? rows.join() : null;
    return sourced({ records, total: total === "told" ? count : null, print });
  };
}

function idsOf({ count, hidden }: Portal, offset = 0, limit = count): readonly string[] {
  const rows = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, index) => offset + index);
  return rows.filter((row) => !isHidden(row, hidden)).map(String);
}

function isHidden(row: number, every: number): boolean {
  return every > 0 && row % every === every - 1;
}

function recordOf(index: number): MappedRecord {
  return { id: String(index), fields: {}, updatedAt: null, problems: [] };
}

function sourced(page: Partial<ListPage>): Sourced<ListPage> {
  return { value: { ...NO_PAGE, ...page }, fetchedAt: 0, freshness: "FRESH" };
}
