import { readFile } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { dueMode } from "#subgraphs/discovery/summaries/harvest-plan.ts";
import { KeepWatch } from "#subgraphs/discovery/summaries/keep-watch.ts";
import type { HarvestState } from "#subgraphs/discovery/summaries/store-protocol.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { openEngine } from "./open-engine.ts";
import { HOUR, id, listing, openHarvester, platform } from "./open-harvester.ts";

const DAY = 24 * HOUR;
const MINUTE = 60_000;

/** A platform of which nothing may be kept for more than a day, and the watch over that. */
async function openBriefly(keys: readonly string[]) {
  const made = platform(keys);
  const [kind] = made.node.kinds;
  if (kind === undefined) throw new Error("no kind");
  made.node = { ...made.node, kinds: [{ ...kind, keepMs: DAY }] };
  const running = await openHarvester(made);
  const fetched = () => {
    made.records = keys.map((key) => ({ ...listing(key), fetchedAt: new Date(running.clock.now()).toISOString() }));
  };
  fetched();
  const watch = new KeepWatch({
    writer: running.asyncWriter,
    directory: { list: () => [made.node] },
    timer: running.clock,
    logger: SILENT_LOGGER,
  });
  watch.start();
  return {
    ...{ made, running, fetched },
    [Symbol.asyncDispose]: async () => {
      watch.stop();
      await running[Symbol.asyncDispose]();
    },
  };
}

describe("what may be kept for a day", () => {
  test("leaves the index before the day is over, with its words and titles, and nothing counts as complete then", async () => {
    await using bench = await openBriefly(["1", "2"]);
    const { running, made } = bench;
    await running.clock.advance(5_000);
    await running.ended(1);
    const whole = made.answer;
    made.answer = () => {
      throw new Error("down");
    };
    await running.clock.advance(DAY - 11 * MINUTE);
    expect(running.idsOf("光学胶")).toHaveLength(2);
    expect(running.engine.suggest("光学", ["TITLE"], 10)).toHaveLength(2);
    await running.clock.advance(2 * MINUTE);
    expect(running.idsOf()).toEqual([]);
    expect(running.engine.suggest("光学", ["TITLE"], 10)).toEqual([]);
    expect(running.database.prepare("SELECT count(*) AS n FROM documents WHERE body LIKE '%光学胶%'").get()).toEqual({
      n: 0,
    });
    expect(running.engine.search({ kinds: ["LISTING"], first: 1 }).relation).toBe("AT_LEAST");
    made.answer = whole;
    bench.fetched();
    await running.clock.advance(HOUR + MINUTE);
    await vi.waitFor(() => expect(running.idsOf()).toEqual([id("1"), id("2")].toSorted()));
  });

  test("is read anew after half of it, so that it does not go while the platform may be asked", async () => {
    await using bench = await openBriefly(["1", "2"]);
    const { running, made } = bench;
    await running.clock.advance(5_000);
    await running.ended(1);
    for (let hours = 0; hours < 48; hours++) {
      bench.fetched();
      await running.clock.advance(HOUR);
      expect(running.idsOf()).toHaveLength(2);
    }
    expect(made.asked.filter(({ since, cursor }) => since === null && cursor === null).length).toBeGreaterThan(3);
  });

  test("is not asked for in the platform's quiet hours: the harvest waits until they end", async () => {
    await using bench = await openBriefly(["1"]);
    const { running, made } = bench;
    const whole = made.answer;
    made.answer = () => {
      const reason = { code: "QUIET_HOURS", message: { zh: "安静时段", en: "quiet hours" } };
      const extensions = { code: "NODE_THROTTLED", node: "sichuan", retryable: true, reason } as const;
      throw new NodeCallError({ message: "", extensions: { ...extensions, retryAfterMs: 8 * HOUR } });
    };
    await running.clock.advance(5_000);
    const until = running.clock.now() + 8 * HOUR;
    await vi.waitFor(() => expect(running.harvester.standings).toMatchObject([{ state: "waiting", until }]));
    made.answer = whole;
    await running.clock.advance(8 * HOUR - MINUTE);
    expect(made.asked).toHaveLength(1);
    await running.clock.advance(2 * MINUTE);
    await running.ended(1);
    expect(made.asked).toHaveLength(2);
  });
});

