import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { setImmediate } from "node:timers/promises";
import { parse } from "graphql";
import { expect, test } from "vitest";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";

/** Of every thread of this process (proc(5), /proc/pid/stat: the 19th field). */
function niceness(): readonly number[] {
  return readdirSync("/proc/self/task").flatMap((thread) => {
    try {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
      return [Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16])];
    } catch {
      return [];
    }
  });
}

test.runIf(process.platform === "linux")("composing steps back behind what is being served", async () => {
  const before = getPriority();
  const expected = Math.max(before, 10);
  let isDone = false;
  let nicest = before;
  const composing = apolloComposer.compose([{ name: "a", typeDefs: parse("type Query { a: Int }") }]).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    nicest = Math.max(nicest, ...niceness());
    await setImmediate();
  }
  expect((await composing).kind).toBe("composed");
  expect(nicest).toBe(expected);
  expect(getPriority()).toBe(before);
});
