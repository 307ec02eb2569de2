import { expect, test } from "vitest";
import { parseMoney } from "#schema/codes/money.ts";
import { priceRangeOf } from "#subgraphs/runtime/price-range.ts";

test.each([
  ["15 万元", { from: 150_000, to: 150_000 }],
  ["10-20万元", { from: 100_000, to: 200_000 }],
  ["面议", null],
  ["按销售额提成", null],
  ["", null],
])("%j is the range %j", (text, range) => {
  expect(priceRangeOf(parseMoney(text))).toEqual(range);
});

test("a range may be open above", () => {
  expect(priceRangeOf({ kind: "RANGE", amount: "5", maxAmount: null })).toEqual({ from: 5, to: null });
});
