import { expect, test } from "vitest";
import { termEndOf } from "#adapters/cnipa-bulk/term-end.ts";

const INVENTION = { type: "INVENTION", filingDate: "2021-09-06" } as const;

test.each([
  // Guidelines part V ch. 9 §4.1: a compensated term whose last day is 1 December 2041 ends on the 2nd.
  ["现专利权期限届满日", "20411201", "2041-12-02"],
  ["现专利权期满终止日", "20411202", "2041-12-02"],
  ["补偿后的专利权期满终止日", "2041年12月02日", "2041-12-02"],
  ["原专利权期满终止日", "20410906", "2041-09-06"],
])("%s %s: the term ends on %s", (label, value, end) => {
  const compensation = { code: "TG01", name: "专利权期限的补偿", date: "2026-03-10", items: [{ label, value }] };
  expect(termEndOf({ ...INVENTION, legalEvents: [compensation] })).toBe(end);
});

test("of several compensations the last day stands", () => {
  const legalEvents = ["20411202", "20430301", "20420101"].map((value) => ({
    code: "TG01",
    name: "专利权期限的补偿",
    date: "2026-03-10",
    items: [{ label: "现专利权期满终止日", value }],
  }));
  expect(termEndOf({ ...INVENTION, legalEvents })).toBe("2043-03-01");
});

test("without a filing day there is no term", () => {
  expect(termEndOf({ type: "INVENTION", filingDate: null, legalEvents: [] })).toBeNull();
});
