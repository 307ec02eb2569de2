import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { place, SnapshotOwner } from "#tests/support/snapshot-owner.ts";
import { CREATED, CSV, clock, folder, incoming, LATER, open, outlet, owner, put, titles } from "./outlet.ts";

test("a signed file is read, mapped and searched; its date is when the source changed it", async () => {
  await put(CSV);
  const { client, runtime } = await open(outlet());
  const context = createCallContext({ clock });
  const found = await client.find("LISTING", {}, { offset: 0, limit: 10 }, context);
  expect(found).toMatchObject({ total: 2, relation: "EXACT" });
  expect(found.items[0]).toMatchObject({
    freshness: "FRESH",
    value: {
      id: "A1",
      updatedAt: Date.parse(CREATED),
      fields: { title: "一种水泵", region: "510104", publishedDate: "2026-10-01", price: { kind: "FIXED" } },
    },
  });
  expect(context.events).toMatchObject([{ source: "outlet-files", outcome: "OK", upstreamCalls: 0 }]);
  expect(await titles(client, { text: "阀门" })).toEqual(["一种阀门"]);
  expect(await titles(client, { regions: ["510104"] })).toEqual(["一种水泵"]);
  const records = await client.records("LISTING", ["A2", "none", "A1"], createCallContext({ clock }));
  expect(records.map(({ value }) => value?.id ?? null)).toEqual(["A2", null, "A1"]);
  expect(runtime.health()).toMatchObject({ state: "UP", figures: { "snapshot-records": 2 } });
});

describe("a file that is not as its owner made it is refused, and the last good one stays", () => {
  const other = new SnapshotOwner();
  const NEW = CSV.replace("一种水泵", "一种新泵");
  test.each<[string, () => Promise<void>]>([
    [
      "altered after it was signed",
      async () => {
        await put(NEW, LATER);
        await place(join(incoming(), "offers.csv"), `${NEW}A3,夹带,510000,1,2026-10-03\n`);
      },
    ],
    [
      "unsigned",
      async () => {
        await rm(join(incoming(), "offers.csv.sig"));
        await place(join(incoming(), "offers.csv"), NEW);
      },
    ],
    ["signed by somebody else", async () => other.put(incoming(), "offers.csv", NEW, LATER)],
    [
      "with the seal of another file",
      async () => {
        await place(join(incoming(), "offers.csv"), NEW);
        await place(join(incoming(), "offers.csv.sig"), owner.seal("other.csv", NEW, LATER));
      },
    ],
    [
      "with a seal that is none",
      async () => {
        await place(join(incoming(), "offers.csv"), NEW);
        await place(join(incoming(), "offers.csv.sig"), "signed, truly\n");
      },
    ],
    ["made before the one that was taken", async () => put(NEW, "2026-11-17T02:00:00+08:00")],
    ["made in days to come", async () => put(NEW, "2036-01-01T00:00:00Z")],
    ["no table", async () => put(`a\n"${"x".repeat(100)}`, LATER)],
    ["a table that the mapping does not fit", async () => put("x,y\n1,2\n", LATER)],
    ["of no charset", async () => put(Buffer.alloc(64, 0xff), LATER)],
    ["larger than allowed", async () => put(Buffer.alloc(65 * 1024 * 1024, 0x61), LATER)],
  ])("%s", async (_name, spoil) => {
    await put(CSV);
    const { client, runtime } = await open(outlet());
    expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
    await spoil();
    await clock.advance(2_000);
    await vi.waitFor(async () => {
      await titles(client);
      expect(runtime.health().state).toBe("DEGRADED");
    });
    expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
    await put(NEW, "2026-11-19T12:00:00+08:00");
    await clock.advance(2_000);
    await vi.waitFor(async () => expect(await titles(client)).toEqual(["一种新泵", "一种阀门"]));
    expect(runtime.health().state).toBe("UP");
  });
});

