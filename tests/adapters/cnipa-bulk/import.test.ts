import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { importPaths } from "#adapters/cnipa-bulk/import/import-paths.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { bringIndexUpToDate } from "#adapters/cnipa-bulk/search/rebuild-index.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { databaseFile, openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { importFiles, legalEvent, standardDocument, temporaryFolder, wrapped } from "./xml-parts.ts";

const NUMBER = "CN202310123456.6" as ApplicationNumber;

test("bad files are set aside by name and reason while the rest is imported", async () => {
  await using folder = await temporaryFolder();
  const summary = await importFiles(folder.path, {
    "good.xml": standardDocument(),
    "cut.xml": standardDocument({ original: "202110991218.8", number: "113783949" }).slice(0, 700),
    "other.xml": "<html><body>not a patent</body></html>",
    "empty.xml": "",
    "bomb.xml": `<!DOCTYPE a [<!ENTITY x "y">]>${standardDocument()}`,
    "slice.zip": "PK",
  });
  expect(summary).toMatchObject({ imported: 1, setAsideCount: 5, refused: 0, interrupted: false });
  expect(Object.fromEntries(summary.setAside.map(({ file, code }) => [file.replace(/^.*\//, ""), code]))).toEqual({
    "cut.xml": "TRUNCATED",
    "other.xml": "NO_DOCUMENT",
    "empty.xml": "NO_DOCUMENT",
    "bomb.xml": "ENTITIES_REFUSED",
    "slice.zip": "BAD_ARCHIVE",
  });
});

test("a bad document costs its neighbours nothing, and its place in the file is told", async () => {
  await using folder = await temporaryFolder();
  const summary = await importFiles(folder.path, {
    "slice.xml": wrapped(
      standardDocument(),
      standardDocument({ original: "202110991218.7", number: "113783949" }),
      standardDocument({ original: "202111286633.X", number: "113781974" }),
    ),
  });
  expect(summary).toMatchObject({
    imported: 2,
    setAside: [{ file: "slice.xml", document: 2, code: "BAD_APPLICATION_NUMBER" }],
  });
});

test("documents before a break in a large file are taken and counted", async () => {
  await using folder = await temporaryFolder();
  const summary = await importFiles(folder.path, {
    "slice.xml": wrapped(standardDocument()).replace("</business:Records>", "<oops"),
  });
  expect(summary).toMatchObject({
    imported: 1,
    setAside: [{ code: "TRUNCATED", reason: { en: expect.stringContaining("1 documents before it") } }],
  });
});

test("secret documents are counted, and no trace of them is stored or told", async () => {
  await using folder = await temporaryFolder();
  const summary = await importFiles(folder.path, {
    "slice.xml": wrapped(
      standardDocument({ title: "绝密装置甲", attributes: 'secrecy="1"' }),
      legalEvent({ code: "GR03", name: "国防专利权的授予", date: "20240102", information: "名称：绝密装置乙" }),
      standardDocument({ original: "202111286633.X", number: "113781974", title: "公开装置" }),
    ),
  });
  expect(summary).toMatchObject({ imported: 1, legalEvents: 0, refused: 2, setAsideCount: 0 });
  expect(JSON.stringify(summary)).not.toMatch(/绝密|202310123456/);
  new DatabaseSync(databaseFile(folder.path)).close();
  expect(await readFile(databaseFile(folder.path), "utf8")).not.toMatch(/绝密装置|202310123456/);
});

test("folders are searched in depth, other files in them left alone, a missing path is named", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "a", "b"), { recursive: true });
  await writeFile(join(folder.path, "a", "b", "ONE.XML"), standardDocument());
  await writeFile(join(folder.path, "a", "readme.txt"), "text");
  const summary = await runImport(folder.path, {
    kind: "paths",
    paths: [join(folder.path, "a"), join(folder.path, "none")],
  });
  expect(summary).toMatchObject({ files: 1, imported: 1, setAside: [{ code: "NOT_FOUND" }] });
});

test("importing again changes nothing; a changed document is an update; an older file of it is not", async () => {
  await using folder = await temporaryFolder();
  const files = {
    "a.xml": standardDocument({ produced: "20230510" }),
    "e.xml": legalEvent({ name: "授权", date: "20240820" }),
  };
  expect(await importFiles(folder.path, files)).toMatchObject({ imported: 1, legalEvents: 1 });
  expect(await importFiles(folder.path, files)).toMatchObject({
    imported: 0,
    unchanged: 1,
    legalEvents: 0,
    legalEventsUnchanged: 1,
    known: 0,
  });
  const newer = standardDocument({ produced: "20230601", title: "改正后的名称" });
  expect(await importFiles(folder.path, { "a.xml": newer })).toMatchObject({ updated: 1 });
  expect(await importFiles(folder.path, files)).toMatchObject({ updated: 0, unchanged: 1 });
  expect((await read(folder.path, (store) => store.byApplicationNumbers([NUMBER])))[0]?.title).toBe("改正后的名称");
});

