import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countWindows, searchWindows } from "#adapters/epo-ops/search/search-windows.ts";
import type { SearchPlace, WindowPage, WindowSearch } from "#adapters/epo-ops/search/window-search.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type ImaginedOps, imaginedOps } from "./imagined-ops.ts";

const TODAY = Date.parse("2026-11-27T04:00:00Z");
const EVERYTHING: WindowSearch = { cql: "ti = battery", from: null, to: null, order: "WINDOWS" };

test("up to 2,000 hits are paged as OPS has them, one question a page", async () => {
  const ops = imaginedOps(new Map([["2024-01-02", 1_500]]));
  const pages = await allPages(ops, EVERYTHING, 100);
  expect(hitsOf(pages)).toHaveLength(1_500);
  expect(ops.asked).toHaveLength(15);
  expect(ops.asked[0]).toBe("1-100 ti = battery");
  expect(pages[0]?.total).toEqual({ value: 1_500, relation: "EXACT" });
});

test("more are found in windows of days, the newest first, and all can be reached", async () => {
  const ops = imaginedOps(years(2010, 2025, 600));
  const pages = await allPages(ops, EVERYTHING, 100);
  const hits = hitsOf(pages);
  expect(new Set(hits).size).toBe(9_600);
  expect(hits).toHaveLength(9_600);
  const windows = pages.flatMap((page) => page.hits.map(({ after }) => after.window?.from ?? 0));
  expect(windows).toEqual([...windows].sort((one, other) => other - one));
  expect(new Set(windows).size).toBeGreaterThan(4);
  expect(pages.every(({ total }) => total.value === 9_600 && total.relation === "EXACT")).toBe(true);
});

test("a total that OPS counts no further is at least that, and exact once the windows have added up", async () => {
  const ops = imaginedOps(years(2005, 2024, 700));
  const pages = await allPages(ops, EVERYTHING, 100);
  expect(hitsOf(pages)).toHaveLength(14_000);
  expect(pages[0]?.total).toEqual({ value: 10_000, relation: "AT_LEAST" });
  expect(pages.at(-1)?.total).toEqual({ value: 14_000, relation: "EXACT" });
  const values = pages.map(({ total }) => total.value);
  expect(values).toEqual([...values].sort((one, other) => one - other));
});

test("one day of more than 2,000 is told, and what follows is still reached", async () => {
  const ops = imaginedOps(
    new Map([
      ["2024-05-07", 2_300],
      ["2024-05-01", 10],
    ]),
  );
  const pages = await allPages(ops, EVERYTHING, 100);
  expect(hitsOf(pages)).toHaveLength(2_010);
  expect(pages.flatMap(({ notices }) => notices)).toEqual([
    { kind: "full-day", date: "2024-05-07", hits: { value: 2_300, relation: "EXACT" } },
  ]);
});

test("OPS's own order ends with its window, and says so", async () => {
  const ops = imaginedOps(years(2020, 2024, 600));
  const pages = await allPages(ops, { ...EVERYTHING, order: "SOURCE" }, 100);
  expect(hitsOf(pages)).toHaveLength(2_000);
  expect(pages.at(-1)?.notices).toEqual([{ kind: "end-of-window", hits: { value: 3_000, relation: "EXACT" } }]);
  expect(ops.asked).toHaveLength(20);
});

test("days that are asked for bound every question", async () => {
  const ops = imaginedOps(years(2010, 2025, 900));
  const search = { ...EVERYTHING, from: "2012-01-01", to: "2014-12-31" };
  const pages = await allPages(ops, search, 100);
  expect(hitsOf(pages)).toHaveLength(2_700);
  const days = ops.asked.map((question) => /within "(\d{8}) (\d{8})"/.exec(question)?.slice(1) ?? []);
  expect(days.every(([from = "", to = ""]) => from >= "20120101" && to <= "20141231")).toBe(true);
  const backwards = { ...EVERYTHING, from: "2014-01-01", to: "2012-01-01" };
  const { value } = await searchWindows(backwards, { first: 10, after: null }, asking(ops));
  expect(value).toMatchObject({ hits: [], next: null, total: { value: 0, relation: "EXACT" } });
});