test("a new file takes the old one's place whole", async () => {
  await put(CSV);
  const { client } = await open(outlet());
  await titles(client);
  await put("编号,标题\nB1,全新\n", LATER);
  await clock.advance(2_000);
  const seen = new Set<string>();
  await vi.waitFor(async () => {
    seen.add(JSON.stringify(await titles(client)));
    expect(seen).toContain('["全新"]');
  });
  expect([...seen]).toEqual(['["一种水泵","一种阀门"]', '["全新"]']);
  const [gone] = await client.records("LISTING", ["A1"], createCallContext({ clock }));
  expect(gone?.value).toBeNull();
});

test("the last good file is there after a restart, whatever stands in the folder by then", async () => {
  await put(CSV);
  await titles((await open(outlet())).client);
  await rm(incoming(), { recursive: true });
  const { client, runtime } = await open(outlet());
  expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
  expect(runtime.health().state).toBe("UP");
  await put(CSV.replace("一种水泵", "旧泵"), "2026-11-01T00:00:00Z");
  await clock.advance(2_000);
  await vi.waitFor(async () => {
    await titles(client);
    expect(runtime.health().state).toBe("DEGRADED");
  });
});

test("a kept file that was altered on disk, or that no key of the owner fits any more, is not taken up", async () => {
  await put(CSV);
  await titles((await open(outlet())).client);
  await rm(incoming(), { recursive: true });
  const kept = join(folder.path, "snapshots-taken", "outlet", "files", "offers.csv");
  const [name = ""] = await readdir(kept);
  const good = await readFile(join(kept, name, "data"));
  await writeFile(join(kept, name, "data"), CSV.replace("12", "1"));
  expect(await failureOf(titles((await open(outlet())).client))).toMatchObject({ kind: "unreachable" });
  await writeFile(join(kept, name, "data"), good);
  expect(await titles((await open(outlet())).client)).toHaveLength(2);
  const others = outlet({ snapshot: { publicKeys: [new SnapshotOwner().publicKey] } });
  const { client, runtime } = await open(others);
  expect(await failureOf(titles(client))).toMatchObject({ kind: "unreachable", reason: "MISSING" });
  expect(runtime.health().state).toBe("DOWN");
});

test("while there is no file the source is unreachable, and comes up with the first one", async () => {
  const { client } = await open(outlet());
  expect(await failureOf(titles(client))).toMatchObject({ kind: "unreachable", reason: "MISSING" });
  await put(CSV);
  await clock.advance(2_000);
  expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
});

test("either of two keys will do while one takes the other's place", async () => {
  const next = new SnapshotOwner();
  await put(CSV);
  const { client } = await open(outlet({ snapshot: { publicKeys: [next.publicKey, owner.publicKey] } }));
  expect(await titles(client)).toHaveLength(2);
  await next.put(incoming(), "offers.csv", "编号,标题\nB1,新钥\n", LATER);
  await clock.advance(2_000);
  await vi.waitFor(async () => expect(await titles(client)).toEqual(["新钥"]));
});

test("records of a file that was made long ago are told as stale", async () => {
  await put(CSV);
  const { client } = await open(outlet({ snapshot: { maxAge: "1d" } }));
  const context = createCallContext({ clock });
  const found = await client.find("LISTING", {}, { offset: 0, limit: 1 }, context);
  expect(found.items[0]?.freshness).toBe("STALE");
  expect(context.events).toMatchObject([{ outcome: "STALE", ttlMs: 0 }]);
});

test("a file is given and kept no longer than its owner says, from when it was made", async () => {
  const taken = async () => readdir(join(folder.path, "snapshots-taken", "outlet", "files", "offers.csv"));
  await put(CSV);
  const { client } = await open(outlet({ keepAtMost: ", keepAtMost: 900d" }));
  expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
  expect(await taken()).toHaveLength(1);
  const context = createCallContext({ clock });
  await client.records("LISTING", ["A1"], context);
  const leftMs = Date.parse(CREATED) + 900 * 86_400_000 - clock.now();
  expect(context.events).toMatchObject([{ keepMs: leftMs }]);
  await clock.advance(leftMs);
  expect(await failureOf(titles(client))).toEqual({ kind: "unreachable", reason: "TOO_OLD" });
  await expect(taken()).rejects.toThrow("ENOENT");
});