describe("what has left the index is not left in its files, neither as it was put in, nor as it changed before", () => {
  type Writer = Awaited<ReturnType<typeof openEngine>>["writer"];
  const READ_AT = Date.parse("2026-01-01T00:00:00.000Z");

  /** A record that was put in and changed; what is in the files when that was done. */
  async function keptAfter(leave: (writer: Writer) => number) {
    await using opened = await openEngine();
    const { writer, database } = opened;
    writer.begin("a", "LISTING", { mode: "whole", now: 1, anew: false });
    for (const title of ["secret-before", "secret-after"]) {
      const items = [nodeSummary({ id: "1", title, fetchedAt: new Date(READ_AT).toISOString() })];
      writer.put({ node: "a", kind: "LISTING", run: 1, items, removed: [], cursor: null, most: 10 });
    }
    const count = leave(writer);
    const file = database.location() ?? "";
    const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)]);
    const kept = ["secret-before", "secret-after"].filter((title) => bytes.includes(title));
    return { count, kept, found: opened.idsOf("secret") };
  }

  test.each<[string, (writer: Writer) => number]>([
    ["past its time", (writer) => writer.expire("a", "LISTING", READ_AT + 1_000)],
    ["taken down", (writer) => writer.remove(["1"])],
    ["of a node that left", (writer) => writer.drop("a", "LISTING")],
  ])("%s", async (_name, leave) => {
    expect(await keptAfter(leave)).toEqual({ count: 1, kept: [], found: [] });
  });

  test("what is still within its time stays as it is now", async () => {
    const looked = await keptAfter((writer) => writer.expire("a", "LISTING", READ_AT));
    expect(looked).toEqual({ count: 0, kept: ["secret-after"], found: ["1"] });
  });
});

test("a hub that ends has nothing to complain of: what was being deleted then is deleted by the next one", async () => {
  const errors: unknown[] = [];
  const { promise: deleting, reject: end } = Promise.withResolvers<number>();
  const expire = vi.fn(() => deleting);
  const [kind] = platform(["1"]).node.kinds;
  if (kind === undefined) throw new Error("no kind");
  const nodes = ["a", "b"].map((code) => ({ ...platform(["1"]).node, code, kinds: [{ ...kind, keepMs: DAY }] }));
  const logger = { ...SILENT_LOGGER, error: (told: unknown) => void errors.push(told) };
  const timer = new ManualClock();
  const watch = new KeepWatch({ writer: { expire }, directory: { list: () => nodes }, timer, logger });
  watch.start();
  watch.stop();
  end(new Error("closed"));
  await deleting.catch(() => {});
  await timer.advance(HOUR);
  expect(errors).toEqual([]);
  expect(expire).toHaveBeenCalledTimes(1);
});

test("a whole harvest is due after half of the time for which a kind may be kept, and never later than set", () => {
  const times = { every: 6 * HOUR, wholeEvery: DAY };
  const ended = (hours: number): HarvestState => ({
    ...{ node: "n", kind: "LISTING", unfinished: null, resume: "r", wholeAt: 0, endedAt: hours * HOUR },
  });
  expect(dueMode(ended(11), 12 * HOUR, { ...times, keepMs: DAY })).toBe("whole");
  expect(dueMode(ended(11), 12 * HOUR - 1, { ...times, keepMs: DAY })).toBeNull();
  expect(dueMode(ended(47), 48 * HOUR, times)).toBeNull();
  expect(dueMode({ ...ended(23), resume: null }, DAY, { ...times, keepMs: 90 * DAY })).toBe("whole");
  expect(dueMode({ ...ended(23), wholeAt: null, unfinished: "changes" }, DAY, times)).toBe("changes");
});