test("a page of nothing tells the total alone", async () => {
  const ops = imaginedOps(years(2010, 2025, 900));
  const { value } = await searchWindows(EVERYTHING, { first: 0, after: null }, asking(ops));
  expect(value).toMatchObject({ hits: [], total: { value: 10_000, relation: "AT_LEAST" } });
  expect(ops.asked.length).toBeLessThanOrEqual(1);
});

describe("when OPS fails in mid-page", () => {
  test("the hits so far are given and the rest follows from there", async () => {
    const world = years(2016, 2024, 400);
    const failing = imaginedOps(world, 4);
    const { value } = await searchWindows(EVERYTHING, { first: 100, after: null }, asking(failing));
    const rest = await allPages(imaginedOps(world), EVERYTHING, 100, value.hits.at(-1)?.after ?? null);
    expect(new Set([...value.hits.map(({ hit }) => hit.publication.number), ...hitsOf(rest)]).size).toBe(3_600);
  });

  test("before the first hit it is a failure", async () => {
    const failing = imaginedOps(years(2016, 2024, 400), 0);
    const asked = searchWindows(EVERYTHING, { first: 100, after: null }, asking(failing));
    await expect(asked).rejects.toBeInstanceOf(UpstreamError);
  });
});

test("however publications are spread, every hit that can be reached is given once, in few questions a page", async () => {
  const day = fc
    .integer({ min: 0, max: 14_000 })
    .map((days) => new Date(days * 86_400_000 * 1.4).toISOString().slice(0, 10));
  const perDay = fc.array(fc.tuple(day, fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(perDay, fc.integer({ min: 20, max: 100 }), async (spread, first) => {
      const world = new Map(spread);
      const ops = imaginedOps(world);
      const pages = await allPages(ops, EVERYTHING, first);
      const hits = hitsOf(pages);
      const published = [...world.values()].reduce((all, count) => all + count, 0);
      expect(hits).toHaveLength(published);
      expect(new Set(hits).size).toBe(published);
      expect(ops.asked.length).toBeLessThanOrEqual(pages.length * 14);
    }),
    { numRuns: 30 },
  );
});

describe("counting beyond what OPS counts", () => {
  test("adds up windows to an exact total", async () => {
    const ops = imaginedOps(years(1990, 2025, 800));
    expect(await countWindows(EVERYTHING, { most: 20, asking: asking(ops) })).toEqual({
      value: 28_800,
      relation: "EXACT",
    });
    expect(ops.asked.length).toBeLessThanOrEqual(21);
  });

  test("says at least where so many questions were not enough", async () => {
    const ops = imaginedOps(years(1990, 2025, 800));
    const total = await countWindows(EVERYTHING, { most: 2, asking: asking(ops) });
    expect(total.relation).toBe("AT_LEAST");
    expect(total.value).toBeGreaterThanOrEqual(10_000);
    expect(ops.asked).toHaveLength(3);
  });

  test("asks once where OPS counted all", async () => {
    const ops = imaginedOps(new Map([["2024-01-02", 12]]));
    expect(await countWindows(EVERYTHING, { most: 8, asking: asking(ops) })).toEqual({ value: 12, relation: "EXACT" });
    expect(ops.asked).toHaveLength(1);
  });
});

function asking(ops: ImaginedOps) {
  return { ops, context: createCallContext(), clock: { now: () => TODAY } };
}

async function allPages(
  ops: ImaginedOps,
  search: WindowSearch,
  first: number,
  start: SearchPlace | null = null,
): Promise<readonly WindowPage[]> {
  const pages: WindowPage[] = [];
  for (let after = start; pages.length < 2_000; ) {
    const { value } = await searchWindows(search, { first, after }, asking(ops));
    pages.push(value);
    if (value.next === null) return pages;
    after = value.hits.at(-1)?.after ?? value.next;
  }
  throw new Error("the pages have no end");
}

function hitsOf(pages: readonly WindowPage[]): readonly string[] {
  return pages.flatMap(({ hits }) => hits.map(({ hit }) => hit.publication.number));
}

/** So many publications in each year, on its first days of each month. */
function years(from: number, to: number, perYear: number): ReadonlyMap<string, number> {
  const days = Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((year) =>
    Array.from(
      { length: 10 },
      (_, month) => [`${year}-${String(month + 1).padStart(2, "0")}-05`, perYear / 10] as const,
    ),
  );
  return new Map(days);
}
