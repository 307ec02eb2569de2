import { expect, test } from "vitest";
import { TimeLimit } from "#gateway/execute/time-limit.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

test("one alarm tells each that it is late when its own time is over, and none that has left", async () => {
  const timer = new ManualClock();
  const limit = new TimeLimit({ timer, afterMs: 1_000 });
  const late: string[] = [];
  const enter = (name: string) => {
    const one = { late: () => late.push(name) };
    limit.enter(one);
    return one;
  };
  enter("first");
  const second = enter("second");
  await timer.advance(400);
  enter("third");
  limit.leave(second);
  expect(timer.pending).toBe(1);
  await timer.advance(599);
  expect(late).toEqual([]);
  await timer.advance(1);
  expect(late).toEqual(["first"]);
  await timer.advance(399);
  expect(late).toEqual(["first"]);
  await timer.advance(1);
  expect(late).toEqual(["first", "third"]);
  enter("fourth");
  expect(timer.pending).toBe(1);
  limit.close();
  expect(timer.pending).toBe(0);
});
