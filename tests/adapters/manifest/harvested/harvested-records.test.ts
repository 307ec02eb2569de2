import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DatedRecord,
  type FoundHarvested,
  HARVESTED_LIMITS,
  type HarvestedKinds,
  HarvestedRecords,
} from "#adapters/manifest/harvested/harvested-records.ts";
import { harvestedFile, openHarvestedDatabase } from "#adapters/manifest/harvested/open-database.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const KINDS: HarvestedKinds = { LISTING: { made: "one", forMs: 1_000, adds: ["description"] } };
const ALL = { offset: 0, limit: 100_000, now: 0 };

async function openRecords(kinds = KINDS) {
  const folder = await temporaryFolder();
  const database = openHarvestedDatabase(folder.path, "example");
  return {
    folder,
    records: new HarvestedRecords(database, kinds),
    [Symbol.asyncDispose]: async () => {
      database.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Of the store and of its log. */
async function bytesIn(folder: string): Promise<Buffer> {
  const file = harvestedFile(folder, "example");
  return Buffer.concat([await readFile(file), await readFile(`${file}-wal`).catch(() => Buffer.of())]);
}

function record(id: string, fields: Readonly<Record<string, string | null>>, fetchedAt = 0): DatedRecord {
  return { record: { id, fields, updatedAt: null, problems: [] }, fetchedAt };
}

const batch = (listed: readonly DatedRecord[], parts: { offset?: number; isEnd?: boolean } = {}) => ({
  ...{ offset: 0, isEnd: false, whole: [], ...parts },
  listed,
});

interface Reading {
  readonly ids: readonly number[];
  readonly size: number;
  readonly title: string;
  /** Left off after so many batches. */
  readonly batches: number;
}

/** The same, kept in a plain map. */
class Model {
  readonly known = new Map<string, { readonly place: number; readonly title: string; readonly at: number }>();

  read({ ids, size, title, batches }: Reading, now: number, records: HarvestedRecords): void {
    const met = new Set<string>();
    const starts = ids.length === 0 ? [0] : ids.flatMap((_, index) => (index % size === 0 ? [index] : []));
    for (const offset of starts.slice(0, batches)) {
      const part = ids.slice(offset, offset + size).map(String);
      const isEnd = offset + size >= ids.length;
      const listed = part.map((id) => record(id, { title }, now));
      records.put("LISTING", batch(listed, { offset, isEnd }));
      for (const [index, id] of part.entries()) this.known.set(id, { place: offset + index, title, at: now });
      for (const id of part) met.add(id);
      if (isEnd) this.#keepOnly(met);
    }
  }

  idsAt(now: number, title?: string): readonly string[] {
    return [...this.known]
      .filter(([, one]) => one.at + 1_000 > now && (title === undefined || one.title === title))
      .toSorted(([a, x], [b, y]) => x.place - y.place || (a < b ? -1 : 1))
      .map(([id]) => id);
  }

  #keepOnly(met: ReadonlySet<string>): void {
    for (const id of [...this.known.keys()]) if (!met.has(id)) this.known.delete(id);
  }
}

const idsIn = (found: FoundHarvested | null) => found?.records.map(({ record: { id } }) => id) ?? [];

test("whatever was read, in whatever batches, is found like in a plain list: the newest of each, in its place, while it lasts", async () => {
  const reading = fc.record({
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }),
    size: fc.integer({ min: 1, max: 5 }),
    title: fc.constantFrom("水泵", "阀门"),
    batches: fc.integer({ min: 1, max: 20 }),
    afterMs: fc.integer({ min: 0, max: 700 }),
  });
  const check = async (readings: readonly (Reading & { readonly afterMs: number })[]) => {
    await using opened = await openRecords();
    const { records } = opened;
    const model = new Model();
    let now = 0;
    for (const { afterMs, ...one } of readings) {
      now += afterMs;
      model.read(one, now, records);
      expect(idsIn(records.find("LISTING", {}, { ...ALL, now }))).toEqual(model.idsAt(now));
      const found = records.find("LISTING", { text: "水泵" }, { offset: 1, limit: 2, now });
      expect(idsIn(found)).toEqual(model.idsAt(now, "水泵").slice(1, 3));
      expect(found?.total ?? 0).toBe(model.idsAt(now, "水泵").length);
      const looked = records.byIds("LISTING", ["1", "2"], { needs: "listed", now });
      expect(looked.map((found) => found !== null)).toEqual(["1", "2"].map((id) => model.idsAt(now).includes(id)));
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(reading, { maxLength: 6 }), check), { numRuns: 40 });
});

describe("a record of two pages", () => {
  test("has the list's words and those that only its own page tells, and is as old as the older", async () => {
    await using opened = await openRecords();
    const { records } = opened;
    const whole = [record("1", { title: "原题", description: "说明" }, 5)];
    records.put("LISTING", { ...batch([record("1", { title: "旧题", description: null }, 10)]), whole });
    records.put("LISTING", batch([record("1", { title: "新题", description: null }, 20)]));
    const [found] = records.byIds("LISTING", ["1"], { needs: "whole", now: 30 });
    expect(found).toMatchObject({ fetchedAt: 5, record: { fields: { title: "新题", description: "说明" } } });
    expect(records.find("LISTING", { text: "说明" }, { ...ALL, now: 30 })).toMatchObject({ total: 1, isWhole: true });
  });

  test("is not whole any more when the time of its own page is over", async () => {
    await using opened = await openRecords();
    const { records } = opened;
    const whole = [record("1", { title: "题", description: "说明" }, 5)];
    records.put("LISTING", { ...batch([record("1", { title: "题", description: null }, 10)]), whole });
    expect(records.byIds("LISTING", ["1"], { needs: "whole", now: 1_005 })).toEqual([null]);
    const [found] = records.byIds("LISTING", ["1"], { needs: "listed", now: 1_005 });
    expect(found).toMatchObject({ fetchedAt: 10, record: { fields: { description: null } } });
    expect(records.find("LISTING", {}, { ...ALL, now: 1_005 })).toMatchObject({ isWhole: false });
  });
});

