import { expect, test } from "vitest";
import type { NodePage } from "#subgraphs/runtime/ports.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { idsOf, openSearch, type SearchedNode } from "./open-search.ts";

const SESSION_MS = 300_000;

function counting(code: string, size: number, delayMs = 0): SearchedNode {
  const ids = Array.from({ length: size }, (_one, index) => `${code}${String(index).padStart(3, "0")}`);
  return {
    code,
    answer: async ({ first, offset }, clock): Promise<NodePage> => {
      if (delayMs > 0) await new Promise<void>((resolve) => clock.after(delayMs, resolve));
      const items = ids.slice(offset, offset + first).map((id) => nodeSummary({ id, title: "光学胶" }));
      return { items, total: size, relation: "EXACT" };
    },
  };
}

test("no node is waited for beyond the deadline less what is kept for the rest; its finds come on the next page", async () => {
  const { clock, page, cursorAfter, asked } = openSearch([counting("a", 2), counting("b", 2, 2_000)]);
  const startedAt = clock.now();
  const coming = page({ deadlineMs: 1_000 }).then((result) => ({ result, tookMs: clock.now() - startedAt }));
  await clock.advance(1_000);
  const { result, tookMs } = await coming;
  expect(tookMs).toBe(900);
  expect(idsOf(result)).toEqual(["a000", "a001"]);
  expect(result.visits).toMatchObject([
    { key: "a/LISTING", tookMs: 0, isLate: false },
    { key: "b/LISTING", tookMs: 900, isLate: true },
  ]);
  expect(result.hasMore).toBe(true);
  await clock.advance(1_500);
  const next = await page({ after: cursorAfter(result) });
  expect(idsOf(next)).toEqual(["b000", "b001"]);
  expect(next.hasMore).toBe(false);
  expect(asked).toHaveLength(2);
});

test("the answer is there when the slowest node has answered, without waiting on", async () => {
  const { clock, page } = openSearch([counting("a", 2, 800), counting("b", 2, 300)]);
  const startedAt = clock.now();
  const coming = page({ deadlineMs: 1_500 }).then(() => clock.now() - startedAt);
  await clock.advance(1_500);
  expect(await coming).toBe(800);
  expect(clock.pending).toBe(0);
});

test("the deadline counts from when the request came, however long it waited for its turn", async () => {
  const { clock, page } = openSearch([counting("a", 2, 2_000)], { hasWaitedMs: 300 });
  const coming = page({ deadlineMs: 1_000 });
  await clock.advance(1_000);
  expect((await coming).visits).toMatchObject([{ isLate: true, tookMs: 600 }]);
});

test("of a crowd each search ends a little before the one that came earlier, within bounds", async () => {
  const { clock, page, desk } = openSearch([counting("a", 2, 2_000)]);
  const coming = Array.from({ length: 150 }, () => page({ deadlineMs: 1_000 }));
  await clock.advance(1_000);
  const waited = (await Promise.all(coming)).map(({ visits }) => visits[0]?.tookMs);
  expect(waited.slice(0, 3)).toEqual([900, 898, 896]);
  expect(waited.slice(98)).toEqual(Array.from({ length: 52 }, (_one, index) => Math.max(700, 704 - 2 * index)));
  expect(desk.crowd.size).toBe(0);
});

test("at most half of a short deadline is kept", async () => {
  const { clock, page } = openSearch([counting("a", 2, 40)]);
  const coming = page({ deadlineMs: 50 });
  await clock.advance(50);
  expect((await coming).visits).toMatchObject([{ isLate: true, tookMs: 25 }]);
});

test("a page asked for again is the same page and asks nobody", async () => {
  const { page, cursorAfter, asked } = openSearch([counting("a", 30), counting("b", 30)]);
  const first = await page({ first: 10 });
  const second = await page({ first: 10, after: cursorAfter(first) });
  await page({ first: 10, after: cursorAfter(second) });
  const before = asked.length;
  const again = await page({ first: 10, after: cursorAfter(first) });
  expect(idsOf(again)).toEqual(idsOf(second));
  expect(asked.length).toBe(before);
});

test("two requests for the same next page at once get the same hits, and each node is asked once", async () => {
  const { clock, page, cursorAfter, asked } = openSearch([counting("a", 30, 100), counting("b", 30, 200)]);
  const begun = page({ first: 10 });
  await clock.advance(1_000);
  const after = cursorAfter(await begun);
  const both = Promise.all([page({ first: 10, after }), page({ first: 10, after })]);
  await clock.advance(1_000);
  const [one, other] = await both;
  expect(idsOf(one)).toEqual(idsOf(other));
  expect(asked).toHaveLength(4);
});

test("after the session has ended paging goes on by positions, and says so", async () => {
  const { clock, page, cursorAfter } = openSearch([counting("a", 30), counting("b", 30)]);
  const first = await page({ first: 10 });
  const seen = new Set(idsOf(first));
  await clock.advance(SESSION_MS + 1);
  const resumed = await page({ first: 50, after: cursorAfter(first) });
  expect(resumed.isResumed).toBe(true);
  expect(idsOf(resumed)).toHaveLength(50);
  expect(idsOf(resumed).filter((id) => seen.has(id))).toEqual([]);
  const last = await page({ first: 50, after: cursorAfter(resumed) });
  expect([last.isResumed, last.hasMore, idsOf(last)]).toEqual([false, false, []]);
});

test("a session lives on as long as its pages are asked for", async () => {
  const { clock, page, cursorAfter } = openSearch([counting("a", 40)]);
  let result = await page({ first: 10 });
  for (let turn = 0; turn < 3; turn++) {
    await clock.advance(SESSION_MS - 1_000);
    result = await page({ first: 10, after: cursorAfter(result) });
    expect(result.isResumed).toBe(false);
  }
});

test("sessions are bounded in number and bytes; the oldest goes first and its paging still goes on", async () => {
  const { page, cursorAfter, desk } = openSearch([counting("a", 100)], { desk: { mostSessions: 3 } });
  const first = await page({ first: 10 });
  for (let index = 0; index < 5; index++) await page({ query: `胶${index}` });
  expect(desk.size).toBe(3);
  expect((await page({ first: 10, after: cursorAfter(first) })).isResumed).toBe(true);
  const small = openSearch([counting("a", 100)], { desk: { mostBytes: 100_000 } });
  for (let index = 0; index < 50; index++) await small.page({ query: `胶${index}`, first: 100 });
  expect(small.desk.bytes).toBeLessThanOrEqual(100_000);
  expect(small.desk.size).toBeGreaterThan(0);
});

test("a list that fails three pages in a row is given up, and one that failed once is asked again", async () => {
  let turn = 0;
  const flaky: SearchedNode = {
    code: "a",
    answer: async (search, clock) => {
      turn += 1;
      if (turn === 1) throw new Error("down");
      return counting("a", 1).answer(search, clock);
    },
  };
  const dead: SearchedNode = { code: "b", answer: () => Promise.reject(new Error("down")) };
  const { page, cursorAfter, asked } = openSearch([flaky, dead]);
  let result = await page({});
  expect([idsOf(result), result.hasMore]).toEqual([[], true]);
  result = await page({ after: cursorAfter(result) });
  expect(idsOf(result)).toEqual(["a000"]);
  result = await page({ after: cursorAfter(result) });
  expect(result.hasMore).toBe(false);
  expect(asked.filter(({ node }) => node === "b")).toHaveLength(3);
});
