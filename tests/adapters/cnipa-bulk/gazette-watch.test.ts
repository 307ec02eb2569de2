import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GAZETTE_LAG, GazetteWatch } from "#adapters/cnipa-bulk/gazette-watch.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { standardDocument, temporaryFolder, wrapped } from "./xml-parts.ts";

const DAY_MS = 86_400_000;
const UP = { ...UNKNOWN_HEALTH, state: "UP" } as const;

test("a feed whose newest gazette is older than its period is degraded, told once in the log, until the next delivery", async () => {
  await using folder = await temporaryFolder();
  const deliver = async (name: string, ...dates: readonly string[]) => {
    const documents = dates.map((date, index) =>
      standardDocument({ date, number: `1160000${index}${date.slice(-1)}` }),
    );
    await writeFile(join(folder.path, name), wrapped(...documents));
    await runImport(folder.path, { kind: "paths", paths: [join(folder.path, name)] });
  };
  // A misprinted day in the future is none.
  await deliver("a.xml", "20261103", "20991231");
  const scene = createScene(Date.parse("2026-11-10T12:00:00+08:00"), folder.path);
  await scene.watch.look();
  expect(scene.watch.judge(UP)).toEqual(UP);
  expect(scene.figures).toEqual([["gazette-lag-days", 7]]);

  await scene.clock.advance(2 * DAY_MS);
  await scene.watch.look();
  await scene.watch.look();
  expect(scene.watch.judge(UP)).toMatchObject({
    state: "DEGRADED",
    lastFailureKind: GAZETTE_LAG,
    lastFailureAt: Date.parse("2026-11-12T12:00:00+08:00"),
  });
  expect(scene.watch.judge({ ...UP, state: "DOWN" }).state).toBe("DOWN");
  expect(scene.warnings).toEqual([{ source: "cnipa-bulk", newestGazette: "2026-11-03", days: 9 }]);

  await deliver("b.xml", "20261110");
  await scene.watch.look();
  expect(scene.watch.judge(UP)).toEqual(UP);
  await scene.store.close();
});

test("invented records are no feed, and neither they nor an empty store lag", async () => {
  await using folder = await temporaryFolder();
  await runImport(folder.path, { kind: "generated", seed: 1, patents: 30 });
  const scene = createScene(Date.parse("2040-01-01T00:00:00+08:00"), folder.path);
  await scene.watch.look();
  expect(scene.watch.judge(UP)).toEqual(UP);
  expect(scene.figures).toEqual([]);
  await scene.store.close();
});

test("whoever reads the health later has the store looked at again", async () => {
  const clock = new ManualClock(Date.parse("2026-11-10T12:00:00+08:00"));
  let looks = 0;
  const store = { newestImported: () => Promise.resolve(looks++ === 0 ? "2026-11-09" : "2026-10-01") };
  const watch = new GazetteWatch(runtimeOf(clock).runtime, { store, periodMs: 8 * DAY_MS });
  await watch.look();
  expect(watch.judge(UP).state).toBe("UP");
  await clock.advance(60_000);
  watch.judge(UP);
  await clock.advance(0);
  expect(watch.judge(UP).state).toBe("DEGRADED");
  expect(looks).toBe(2);
});

function createScene(now: number, dataDir: string) {
  const clock = new ManualClock(now);
  const store = createPatentStore(dataDir);
  const { runtime, figures, warnings } = runtimeOf(clock);
  return { clock, store, figures, warnings, watch: new GazetteWatch(runtime, { store, periodMs: 8 * DAY_MS }) };
}

function runtimeOf(clock: ManualClock) {
  const figures: (readonly [string, number])[] = [];
  const warnings: unknown[] = [];
  const quiet = () => {};
  const logger = { debug: quiet, info: quiet, error: quiet, warn: (fields: unknown) => void warnings.push(fields) };
  return {
    figures,
    warnings,
    runtime: { clock, logger, measure: (name: string, value: number) => void figures.push([name, value]) },
  };
}
