import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePages, type NodeSlice, readPositions } from "#subgraphs/discovery/merged-pages.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

type Item = NonNullable<NodeSlice["page"]["items"][number]>;

const item = (id: string, date: string | null): Item => nodeSummary({ id, date });

/** What a node would answer for `first` items from `offset` on. */
function sliceOf(node: string, list: readonly (Item | null)[], offset: number, first: number): NodeSlice {
  return { node, page: { items: list.slice(offset, offset + first), total: list.length, relation: "EXACT" } };
}

/** Reads all pages of the merged list, `first` at a time, by its own cursors. */
function readAll(lists: Readonly<Record<string, readonly (Item | null)[]>>, first: number): readonly Item[] {
  const read: Item[] = [];
  let after: string | null = null;
  for (let page = 0; page < 200; page += 1) {
    const start = readPositions(after);
    const slices = Object.entries(lists).map(([node, list]) => sliceOf(node, list, start[node] ?? 0, first));
    const merged = mergePages(slices, start, first, true);
    read.push(...merged.nodes);
    if (!merged.pageInfo.hasNextPage) return read;
    after = merged.pageInfo.endCursor;
  }
  throw new Error("the pages never end");
}

describe("merged pages", () => {
  test("interleave the nodes' lists, newest first, undated last", () => {
    const lists = {
      a: [item("a1", "2026-03-01"), item("a2", "2026-01-01"), item("a3", null)],
      b: [item("b1", "2026-02-01"), item("b2", null)],
    };
    expect(readAll(lists, 2).map(({ id }) => id)).toEqual(["a1", "b1", "a2", "b2", "a3"]);
  });

  test("give nodes without dates their turns", () => {
    const lists = { a: [item("a1", null), item("a2", null)], b: [item("b1", null), item("b2", null)] };
    expect(readAll(lists, 4).map(({ id }) => id)).toEqual(["a1", "b1", "a2", "b2"]);
  });

  test("pass over records taken down, whatever the page size", () => {
    const entry = fc.tuple(fc.constantFrom("2026-01-01", "2026-02-01", "2026-03-01"), fc.boolean());
    const list = (prefix: string) =>
      fc
        .array(entry, { maxLength: 15 })
        .map((all) =>
          [...all]
            .sort(([a], [b]) => (a < b ? 1 : -1))
            .map(([date, isHidden], index) => (isHidden ? null : item(`${prefix}${index}`, date))),
        );
    fc.assert(
      fc.property(list("a"), list("b"), fc.integer({ min: 1, max: 7 }), (a, b, first) => {
        const read = readAll({ a, b }, first);
        const shown = [...a, ...b].filter((entry) => entry !== null);
        expect(read.map(({ id }) => id).sort()).toEqual(shown.map(({ id }) => id).sort());
        const dates = read.map(({ date }) => date ?? "");
        expect(dates).toEqual(dates.toSorted().reverse());
      }),
    );
  });

  test("a page of which everything was taken down leads on, and the total does not count it", () => {
    const list = [null, null, item("a3", "2026-01-01")];
    const { edges, pageInfo, total } = mergePages([sliceOf("a", list, 0, 2)], {}, 2, true);
    expect(edges).toEqual([]);
    expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: expect.any(String) });
    expect(total.value).toBe(1);
    expect(readAll({ a: list }, 2).map(({ id }) => id)).toEqual(["a3"]);
  });

  test("neither repeat nor skip a record, whatever the page size, and do not depend on it", () => {
    const dates = fc.option(fc.constantFrom("2026-01-01", "2026-02-01", "2026-03-01"), { nil: null });
    const list = (prefix: string) =>
      fc
        .array(dates, { maxLength: 12 })
        .map((all) =>
          [...all]
            .sort((a, b) => ((a ?? "") < (b ?? "") ? 1 : -1))
            .map((date, index) => item(`${prefix}${index}`, date)),
        );
    fc.assert(
      fc.property(list("a"), list("b"), list("c"), fc.integer({ min: 1, max: 7 }), (a, b, c, first) => {
        const lists = { a, b, c };
        const read = readAll(lists, first);
        expect(read.map(({ id }) => id).sort()).toEqual([...a, ...b, ...c].map(({ id }) => id).sort());
        expect(read).toEqual(readAll(lists, 100));
      }),
    );
  });

  test("say AT_LEAST when a node failed", () => {
    const merged = mergePages([sliceOf("a", [item("a1", null)], 0, 5)], {}, 5, false);
    expect(merged.total).toEqual({ value: 1, relation: "AT_LEAST" });
  });

  test.each([
    "x",
    "bTE6e30K!",
    Buffer.from('m1:{"a":-1}').toString("base64url"),
    Buffer.from("m1:[1]").toString("base64url"),
    "a".repeat(5000),
  ])("refuse a cursor that is not theirs (%#)", (cursor) => {
    expect(() => readPositions(cursor)).toThrow(expect.objectContaining({ code: "BAD_CURSOR" }));
  });
});
