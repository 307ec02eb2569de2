import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { prepareDocument } from "#adapters/cnipa-bulk/store/prepared-document.ts";
import { tellChecksum } from "#adapters/cnipa-bulk/store/tell-checksum.ts";
import { StoreWriter } from "#adapters/cnipa-bulk/store/write-store.ts";
import { type DecodedRecord, decodeRecord, RECORD_ROOTS } from "#adapters/cnipa-bulk/xml/decode-record.ts";
import { scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import { legalEvent, standardDocument, temporaryFolder } from "./xml-parts.ts";
import { zipOf } from "./zip-parts.ts";

const MAIN = fileURLToPath(new URL("../../../gateway/cli/main.ts", import.meta.url));
const SLICES = 6;
const DOCUMENTS = 260;

test("killed in the midst and run again, an import ends with the content of one that nobody disturbed", async () => {
  await using folder = await temporaryFolder();
  const delivery = await writeDelivery(folder.path);
  const [calm, killed] = [join(folder.path, "calm"), join(folder.path, "killed")];
  const whole = await runImport(calm, { kind: "paths", paths: [delivery] });
  expect(whole).toMatchObject({ files: SLICES, imported: SLICES * DOCUMENTS, known: 0 });

  const seen = new Set<number>();
  for (let round = 0; round < 2; round += 1) {
    const child = startImport(delivery, killed);
    const exited = once(child, "exit");
    await untilMore(killed, seen);
    child.kill("SIGKILL");
    expect((await exited)[1]).toBe("SIGKILL");
  }
  expect(Math.max(...seen)).toBeLessThan(SLICES * DOCUMENTS);

  const rest = await runImport(killed, { kind: "paths", paths: [delivery] });
  expect(rest.imported).toBeGreaterThan(0);
  expect(rest.imported).toBeLessThan(SLICES * DOCUMENTS);
  expect(await tellChecksum(killed)).toEqual(await tellChecksum(calm));
  expect(await runImport(killed, { kind: "paths", paths: [delivery] })).toMatchObject({ files: 0, known: SLICES });
}, 120_000);

test("the content of a store depends on what was imported, never on the order or on how often", async () => {
  const records = await Promise.all(
    [
      standardDocument({ kind: "A", title: "甲", produced: "20230510" }),
      standardDocument({ kind: "A", title: "乙", produced: "20230510" }),
      standardDocument({ kind: "A", title: "丙", produced: "20230509" }),
      standardDocument({ kind: "B", date: "20240820", title: "丁" }),
      standardDocument({ kind: "B", date: "20240820", title: "戊", description: ["一段。"] }),
      standardDocument({ kind: "C1", date: "20250101", claims: ["一种收窄的装置。"] }),
      standardDocument({ original: "202110991218.8", number: "113783949" }),
      // The same publication under another application: it was corrected.
      standardDocument({ original: "202110991218.8", kind: "A", produced: "20230511" }),
      legalEvent({ code: "GR01", name: "授权", date: "20240820" }),
    ].map(decodeOne),
  );
  const indices = records.map((_, index) => index);
  const order = fc.shuffledSubarray(indices, { minLength: indices.length });
  const sums = new Set<string>();
  await fc.assert(
    fc.asyncProperty(order, fc.subarray(indices), fc.boolean(), async (first, again, isOneTransaction) => {
      await using folder = await temporaryFolder();
      write(
        folder.path,
        [...first, ...again].map((index) => records[index] as DecodedRecord),
        isOneTransaction,
      );
      sums.add((await tellChecksum(folder.path)).sum);
    }),
    { numRuns: 25 },
  );
  expect(sums.size).toBe(1);
}, 60_000);

test("a checksum tells every change of the content", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "a.xml");
  await writeFile(path, standardDocument({ description: ["一段。"] }));
  await runImport(folder.path, { kind: "paths", paths: [path] });
  const sums = new Set([(await tellChecksum(folder.path)).sum]);
  for (const change of [
    "UPDATE patents SET record = json_set(record, '$.title', 'x')",
    "DELETE FROM description_places",
    "UPDATE parties SET name = 'x'",
    "INSERT INTO legal_events VALUES ('CN202310123456.6', '2024-01-01', '', 'x', '[]', 'import', 1)",
    "DELETE FROM documents",
  ]) {
    const database = openDatabase(folder.path);
    database.exec(change);
    database.close();
    sums.add((await tellChecksum(folder.path)).sum);
  }
  expect(sums.size).toBe(6);
});

async function decodeOne(xml: string): Promise<DecodedRecord> {
  async function* chunks() {
    yield Buffer.from(xml);
  }
  for await (const record of scanRecords(chunks(), RECORD_ROOTS)) return decodeRecord(record);
  throw new Error("no record");
}

/** One record after the other, in one transaction or each in its own. */
function write(dataDir: string, records: readonly DecodedRecord[], isOneTransaction: boolean): void {
  const database = openDatabase(dataDir);
  const writer = new StoreWriter(database);
  writer.begin();
  for (const [index, record] of records.entries()) {
    const source = { file: `${index}.xml`, origin: "import", now: index } as const;
    if (record.kind === "document") writer.document(prepareDocument(record.document), source);
    else writer.legalEvent(record.applicationNumber, record.event, source);
    if (isOneTransaction) continue;
    writer.commit();
    writer.begin();
  }
  writer.commit();
  database.close();
}

async function writeDelivery(folder: string): Promise<string> {
  const path = join(folder, "delivery");
  await mkdir(path);
  for (let slice = 0; slice < SLICES; slice += 1) {
    const entries = Array.from({ length: DOCUMENTS }, (_, index) => {
      const serial = slice * DOCUMENTS + index;
      const number = String(116_000_000 + serial);
      return {
        name: `${number}.xml`,
        content: standardDocument({ original: "", standard: `10202300${String(serial).padStart(7, "0")}`, number }),
      };
    });
    await writeFile(join(path, `${slice}.zip`), zipOf(...entries));
  }
  return path;
}

function startImport(delivery: string, dataDir: string): ChildProcess {
  const env = { ...process.env, HUB_DATA_DIR: dataDir };
  return spawn(process.execPath, [MAIN, "import", delivery], { env, stdio: "ignore" });
}

/** Until documents were committed that were not there before. */
async function untilMore(dataDir: string, seen: Set<number>): Promise<void> {
  for (;;) {
    const count = countOf(dataDir);
    if (count > Math.max(0, ...seen)) {
      seen.add(count);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function countOf(dataDir: string): number {
  const database = openDatabase(dataDir);
  try {
    return Number(database.prepare("SELECT count(*) AS count FROM documents").get()?.["count"] ?? 0);
  } finally {
    database.close();
  }
}