test("a correction outranks what it corrects, and re-publication of claims is no new grant", async () => {
  await using folder = await temporaryFolder();
  await importFiles(folder.path, {
    "slice.xml": wrapped(
      standardDocument({ kind: "A8", date: "20230701", title: "更正后的名称" }),
      standardDocument({ kind: "A", date: "20230512", title: "原来的名称" }),
    ),
  });
  const [record] = await read(folder.path, (store) => store.byApplicationNumbers([NUMBER]));
  expect(record?.title).toBe("更正后的名称");
  expect(record?.publications.map(({ kind }) => kind)).toEqual(["A", "A8"]);
});

/** More than a transaction holds. */
async function writeLarge(folder: string): Promise<string> {
  const documents = Array.from({ length: 2_000 }, (_, index) =>
    standardDocument({ number: String(110_000_000 + index), title: `装置${index}` }),
  );
  const path = join(folder, "large.xml");
  await writeFile(path, wrapped(...documents));
  return path;
}

test("an interrupted import keeps what it has and can be run again", async () => {
  await using folder = await temporaryFolder();
  const path = await writeLarge(folder.path);
  const database = openDatabase(folder.path);
  bringIndexUpToDate(database);
  let interrupted = false;
  const first = await importPaths(
    { kind: "paths", paths: [path] },
    {
      database,
      dataDir: folder.path,
      now: Date.now,
      isInterrupted: () => interrupted,
      onProgress: () => {
        interrupted = true;
      },
    },
  );
  database.close();
  expect(first.interrupted).toBe(true);
  expect(first.imported).toBeGreaterThan(0);
  expect(first.imported).toBeLessThan(2_000);
  const second = await runImport(folder.path, { kind: "paths", paths: [path] });
  expect(second.unchanged).toBeGreaterThan(0);
  expect(second.imported + second.unchanged).toBe(2_000);
});

test("an import is interrupted in its thread", async () => {
  await using folder = await temporaryFolder();
  const path = await writeLarge(folder.path);
  const stopped = await runImport(folder.path, { kind: "paths", paths: [path] }, { signal: AbortSignal.abort() });
  expect(stopped.interrupted).toBe(true);
  expect(stopped.imported).toBeLessThan(2_000);
});

test("generated data go in once, make room for another world, and leave when they are not wanted", async () => {
  await using folder = await temporaryFolder();
  await importFiles(folder.path, { "real.xml": standardDocument({ original: "202110991218.8", number: "113783949" }) });
  const first = await runImport(folder.path, { kind: "generated", seed: 1, patents: 120 });
  expect(first.imported).toBeGreaterThanOrEqual(120);
  expect(first).toMatchObject({ setAsideCount: 0, refused: 0 });
  expect((await runImport(folder.path, { kind: "generated", seed: 1, patents: 120 })).imported).toBe(0);
  await runImport(folder.path, { kind: "generated", seed: 2, patents: 150 });
  expect((await read(folder.path, (store) => store.stats())).patents).toBe(151);
  await runImport(folder.path, { kind: "remove-generated" });
  expect(await read(folder.path, (store) => store.stats())).toMatchObject({ patents: 1, legalEvents: 0 });
  expect(await read(folder.path, (store) => store.organizationsByName(["重庆示例新材料有限公司"]))).toEqual([[]]);
});

async function read<T>(dataDir: string, question: (store: PatentStore) => Promise<T>): Promise<T> {
  const store = createPatentStore(dataDir);
  try {
    return await question(store);
  } finally {
    await store.close();
  }
}

test("what an import's threads load is kept compiled, and a spoilt copy of it harms no later import", async () => {
  await using folder = await temporaryFolder();
  await importFiles(folder.path, { "first.xml": standardDocument() });
  const cache = join(folder.path, "cnipa-bulk", "code-cache");
  const entries = await readdir(cache, { recursive: true, withFileTypes: true });
  const kept = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(kept.length).toBeGreaterThan(50);
  await Promise.all(kept.map(async (file) => writeFile(file, (await readFile(file)).subarray(0, 100))));
  const second = standardDocument({ original: "202111286633.X", number: "113781974" });
  expect(await importFiles(folder.path, { "second.xml": second })).toMatchObject({ imported: 1, setAsideCount: 0 });
});
