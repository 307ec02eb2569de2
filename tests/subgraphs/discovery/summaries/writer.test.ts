import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#adapters/runtime/wal-database.ts";
import { indexAnew } from "#subgraphs/discovery/summaries/reindex.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { openEngine } from "./open-engine.ts";
import { BATCHES, batchOf } from "./written-batches.ts";

type Opened = Awaited<ReturnType<typeof openEngine>>;
const WHOLE = { mode: "whole", now: 1, anew: false } as const;

function put(
  { writer }: Opened,
  items: readonly NodeSummary[],
  more: { run?: number; removed?: readonly string[]; most?: number } = {},
) {
  const { run = 1, removed = [], most = 1_000 } = more;
  return writer.put({ node: "a", kind: "LISTING", run, items, removed, cursor: null, most });
}

describe("what is put in", () => {
  test("again without a change is indexed once, and only renewed", async () => {
    await using opened = await openEngine();
    const item = nodeSummary({ id: "1", title: "光学胶", fetchedAt: "2026-01-01T00:00:00.000Z" });
    expect(put(opened, [item])).toMatchObject({ added: 1, same: 0 });
    expect(put(opened, [{ ...item, fetchedAt: "2026-02-01T00:00:00.000Z" }])).toMatchObject({ added: 0, same: 1 });
    expect(opened.engine.byIds(["1"])).toMatchObject([{ fetchedAt: "2026-02-01T00:00:00.000Z" }]);
    expect(opened.engine.search({ kinds: [], first: 1 }).total).toBe(1);
  });

  test("with other words is found by those and no more by the former", async () => {
    await using opened = await openEngine();
    put(opened, [nodeSummary({ id: "1", title: "光学胶", status: "OPEN" })]);
    expect(put(opened, [nodeSummary({ id: "1", title: "检测支架", status: "OPEN" })])).toMatchObject({ changed: 1 });
    expect([opened.idsOf("光学胶"), opened.idsOf("检测支架")]).toEqual([[], ["1"]]);
    expect(opened.engine.suggest("光学", ["TITLE"], 5)).toEqual([]);
  });

  test("with another state is filtered by it without new words", async () => {
    await using opened = await openEngine();
    put(opened, [nodeSummary({ id: "1", title: "光学胶", status: "OPEN" })]);
    expect(put(opened, [nodeSummary({ id: "1", title: "光学胶", status: "CLOSED" })])).toMatchObject({ changed: 1 });
    const withState = (status: string) => opened.engine.search({ kinds: [], first: 1, filter: { statuses: [status] } });
    expect([withState("OPEN").total, withState("CLOSED").total]).toEqual([0, 1]);
  });

  test("beyond the most that it may hold is left out, and what is there still changes", async () => {
    await using opened = await openEngine();
    const [one, two] = ["1", "2"].map((id) => nodeSummary({ id, title: "甲" }));
    if (one === undefined || two === undefined) throw new Error("two summaries");
    expect(put(opened, [one, two], { most: 1 })).toMatchObject({ added: 1, leftOut: 1 });
    expect(put(opened, [{ ...one, title: "乙" }], { most: 1 })).toMatchObject({ changed: 1 });
    expect(opened.idsOf()).toEqual(["1"]);
  });

  test("is gone when it is told to be removed, dropped with its kind, or forgotten with everything", async () => {
    await using opened = await openEngine();
    const { writer } = opened;
    writer.begin("a", "LISTING", WHOLE);
    put(
      opened,
      ["1", "2", "3"].map((id) => nodeSummary({ id, title: `甲${id}` })),
    );
    put(opened, [], { removed: ["1", "nothing"] });
    expect(opened.idsOf()).toEqual(["2", "3"]);
    expect(writer.remove(["2"])).toBe(1);
    expect(opened.idsOf("甲2")).toEqual([]);
    expect(writer.drop("a", "LISTING")).toBe(1);
    expect([opened.idsOf(), writer.states()]).toEqual([[], []]);
    put(opened, [nodeSummary({ id: "4", title: "乙" })]);
    writer.reset();
    expect([opened.idsOf(), opened.engine.suggest("乙", ["TITLE"], 5)]).toEqual([[], []]);
    put(opened, [nodeSummary({ id: "5", title: "乙" })]);
    expect(opened.idsOf("乙")).toEqual(["5"]);
  });
});

