import fc from "fast-check";
import { expect, test } from "vitest";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";

test("no more is taken or lent than there is, whatever is given back of it", () => {
  const steps = fc.array(fc.constantFrom("take", "lend", "return"), { maxLength: 50 });
  fc.assert(
    fc.property(fc.nat(20), steps, (calls, events) => {
      const budget = new UpstreamBudget(calls);
      let out = 0;
      for (const event of events) {
        if (event === "take" && budget.take()) out += 1;
        if (event === "lend") out += budget.lend();
        if (event === "return" && out > 0) {
          budget.giveBack(1);
          out -= 1;
        }
        expect(out + budget.left).toBe(calls);
        expect(budget.left).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test("half is lent, and the last one whole", () => {
  const budget = new UpstreamBudget(5);
  expect([budget.lend(), budget.lend(), budget.lend(), budget.lend()]).toEqual([3, 1, 1, 0]);
  expect(budget.take()).toBe(false);
});

test("a question of many is lent only its own share, of the same calls", () => {
  const budget = new UpstreamBudget(20);
  const one = budget.lendingAtMost(6);
  expect([one.lend(), one.lend(), one.take(), budget.left]).toEqual([6, 6, true, 7]);
  one.giveBack(5);
  expect(budget.lend()).toBe(6);
});
