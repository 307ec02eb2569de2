import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { TakeDownFile, type TakeDownOrder } from "#subgraphs/runtime/take-down-file.ts";
import { isTakenDown, openTakeDowns, type TakeDown } from "#subgraphs/runtime/take-downs.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const ID = encodeNodeId("Book", "1");
const OTHER = encodeNodeId("Book", "2");
const clock = new ManualClock();

async function open(dataDir: string) {
  const takeDowns = await openTakeDowns({ dataDir, clock, logger: SILENT_LOGGER });
  return Object.assign(takeDowns, { [Symbol.dispose]: () => takeDowns.close() });
}

const fileIn = (dataDir: string) => join(dataDir, "take-downs.jsonl");

describe("orders to take records down", () => {
  test("are in force at once, and after a restart", async () => {
    await using folder = await temporaryFolder();
    using first = await open(folder.path);
    expect(first.has(ID)).toBe(false);
    const order = first.takeDown(ID, " asked by the owner ");
    expect(first.has(ID)).toBe(true);
    const record = { id: ID, typeName: "Book", key: "1", reason: "asked by the owner", at: clock.now() };
    expect(await order).toEqual(record);
    using second = await open(folder.path);
    expect(second.list()).toEqual([record]);
    expect(second.size).toBe(1);
  });

  test("are kept one per line, with reason and time, and never rewritten", async () => {
    await using folder = await temporaryFolder();
    using book = await open(folder.path);
    await Promise.all([book.takeDown(ID, "one"), book.takeDown(OTHER, "two\nlines")]);
    await book.restore(ID, "a mistake");
    const lines = (await readFile(fileIn(folder.path), "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { action: "take-down", id: ID, reason: "one", at: "2026-01-01T00:00:00.000Z" },
      { action: "take-down", id: OTHER, reason: "two\nlines", at: "2026-01-01T00:00:00.000Z" },
      { action: "restore", id: ID, reason: "a mistake", at: "2026-01-01T00:00:00.000Z" },
    ]);
    using after = await open(folder.path);
    expect(after.list().map(({ id }) => id)).toEqual([OTHER]);
  });

  test("need an id of the hub and a reason", async () => {
    await using folder = await temporaryFolder();
    using book = await open(folder.path);
    for (const [id, reason] of [
      ["", "r"],
      ["nonsense", "r"],
      [ID, " "],
      [ID, "x".repeat(501)],
    ] as const) {
      await expect(book.takeDown(id, reason)).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
    }
    expect(book.list()).toEqual([]);
    expect(await book.restore(ID, "never was")).toBeNull();
  });

  test("are told to listeners, also those of another process", async () => {
    await using folder = await temporaryFolder();
    using one = await open(folder.path);
    using other = await open(folder.path);
    const heard = Promise.withResolvers<TakeDown>();
    const stop = other.onChange((record) => heard.resolve(record));
    await one.takeDown(ID, "asked");
    expect(await heard.promise).toMatchObject({ id: ID, typeName: "Book" });
    expect(other.has(ID)).toBe(true);
    stop();
  });

  test("a line that a crash left unfinished is dropped, and the next order stands on a line of its own", async () => {
    await using folder = await temporaryFolder();
    {
      using book = await open(folder.path);
      await book.takeDown(ID, "one");
    }
    await appendFile(fileIn(folder.path), '{"action":"take-down","id":"');
    using book = await open(folder.path);
    await book.takeDown(OTHER, "two");
    using after = await open(folder.path);
    expect(after.list().map(({ id }) => id)).toEqual([ID, OTHER]);
  });

  test("a file that cannot be understood stops the start: nothing may come back", async () => {
    await using folder = await temporaryFolder();
    await writeFile(fileIn(folder.path), "{}\n");
    await expect(open(folder.path)).rejects.toThrow(/line 1/);
  });

  test("what cannot be written is in force all the same, and the operator is told", async () => {
    await using folder = await temporaryFolder();
    using book = await open(join(folder.path, "missing"));
    await expect(book.takeDown(ID, "one")).rejects.toThrow(/ENOENT/);
    expect(book.has(ID)).toBe(true);
  });

  test("what could not be written stays in force when another process writes an order of its own", async () => {
    await using folder = await temporaryFolder();
    const dataDir = join(folder.path, "missing");
    using book = await open(dataDir);
    await expect(book.takeDown(ID, "one")).rejects.toThrow(/ENOENT/);
    await mkdir(dataDir);
    const heard = Promise.withResolvers<TakeDown>();
    book.onChange((record) => heard.resolve(record));
    using other = await open(dataDir);
    await other.takeDown(OTHER, "two");
    expect((await heard.promise).id).toBe(OTHER);
    expect(book.has(ID)).toBe(true);
  });
});

describe("the file of orders", () => {
  const order: TakeDownOrder = { action: "take-down", id: ID, reason: "one", at: "2026-01-01T00:00:00.000Z" };

  test("read before an order is written, it tells that one is still to come", async () => {
    await using folder = await temporaryFolder();
    const file = new TakeDownFile(fileIn(folder.path));
    const reading = file.read();
    const written = file.append(order);
    expect([...(await reading), ...file.unwritten]).toEqual([order]);
    await written;
    expect(file.unwritten).toEqual([]);
  });

  test("read while an order is being written, it has that order", async () => {
    await using folder = await temporaryFolder();
    const file = new TakeDownFile(fileIn(folder.path));
    const written = file.append(order);
    expect([...(await file.read()), ...file.unwritten]).toEqual([order]);
    await written;
  });
});

describe("references", () => {
  test("name a record by its id or by its natural key", async () => {
    await using folder = await temporaryFolder();
    using book = await open(folder.path);
    await book.takeDown(encodeNodeId("Patent", "CN202310000001.2"), "asked");
    const patent = (keys: object) => isTakenDown(book, { __typename: "Patent", ...keys });
    expect(patent({ id: encodeNodeId("Patent", "CN202310000001.2") })).toBe(true);
    expect(patent({ applicationNumber: "CN202310000001.2" })).toBe(true);
    expect(patent({ applicationNumber: "CN202310000002.0" })).toBe(false);
    expect(isTakenDown(book, { __typename: "Listing", number: "CN202310000001.2" })).toBe(false);
    expect(patent({ applicationNumber: "", other: 1, more: "\ud800" })).toBe(false);
  });
});