describe("a harvest", () => {
  test("goes on where it was left off, and begins anew where it has to", async () => {
    await using opened = await openEngine();
    const { writer } = opened;
    const first = writer.begin("a", "LISTING", WHOLE);
    expect(first).toMatchObject({ run: 1, mode: "whole", cursor: null });
    writer.put({ node: "a", kind: "LISTING", run: 1, items: [], removed: [], cursor: "c1", most: 10 });
    expect(writer.begin("a", "LISTING", { ...WHOLE, mode: "changes", now: 2 })).toMatchObject({
      run: 1,
      mode: "whole",
      cursor: "c1",
    });
    expect(writer.begin("a", "LISTING", { ...WHOLE, anew: true })).toMatchObject({ run: 2, cursor: null });
    writer.end("a", "LISTING", { resume: "r1", now: 5 });
    expect(writer.states()).toMatchObject([{ unfinished: null, resume: "r1", wholeAt: 5, endedAt: 5 }]);
    expect(writer.begin("a", "LISTING", { ...WHOLE, mode: "changes" })).toMatchObject({ run: 2, cursor: "r1" });
  });

  test("is one process's at a time, until it has not been heard of for a while", async () => {
    await using opened = await openEngine();
    const { hold } = opened.writer;
    expect([hold(1, 1_000, 90), hold(2, 1_050, 90), hold(1, 1_080, 90), hold(2, 1_100, 90)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(hold(2, 1_170, 90)).toBe(true);
    expect([hold(1, 1_180, 90), hold(2, 1_190, 0), hold(1, 1_190, 90)]).toEqual([false, true, true]);
  });

  test("tells what it did not meet", async () => {
    await using opened = await openEngine();
    put(
      opened,
      ["1", "2", "3"].map((id) => nodeSummary({ id })),
    );
    put(opened, [nodeSummary({ id: "2" })], { run: 2 });
    expect(opened.writer.unmet("a", "LISTING", 2, 10).toSorted()).toEqual(["1", "3"]);
    opened.writer.keep(["3"], 2);
    expect(opened.writer.unmet("a", "LISTING", 2, 10)).toEqual(["1"]);
  });
});

test("whatever is written and removed, in whatever order and segments, is found like in a plain list", async () => {
  const WORDS = ["光学胶", "检测支架", "低温固化", "abc", "桥梁缆索"];
  const change = fc.record({ id: fc.integer({ min: 1, max: 12 }), word: fc.constantFrom(null, ...WORDS) });
  const step = fc.oneof({ weight: 6, arbitrary: change }, { weight: 1, arbitrary: fc.constant("anew" as const) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await using opened = await openEngine();
      const plain = new Map<string, string>();
      for (const one of steps) {
        if (one === "anew") inTransaction(opened.database, () => keepFigures(opened, indexAnew(opened.database)));
        else if (one.word === null) {
          opened.writer.remove([String(one.id)]);
          plain.delete(String(one.id));
        } else {
          put(opened, [nodeSummary({ id: String(one.id), title: one.word })]);
          plain.set(String(one.id), one.word);
        }
        for (const word of WORDS) {
          expect(opened.idsOf(word)).toEqual(
            [...plain].flatMap(([id, title]) => (title === word ? [id] : [])).toSorted(),
          );
        }
      }
      expect(opened.idsOf()).toEqual([...plain.keys()].toSorted());
    }),
    { numRuns: 25 },
  );
});

/** As the writer keeps them after an index was made anew. */
function keepFigures({ database }: Opened, figures: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(figures)) {
    database.prepare("UPDATE state SET value = ? WHERE name = ?").run(value, name);
  }
}

test("a process that is killed while it harvests leaves whole batches, and the harvest goes on behind them", {
  timeout: 60_000,
}, async () => {
  await using opened = await openEngine();
  const child = spawn(process.execPath, [fileURLToPath(new URL("./write-batches.ts", import.meta.url)), opened.path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let written = 0;
  for await (const line of child.stdout) {
    written += String(line).split("\n").length - 1;
    if (written >= BATCHES / 4) break;
  }
  child.kill("SIGKILL");
  await once(child, "exit");
  const { cursor, run } = opened.writer.begin("a", "LISTING", WHOLE);
  const reached = Number(cursor);
  expect(reached).toBeGreaterThanOrEqual(written);
  expect(reached).toBeLessThan(BATCHES);
  expect(opened.engine.search({ kinds: [], first: 1 }).total).toBe(reached * batchOf(0).length);
  for (let batch = reached; batch < BATCHES; batch++) put(opened, batchOf(batch), { run, most: 100_000 });
  expect(opened.engine.search({ kinds: [], first: 1 }).total).toBe(BATCHES * batchOf(0).length);
  for (const batch of [0, reached, BATCHES - 1]) {
    expect(opened.idsOf(`批次${batch}号`).length).toBeGreaterThan(0);
  }
});
