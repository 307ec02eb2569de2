import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { threadCpuClock } from "./thread-cpu.ts";

test("the clock of a thread's CPU time goes while it works, in small steps, and stands while it waits", async () => {
  const now = threadCpuClock();
  const beginning = now();
  let smallest = Number.POSITIVE_INFINITY;
  for (let last = beginning; last - beginning < 20; ) {
    const next = now();
    if (next > last) smallest = Math.min(smallest, next - last);
    last = next;
  }
  expect(smallest).toBeLessThan(0.1);
  const before = now();
  await setTimeout(100);
  expect(now() - before).toBeLessThan(50);
});
