import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Registry } from "prom-client";
import { expect, test, vi } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { FigureBook } from "#gateway/figures/figure-book.ts";
import { createNodeFigures } from "#gateway/report/node-figures.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

vi.setConfig({ testTimeout: 30_000 });

/** 23:30 of 28 November in Shanghai. */
const LATE = Date.UTC(2026, 10, 28, 15, 30);
const DAY_MS = 86_400_000;

/** A process that counts, and keeps it. */
function openBook(dataDir: string, clock: ManualClock) {
  const metrics = new Registry();
  const count = createNodeFigures(metrics);
  const book = new FigureBook({ metrics, dataDir, timer: clock, logger: SILENT_LOGGER });
  const told = async (from = "2000-01-01", subjects = ["wuhu"]) => {
    const { counts, isWhole } = await book.read({ from, to: "2999-12-31", subjects });
    expect(isWhole).toBe(true);
    return counts.map(({ day, name, subject, label, value }) => `${day} ${name} ${subject} ${label} ${value}`);
  };
  return { book, count, told };
}

test("what was counted is told by day in Shanghai, each count once, over restarts", async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock(LATE);
  const first = openBook(folder.path, clock);
  first.book.start();
  first.count.countClick("wuhu");
  first.count.countRecords("wuhu", { kind: "REPORT", way: "listed", count: 3 });
  first.count.countClick("fuzhou");
  expect(await first.told()).toEqual(["2026-11-28 clicks wuhu  1", "2026-11-28 records wuhu listed REPORT 3"]);
  expect(await first.told()).toHaveLength(2);
  await clock.advance(DAY_MS / 24);
  first.count.countClick("wuhu");
  first.count.countConflict("wuhu", "title");
  await first.book.stop();
  const second = openBook(folder.path, clock);
  second.count.countClick("wuhu");
  expect(await second.told()).toEqual([
    "2026-11-28 clicks wuhu  1",
    "2026-11-28 records wuhu listed REPORT 3",
    "2026-11-29 clicks wuhu  2",
    "2026-11-29 conflicts wuhu title 1",
  ]);
  expect(await second.told("2026-11-29")).toHaveLength(2);
  expect(await second.told("2000-01-01", ["fuzhou", "nobody"])).toEqual(["2026-11-28 clicks fuzhou  1"]);
  await second.book.stop();
});

test("it is written every minute, and processes that share the folder add up", async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock(LATE);
  const [one, other] = [openBook(folder.path, clock), openBook(folder.path, clock)];
  one.book.start();
  for (const [times, { count }] of [[3, one] as const, [4, other] as const])
    for (let time = 0; time < times; time += 1) count.countClick("wuhu");
  expect(await other.told()).toEqual(["2026-11-28 clicks wuhu  4"]);
  await clock.advance(60_000);
  await vi.waitFor(async () => expect(await other.told()).toEqual(["2026-11-28 clicks wuhu  7"]), { timeout: 10_000 });
  // The next minute is due only once this one is written.
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  one.count.countClick("wuhu");
  await Promise.all([one.book.stop(), one.book.stop()]);
  expect(await other.told()).toEqual(["2026-11-28 clicks wuhu  8"]);
  expect(clock.pending).toBe(0);
  await other.book.stop();
});

test("days that are long past are forgotten", async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock(LATE);
  const { book, count, told } = openBook(folder.path, clock);
  count.countClick("wuhu");
  await told();
  await clock.advance(399 * DAY_MS);
  count.countClick("wuhu");
  expect(await told()).toEqual(["2026-11-28 clicks wuhu  1", "2028-01-01 clicks wuhu  1"]);
  await clock.advance(DAY_MS);
  count.countClick("wuhu");
  expect(await told()).toEqual(["2028-01-01 clicks wuhu  1", "2028-01-02 clicks wuhu  1"]);
  await book.stop();
});

test("while it cannot be kept this process's own is told, and it is written when it can be", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "figures"), "in the way");
  const clock = new ManualClock(LATE);
  const { book, count, told } = openBook(folder.path, clock);
  count.countClick("wuhu");
  const asked = { from: "2026-11-01", to: "2026-11-28", subjects: ["wuhu"] };
  const own = { name: "clicks", subject: "wuhu", label: "", day: "2026-11-28" };
  expect(await book.read(asked)).toEqual({ counts: [{ ...own, value: 1 }], isWhole: false });
  count.countClick("wuhu");
  expect(await book.read(asked)).toEqual({ counts: [{ ...own, value: 2 }], isWhole: false });
  await rm(join(folder.path, "figures"));
  await mkdir(join(folder.path, "figures"));
  expect(await told()).toEqual(["2026-11-28 clicks wuhu  2"]);
  await book.stop();
});
