import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importPaths } from "#adapters/cnipa-bulk/import/import-paths.ts";
import type { ImportSummary } from "#adapters/cnipa-bulk/import/import-report.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { StoreReader } from "#adapters/cnipa-bulk/store/read-store.ts";
import { StoreWriter } from "#adapters/cnipa-bulk/store/write-store.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { legalEvent, standardDocument, temporaryFolder, wrapped } from "./xml-parts.ts";

const NUMBER = "CN202310123456.6" as ApplicationNumber;
const OTHER = { original: "202111286633.X", number: "113781974" };
/** Already the 21st in China. */
const NOW = Date.parse("2026-11-20T16:30:00Z");

test("what is dated more than a week after the day of the import is set aside, documents and legal events alike", async () => {
  await using folder = await temporaryFolder();
  const summary = await importAt(NOW, folder.path, {
    "documents.xml": wrapped(
      standardDocument({ kind: "B", date: "20261128" }),
      standardDocument({ ...OTHER, kind: "B", date: "20261129" }),
    ),
    "events.xml": wrapped(
      legalEvent({ code: "SE01", name: "实质审查的生效", date: "20261128" }),
      legalEvent({ code: "CF01", name: "专利权的终止", date: "20990101" }),
    ),
  });
  expect(summary).toMatchObject({ imported: 1, legalEvents: 1, setAsideCount: 2 });
  expect(summary.setAside.map(({ file, document, code }) => [file, document, code])).toEqual([
    ["documents.xml", 2, "FUTURE_DATE"],
    ["events.xml", 2, "FUTURE_DATE"],
  ]);
  expect(summary.setAside[1]?.reason).toEqual({
    zh: "公告日 2099-01-01 晚于今日一周以上",
    en: "The gazette day 2099-01-01 is more than a week ahead",
  });
});

test("is read again by the next import: the clock may have been wrong, not the day", async () => {
  await using folder = await temporaryFolder();
  const files = { "document.xml": standardDocument({ date: "20261215" }) };
  expect(await importAt(NOW, folder.path, files)).toMatchObject({ imported: 0, setAsideCount: 1 });
  expect(await importAt(NOW + 30 * 86_400_000, folder.path, {}, ["document.xml"])).toMatchObject({
    imported: 1,
    known: 0,
    setAsideCount: 0,
  });
});

test("a day to come that is in the store already says nothing about through when all is known", async () => {
  await using folder = await temporaryFolder();
  await importAt(NOW, folder.path, {
    "document.xml": standardDocument({ kind: "B", date: "20240820" }),
    "events.xml": wrapped(legalEvent({ code: "GR01", name: "授权", date: "20241001" })),
  });
  poison(folder.path);
  const database = openDatabase(folder.path);
  const reader = new StoreReader(database, () => NOW);
  const [record] = reader.byApplicationNumbers([NUMBER]);
  expect(record).toMatchObject({ latestGazetteDate: "2024-10-01", knownThrough: "2024-10-01" });
  expect(reader.stats().newestGazetteDate).toBe("2024-10-01");
  database.close();
  const store = createPatentStore(folder.path);
  const nothing = { wantsLapses: false, wantsConversion: false, wantsConcentration: false };
  const request = { query: null, filter: null, groupings: [], survivals: [], ...nothing, today: "2026-11-21" };
  expect(await store.statistics(request)).toMatchObject({ knownThrough: "2024-10-01" });
  await store.close();
});

/** As a version that did not look at days would have taken it. */
function poison(dataDir: string): void {
  const database = openDatabase(dataDir);
  const writer = new StoreWriter(database);
  writer.begin();
  const event = { code: "CF01", name: "专利权的终止", date: "2099-01-01", items: [] };
  writer.legalEvent(NUMBER, event, { origin: "import", now: NOW });
  writer.commit();
  database.close();
}

async function importAt(
  now: number,
  dataDir: string,
  files: Readonly<Record<string, string>>,
  names: readonly string[] = Object.keys(files),
): Promise<ImportSummary> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(dataDir, name), text);
  const database = openDatabase(dataDir);
  const scene = { database, dataDir, now: () => now, isInterrupted: () => false, onProgress: () => {} };
  const summary = await importPaths({ kind: "paths", paths: names.map((name) => join(dataDir, name)) }, scene);
  database.close();
  return summary;
}
