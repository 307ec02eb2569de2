import { expect, test } from "vitest";
import type { DayCount } from "#gateway/figures/figure-file.ts";
import { callFigures, dayFigures, nodeFigures } from "#gateway/registry/report-figures.ts";

const TODAY = "2026-11-28";

function count(name: DayCount["name"], label: string, value: number, more: Partial<DayCount> = {}): DayCount {
  return { day: TODAY, name, subject: "wuhu", label, value, ...more };
}

const COUNTS: readonly DayCount[] = [
  count("questions", "OK", 90),
  count("questions", "NODE_TIMEOUT", 6),
  count("questions", "DEADLINE_EXCEEDED", 3),
  count("questions", "INTERNAL", 1),
  count("questions", "BAD_USER_INPUT", 5),
  count("questions", "OK", 1_000, { subject: "fuzhou" }),
  count("entities", "hit", 4),
  count("entities", "stale", 2),
  count("entities", "miss", 10),
  count("entities", "duplicate", 50),
  count("records", "listed REPORT", 20),
  count("records", "looked-up REPORT", 7),
  count("records", "looked-up LISTING", 1),
  count("records", "harvested REPORT", 100),
  count("records", "looked-up REPORT", 3, { day: "2026-11-27" }),
  count("conflicts", "title", 2),
  count("conflicts", "registerCheck", 1),
  count("clicks", "", 8),
  count("clicks", "", 2, { day: "2026-11-27" }),
  count("calls", "200", 30, { subject: "wuhu-portal" }),
  count("calls", "timeout", 2, { subject: "wuhu-portal" }),
  count("met", "miss", 31, { subject: "wuhu-portal" }),
  count("met", "revalidated", 1, { subject: "wuhu-portal" }),
  count("met", "fresh", 60, { subject: "wuhu-portal" }),
];

test("a node's figures are sums over days; availability is of what its platform answered or failed", () => {
  expect(nodeFigures(COUNTS, "wuhu")).toEqual({
    questions: {
      asked: 105,
      answered: 90,
      failed: 10,
      mistaken: 5,
      availability: 0.9,
      byOutcome: { OK: 90, NODE_TIMEOUT: 6, DEADLINE_EXCEEDED: 3, INTERNAL: 1, BAD_USER_INPUT: 5 },
    },
    recordsLookedUp: { total: 16, fromCache: 6 },
    recordsServed: { listed: { REPORT: 20 }, lookedUp: { REPORT: 10, LISTING: 1 }, harvested: { REPORT: 100 } },
    clicks: 10,
    conflicts: { total: 3, byField: { title: 2, registerCheck: 1 } },
  });
});

test("of a node that was not asked availability is not known, and all else is nothing", () => {
  const { questions, clicks } = nodeFigures(COUNTS, "nobody");
  expect([questions.availability, questions.asked, clicks]).toEqual([null, 0, 0]);
});

test("calls to a source, and questions that were met without one", () => {
  expect(callFigures(COUNTS, "wuhu-portal")).toEqual({
    calls: { total: 32, byResult: { "200": 30, timeout: 2 } },
    questions: { total: 92, withoutCall: 60 },
  });
});

test("days in a few numbers, the earliest first", () => {
  expect(dayFigures(COUNTS, "wuhu", ["wuhu-portal"])).toEqual([
    { day: "2026-11-27", asked: 0, answered: 0, failed: 0, records: 3, clicks: 2, conflicts: 0, calls: 0 },
    { day: TODAY, asked: 105, answered: 90, failed: 10, records: 28, clicks: 8, conflicts: 3, calls: 32 },
  ]);
});
