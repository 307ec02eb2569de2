import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { clearTextFiles } from "#adapters/cnipa-bulk/store/clear-text-files.ts";
import { packText, unpackText } from "#adapters/cnipa-bulk/store/description-text.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { readText, TextFileWriter, type TextPlace, textFile } from "#adapters/cnipa-bulk/store/text-files.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

type Database = ReturnType<typeof openDatabase>;

test("texts are read as they were written, over as many files as they fill", async () => {
  await using folder = await temporaryFolder();
  using store = openStore(folder.path);
  const writer = new TextFileWriter(store.database, 40);
  const texts = ["一段说明书。", "", "第二段，更长一些的说明书文字。", "three", "四"];
  const places = write(store.database, writer, texts);
  expect(places.map((place) => textAt(store.database, place))).toEqual(texts);
  expect(new Set(places.map(({ file }) => file)).size).toBeGreaterThan(1);
});

test("what a transaction that was given up wrote is written over", async () => {
  await using folder = await temporaryFolder();
  using store = openStore(folder.path);
  const writer = new TextFileWriter(store.database);
  const [kept] = write(store.database, writer, ["留下的"]);
  store.database.exec("BEGIN IMMEDIATE");
  writer.write(packText("没有提交的很长的一段文字"));
  writer.rollback();
  store.database.exec("ROLLBACK");
  const [next] = write(store.database, writer, ["下一段"]);
  expect(next?.start).toBe(kept?.length);
  expect([kept, next].map((place) => textAt(store.database, place))).toEqual(["留下的", "下一段"]);
});

test("two writers in turns go on where the other one ended", async () => {
  await using folder = await temporaryFolder();
  using store = openStore(folder.path);
  using other = openStore(folder.path);
  const writers = [store, other].map(({ database }) => ({ database, writer: new TextFileWriter(database, 64) }));
  const places = Array.from({ length: 12 }, (_, index) => {
    const { database, writer } = writers[index % 2] as (typeof writers)[number];
    return write(database, writer, [`第${index}段`])[0];
  });
  expect(places.map((place) => textAt(store.database, place))).toEqual(places.map((_, index) => `第${index}段`));
});

test("a text whose file ends too early is an error, not a shorter text", async () => {
  await using folder = await temporaryFolder();
  using store = openStore(folder.path);
  const [place] = write(store.database, new TextFileWriter(store.database), ["说明书"]);
  await writeFile(textFile(store.database, 1), "");
  expect(() => textAt(store.database, place)).toThrow(/ends before/);
});

test("clearing gives back the room of what was replaced and keeps every other text, whatever was replaced", async () => {
  const edits = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.option(fc.string({ maxLength: 30 }))), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      await using folder = await temporaryFolder();
      using store = openStore(folder.path);
      const { database } = store;
      const expected = new Map<string, string>();
      for (const [index, text] of changes) edit(database, expected, String(index), text);
      clearTextFiles(database);
      expect(allTexts(database)).toEqual(expected);
      for (const { file, bytes, dead } of filesOf(database)) {
        expect(dead * 2 < bytes || bytes === 0).toBe(true);
        if (bytes > 0) expect((await readFile(textFile(database, file))).length).toBeGreaterThanOrEqual(bytes);
      }
    }),
    { numRuns: 40 },
  );
});

test("a cleared file is gone from the disk, and a reader that comes too late is told to look again", async () => {
  await using folder = await temporaryFolder();
  using store = openStore(folder.path);
  const { database } = store;
  const expected = new Map<string, string>();
  for (const text of ["第一稿", "第二稿", "第三稿"]) edit(database, expected, "1", text);
  const before = placeOf(database, "1");
  clearTextFiles(database);
  expect(existsSync(join(folder.path, "cnipa-bulk", "full-text-1.bin"))).toBe(false);
  expect(readText(database, before)).toBeNull();
  expect(textAt(database, placeOf(database, "1"))).toBe("第三稿");
});

test("a file that another import cleared at the same moment is no trouble", async () => {
  await using folder = await temporaryFolder();
  using store = openStore(folder.path);
  const expected = new Map<string, string>();
  for (const text of ["第一稿", null]) edit(store.database, expected, "1", text);
  await rm(textFile(store.database, 1));
  clearTextFiles(store.database);
  expect(filesOf(store.database).map(({ bytes }) => bytes)).toEqual([0]);
});

test("descriptions that an earlier version kept in the database move into a file", async () => {
  await using folder = await temporaryFolder();
  {
    using store = openStore(folder.path);
    store.database.exec(`
      DROP TABLE text_files; DROP TABLE description_places; PRAGMA user_version = 8;
      CREATE TABLE descriptions (
        office TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL, packed BLOB NOT NULL,
        PRIMARY KEY (office, number, kind)
      ) STRICT;
    `);
    store.database.prepare("INSERT INTO descriptions VALUES ('CN', '1', 'A', ?)").run(packText("旧的说明书"));
  }
  using store = openStore(folder.path);
  expect(allTexts(store.database)).toEqual(new Map([["1", "旧的说明书"]]));
});

function openStore(dataDir: string): Disposable & { readonly database: Database } {
  const database = openDatabase(dataDir);
  return { database, [Symbol.dispose]: () => database.close() };
}

function write(database: Database, writer: TextFileWriter, texts: readonly string[]): TextPlace[] {
  database.exec("BEGIN IMMEDIATE");
  const places = texts.map((text) => writer.write(packText(text)));
  writer.commit();
  database.exec("COMMIT");
  return places;
}

/** As the store writes: the place that was goes first. */
function edit(database: Database, expected: Map<string, string>, number: string, text: string | null): void {
  const writer = new TextFileWriter(database, 200);
  database.exec("BEGIN IMMEDIATE");
  database.prepare("DELETE FROM description_places WHERE number = ?").run(number);
  expected.delete(number);
  if (text !== null) {
    const { file, start, length } = writer.write(packText(text));
    database.prepare("INSERT INTO description_places VALUES ('CN', ?, 'A', ?, ?, ?)").run(number, file, start, length);
    expected.set(number, text);
  }
  writer.commit();
  database.exec("COMMIT");
}

function textAt(database: Database, place: TextPlace | undefined): string | null {
  const packed = place === undefined ? null : readText(database, place);
  return packed === null ? null : unpackText(packed);
}

function placeOf(database: Database, number: string): TextPlace {
  const row = database.prepare("SELECT file, start, length FROM description_places WHERE number = ?").get(number);
  return row as unknown as TextPlace;
}

function allTexts(database: Database): Map<string, string | null> {
  const numbers = database
    .prepare("SELECT number FROM description_places")
    .all()
    .map(({ number }) => String(number));
  return new Map(numbers.map((number) => [number, textAt(database, placeOf(database, number))]));
}

function filesOf(database: Database): { file: number; bytes: number; dead: number }[] {
  return database.prepare("SELECT * FROM text_files").all() as unknown as {
    file: number;
    bytes: number;
    dead: number;
  }[];
}