test("what is deleted is not left in the file, nor in its log", async () => {
  await using opened = await openRecords();
  const { records, folder } = opened;
  const bytes = () => bytesIn(folder.path);
  records.put("LISTING", batch([record("1", { title: "secret-one" }), record("2", { title: "secret-two" })]));
  expect((await bytes()).includes("secret-one")).toBe(true);
  records.remove("LISTING", ["1"]);
  expect((await bytes()).includes("secret-one")).toBe(false);
  expect((await bytes()).includes("secret-two")).toBe(true);
  expect(records.expire(1_000)).toBe(1);
  expect((await bytes()).includes("secret-two")).toBe(false);
});

test("nor what is read anew, what has left the list, and pages whose time is over: not longer than until the next look", async () => {
  await using opened = await openRecords();
  const { records, folder } = opened;
  const bytes = () => bytesIn(folder.path);
  const whole = [record("1", { title: "new-title", description: "secret-page" }, 0)];
  records.put("LISTING", batch([record("1", { title: "old-title" }, 0), record("2", { title: "gone-title" }, 0)]));
  records.put("LISTING", { ...batch([record("1", { title: "new-title" }, 500)], { isEnd: true }), whole });
  expect(records.expire(600)).toBe(0);
  for (const gone of ["old-title", "gone-title"]) expect((await bytes()).includes(gone)).toBe(false);
  expect(records.expire(1_000)).toBe(0);
  expect((await bytes()).includes("secret-page")).toBe(false);
  expect((await bytes()).includes("new-title")).toBe(true);
});

test("a log that is being read elsewhere is brought in by one of the next looks", async () => {
  await using opened = await openRecords();
  const { records, folder } = opened;
  records.put("LISTING", batch([record("1", { title: "secret-one" })]));
  const reader = openHarvestedDatabase(folder.path, "example");
  const reading = reader.prepare("SELECT id FROM records").iterate();
  reading.next();
  expect(records.expire(1_000)).toBe(1);
  reading.return?.();
  reader.close();
  expect(records.expire(1_001)).toBe(0);
  expect((await bytesIn(folder.path)).includes("secret-one")).toBe(false);
});

describe("bounds", () => {
  test("a record that is too long is left out, its neighbours are not", async () => {
    await using opened = await openRecords();
    const { records } = opened;
    const long = record("1", { title: "长".repeat(HARVESTED_LIMITS.recordBytes / 3) });
    expect(records.put("LISTING", batch([long, record("2", { title: "题" })]))).toBe(1);
    expect(records.status()).toMatchObject({ records: 1 });
  });

  test("beyond the number of records of a node nothing is added, and what is there is still renewed", async () => {
    await using opened = await openRecords();
    const { records } = opened;
    const many = Array.from({ length: HARVESTED_LIMITS.records + 5 }, (_, index) =>
      record(String(index), { title: "题" }),
    );
    expect(records.put("LISTING", batch(many))).toBe(5);
    expect(records.put("LISTING", batch([record("7", { title: "新" }, 9), record("x", { title: "题" }, 9)]))).toBe(1);
    expect(records.find("LISTING", { text: "新" }, { ...ALL, now: 9 })).toMatchObject({ total: 1 });
  });

  test("nor beyond its bytes", async () => {
    await using opened = await openRecords();
    const { records } = opened;
    const text = "x".repeat(HARVESTED_LIMITS.recordBytes - 200);
    const fits = Math.floor(HARVESTED_LIMITS.bytes / HARVESTED_LIMITS.recordBytes);
    const many = Array.from({ length: fits + 20 }, (_, index) => record(String(index), { title: text }));
    const leftOut = records.put("LISTING", batch(many));
    expect(leftOut).toBeGreaterThan(0);
    expect(records.status().bytes).toBeLessThanOrEqual(HARVESTED_LIMITS.bytes);
  });
});

test("one that tells the kind otherwise is not mixed with it: whoever begins a harvest has it alone", async () => {
  await using opened = await openRecords();
  const { records, folder } = opened;
  records.put("LISTING", batch([record("1", { title: "题" })]));
  const newer = openHarvestedDatabase(folder.path, "example");
  const others = new HarvestedRecords(newer, { LISTING: { made: "two", forMs: 1_000, adds: [] } });
  expect(records.find("LISTING", {}, ALL)).toBeNull();
  others.put("LISTING", batch([record("2", { title: "题" })]));
  records.put("LISTING", batch([record("3", { title: "题" })], { offset: 1, isEnd: true }));
  expect(idsIn(others.find("LISTING", {}, ALL))).toEqual(["2"]);
  records.put("LISTING", batch([record("1", { title: "题" })]));
  expect(idsIn(records.find("LISTING", {}, ALL))).toEqual(["1"]);
  expect(others.find("LISTING", {}, ALL)).toBeNull();
  newer.close();
});
