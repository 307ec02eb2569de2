import fc from "fast-check";
import { expect, test } from "vitest";
import type { NodePage } from "#subgraphs/runtime/ports.ts";
import { memoryIndex, summary } from "#tests/subgraphs/discovery/memory-index.ts";
import { failed } from "#tests/subgraphs/discovery/open-discovery.ts";
import type { ManualClock } from "#tests/support/manual-clock.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { idsOf, openSearch, type SearchedNode } from "./open-search.ts";

/** What a node does when it is asked for the nth time; beyond its script it answers at once. */
type Move =
  | { readonly kind: "answer" }
  | { readonly kind: "late"; readonly ms: number }
  | { readonly kind: "fail" }
  | { readonly kind: "insert"; readonly at: number; readonly count: number }
  | { readonly kind: "remove"; readonly at: number; readonly count: number };

interface Script {
  readonly size: number;
  readonly relation: "EXACT" | "AT_LEAST";
  readonly moves: readonly Move[];
}

const position = fc.nat({ max: 60 });
const count = fc.integer({ min: 1, max: 9 });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constant({ kind: "answer" } as const),
  fc.record({ kind: fc.constant("late" as const), ms: fc.integer({ min: 1_500, max: 4_000 }) }),
  fc.constant({ kind: "fail" } as const),
  fc.record({ kind: fc.constant("insert" as const), at: position, count }),
  fc.record({ kind: fc.constant("remove" as const), at: position, count }),
);
const script: fc.Arbitrary<Script> = fc.record({
  size: fc.nat({ max: 45 }),
  relation: fc.constantFrom("EXACT", "AT_LEAST"),
  // Two failures in a row at most: a node that fails a third time is given up, and what it has is not available.
  moves: fc
    .array(move, { maxLength: 8 })
    .filter((moves) => !/(?:fail|late){3}/.test(moves.map(({ kind }) => kind).join(""))),
});

const TITLE = "光学胶";
const MOST_PAGES = 200;
const DEADLINE_MS = 1_000;

/** A list that changes while it is read, in a stable order; `stayed` are the records that were there throughout. */
function scripted(code: string, { size, relation, moves }: Script) {
  const records = Array.from({ length: size }, (_one, index) => `${code}-${String(index).padStart(3, "0")}`);
  const stayed = new Set(records);
  let turn = 0;
  const change = (one: Move | undefined) => {
    if (one?.kind === "insert") {
      const added = Array.from({ length: one.count }, (_none, index) => `${code}-new-${turn}-${index}`);
      records.splice(Math.min(one.at, records.length), 0, ...added);
    }
    if (one?.kind === "remove") for (const id of records.splice(one.at, one.count)) stayed.delete(id);
  };
  const node: SearchedNode = {
    code,
    answer: async ({ first, offset }, clock): Promise<NodePage> => {
      const one = moves[turn];
      turn += 1;
      change(one);
      if (one?.kind === "fail") throw failed(code, "NODE_UNAVAILABLE");
      const items = records.slice(offset, offset + first).map((id) => nodeSummary({ id, title: TITLE }));
      if (one?.kind === "late") await passes(clock, one.ms);
      const total = relation === "EXACT" ? records.length : Math.min(records.length, offset + items.length);
      return { items, total, relation };
    },
  };
  /** What an index knows that was filled before anything changed: every third record. */
  const indexed = records.flatMap((id, index) =>
    index % 3 === 0 ? [summary({ id, kind: "LISTING", node: code, title: TITLE })] : [],
  );
  return { node, stayed, indexed };
}

function passes(clock: ManualClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

test("walking all pages of a session gives every record at most once and misses none that stayed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(script, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      async (scripts, first, hasIndex) => {
        const nodes = scripts.map((one, index) => scripted(`n${index}`, one));
        const summaries = hasIndex ? memoryIndex(nodes.flatMap(({ indexed }) => indexed)) : null;
        const bench = openSearch(
          nodes.map(({ node }) => node),
          { summaries },
        );
        const seen: string[] = [];
        let after: string | null = null;
        for (let pages = 0; ; pages++) {
          expect(pages).toBeLessThan(MOST_PAGES);
          const asked = bench.asked.length;
          const coming = bench.page({ first, after, deadlineMs: DEADLINE_MS });
          await bench.clock.advance(DEADLINE_MS);
          const page = await coming;
          expect(page.isResumed).toBe(false);
          expect(page.hits.length).toBeLessThanOrEqual(first);
          const perNode = Map.groupBy(bench.asked.slice(asked), ({ node }) => node);
          expect([...perNode.values()].every((questions) => questions.length === 1)).toBe(true);
          seen.push(...idsOf(page));
          if (!page.hasMore) break;
          after = bench.cursorAfter(page);
        }
        expect(new Set(seen).size).toBe(seen.length);
        for (const { stayed } of nodes) for (const id of stayed) expect(seen).toContain(id);
      },
    ),
    { numRuns: 300 },
  );
});
