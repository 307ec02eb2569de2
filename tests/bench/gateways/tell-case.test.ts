import { expect, test } from "vitest";
import type { Case } from "./cases.ts";
import { floor, hive, ours } from "./entrants.ts";
import type { Turn } from "./run-case.ts";
import { toCaseTable, toFigures } from "./tell-case.ts";

const each = { L: 2, M: 2, S: 2 };
const CASE: Case = {
  name: "sample",
  title: "a sample",
  entrants: [floor, hive, ours("ours", {})],
  style: "variable",
  isDistinct: true,
  cacheControl: null,
  bars: [
    { slower: "hive", faster: "ours", atLeast: each, aim: "3" },
    { slower: "hive", faster: "floor", atLeast: null },
  ],
};

const turn = (cpuUs: number, ownShare = 0.9): Turn => ({
  answered: 100,
  cpuUs,
  perSecond: 1_234,
  p50Ms: 1,
  p99Ms: 2,
  rssMb: cpuUs / 2,
  fetches: 3,
  ownShare,
  loadShare: 0.5,
});

test("a bar is held against the median of the rounds' ratios", () => {
  const outcomes = [
    { name: "hive", turns: [turn(300), turn(400), turn(1_000)] },
    { name: "ours", turns: [turn(100), turn(100), turn(500)] },
  ];
  expect(toFigures(CASE, "M", outcomes)).toEqual([
    { what: "sample M: hive : ours (aim 3)", unit: "×", promised: { kind: "at-least", value: 2 }, measured: 3 },
    { what: "sample M: hive : floor", unit: "×", promised: { kind: "none" }, measured: null },
    { what: "sample M: RSS ours : hive", unit: "×", promised: { kind: "at-most", value: 1 }, measured: 0.25 },
  ]);
});

test("who is not there, and who answered wrongly, is told as such and has no figure", () => {
  const outcomes = [
    { name: "hive", turns: [turn(300)] },
    { name: "ours", turns: null },
    { name: "floor", turns: [] },
  ];
  expect(toCaseTable(CASE, "S", outcomes).split("\n")).toEqual([
    "a sample: S  CPU µs/answer  answers/s  p50 ms  p99 ms  RSS MB  fetches  own core %  load core %",
    "hive                   300      1,234       1       2     150        3          90           50",
    "ours             not built",
    "floor             left out",
  ]);
  expect(toFigures(CASE, "S", outcomes).map(({ measured }) => measured)).toEqual([null, null, null]);
});

test("figures of a machine that others used are marked", () => {
  const told = (share: number) => toCaseTable(CASE, "L", [{ name: "hive", turns: [turn(300, share)] }]);
  expect(told(0.3)).toContain("busy with something else");
  expect(told(0.7)).not.toContain("busy");
});
