import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { RecordQuestion } from "#adapters/manifest/search/record-test.ts";
import type { SnapshotClient } from "#adapters/manifest/snapshot/snapshot-desk.ts";
import { snapshotSource } from "#adapters/manifest/snapshot/snapshot-source.ts";
import type { OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { manifestOf } from "#tests/support/declared-nodes.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { place, SnapshotOwner } from "#tests/support/snapshot-owner.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { type TemporaryFolder, temporaryFolder } from "#tests/support/temporary-folder.ts";
import { workbookOf } from "#tests/support/workbook.ts";

const owner = new SnapshotOwner();
const CREATED = "2026-11-18T02:00:00+08:00";
const LATER = "2026-11-19T02:00:00+08:00";
const CSV = "编号,标题,地区,价格,发布日\nA1,一种水泵,510104,12,2026-10-01\nA2,一种阀门,510000,面议,2026/10/2\n";

let folder: TemporaryFolder;
let clock: ManualClock;
const runtimes: OwnedSourceRuntime[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
  clock = new ManualClock(Date.parse("2026-11-20T08:00:00+08:00"));
});
afterEach(async () => {
  for (const runtime of runtimes.splice(0)) await runtime.close();
  await folder[Symbol.asyncDispose]();
});

function outlet({ file = "offers.csv", format = "csv", snapshot = {}, rows = "" } = {}): Manifest {
  const both = "{ zh: 网点, en: Outlet }";
  return manifestOf(`
manifest: 1
code: outlet
version: 1.0.0
name: ${both}
owner: { name: ${both}, contact: desk@example.org }
licence: { code: OUTLET, name: ${both}, attribution: ${both}, accessPolicy: PUBLIC }
sources:
  files:
    name: ${both}
    snapshot: ${JSON.stringify({ publicKeys: [owner.publicKey], ...snapshot })}
kinds:
  LISTING:
    list:
      request: { path: ${file} }
      decode: { format: ${format}${rows === "" ? "" : `, rows: ${rows}`} }
    id: 编号
    fields:
      title: 标题
      region: { from: 地区, as: region }
      price: { from: 价格, as: price, unit: 万元 }
      publishedDate: { from: 发布日, as: date }
`);
}

async function open(
  manifest: Manifest,
  url?: string,
): Promise<{ client: SnapshotClient; runtime: OwnedSourceRuntime }> {
  const definition = snapshotSource(manifest, "files");
  const options = { dataDir: folder.path, timer: clock };
  const runtime = createTestRuntime(definition.code, url ?? "http://127.0.0.1:1", options);
  runtimes.push(runtime);
  const client = await definition.create(runtime, definition.settings.parse({}));
  if (client === null) throw new Error("the source is off");
  return { client, runtime };
}

const incoming = () => join(folder.path, "snapshots", "outlet", "files");

async function put(bytes: string | Buffer, created = CREATED, file = "offers.csv"): Promise<void> {
  await mkdir(incoming(), { recursive: true });
  await owner.put(incoming(), file, bytes, created);
}

async function titles(client: SnapshotClient, question: RecordQuestion = {}) {
  const found = await client.find("LISTING", question, { offset: 0, limit: 10 }, createCallContext({ clock }));
  return found.items.map(({ value }) => value.fields["title"]);
}

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

test("a file in GBK is read as one in UTF-8 is, with or without a byte order mark", async () => {
  const { encode } = await import("iconv-lite");
  await put(encode(CSV, "gbk"));
  const { client } = await open(outlet());
  expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
  await put(`\ufeff${CSV.replace("水泵", "气泵")}`, LATER);
  await clock.advance(2_000);
  await vi.waitFor(async () => expect(await titles(client)).toEqual(["一种气泵", "一种阀门"]));
});

test("JSON Lines are read, a line that is none refuses the file", async () => {
  const line = (id: string, title: string) => `${JSON.stringify({ 编号: id, 标题: title })}\n`;
  await put(line("A1", "甲") + line("A2", "乙"), CREATED, "offers.jsonl");
  const { client, runtime } = await open(outlet({ file: "offers.jsonl", format: "jsonl" }));
  expect(await titles(client)).toEqual(["甲", "乙"]);
  await put(`${line("A1", "甲")}[1]\n`, LATER, "offers.jsonl");
  await clock.advance(2_000);
  await vi.waitFor(async () => {
    await titles(client);
    expect(runtime.health().state).toBe("DEGRADED");
  });
});

test("a workbook is read by the name of its sheet; days and long numbers stay as they stand in it", async () => {
  const book = workbookOf({
    说明: [["只供内部"]],
    挂牌: [
      ["编号", "标题", "地区", "价格", "发布日"],
      [{ number: "122436693134412849" }, "一种水泵", { number: "510104" }, { number: "12" }, { day: 46_296 }],
      ["A2", "一种阀门", null, "面议", "2026年10月2日"],
    ],
  });
  await put(book, CREATED, "offers.xlsx");
  const { client } = await open(outlet({ file: "offers.xlsx", format: "xlsx", rows: "挂牌" }));
  const found = await client.find("LISTING", {}, { offset: 0, limit: 10 }, createCallContext({ clock }));
  expect(found.items.map(({ value }) => [value.id, value.fields["region"], value.fields["publishedDate"]])).toEqual([
    ["122436693134412849", "510104", "2026-10-01"],
    ["A2", null, "2026-10-02"],
  ]);
  expect(found.items[0]?.value.fields["price"]).toMatchObject({ amount: { amount: "120000" } });
});

test.each([
  ["unpacks to more than it says", { claimedSize: 100 }],
  ["says that it unpacks to more than allowed", { claimedSize: 600 * 1024 * 1024 }],
])("a workbook that %s is refused", async (_name, defect) => {
  const book = workbookOf(
    {
      挂牌: [
        ["编号", "标题"],
        ["A1", "x".repeat(10_000)],
      ],
    },
    defect,
  );
  await put(book, CREATED, "offers.xlsx");
  const { client } = await open(outlet({ file: "offers.xlsx", format: "xlsx" }));
  const { reason } = (await failureOf(titles(client))) as { readonly reason?: string };
  expect(["ZIP_BOMB", "UNREADABLE"]).toContain(reason);
});

test("an owner's address is asked for the seal, and for the file only where that is another", async () => {
  let [bytes, seal] = [CSV, owner.seal("offers.csv", CSV, CREATED)];
  await using site = await startUpstream(({ path }, response) => {
    response.setHeader("content-type", "application/octet-stream");
    response.end(path.endsWith(".sig") ? seal : bytes);
  });
  const manifest = outlet({ snapshot: { url: `${site.url}/open`, every: "10m" } });
  const { client } = await open(manifest, site.url);
  expect(await titles(client)).toHaveLength(2);
  expect(site.requests.map(({ path }) => path)).toEqual(["/open/offers.csv.sig", "/open/offers.csv"]);
  await clock.advance(600_000);
  await titles(client);
  await vi.waitFor(() => expect(site.requests).toHaveLength(3));
  bytes = "编号,标题\nB1,网上\n";
  seal = owner.seal("offers.csv", bytes, LATER);
  await vi.waitFor(async () => {
    await clock.advance(600_000);
    expect(await titles(client)).toEqual(["网上"]);
  });
  await site.stopListening();
  await clock.advance(600_000);
  expect(await titles(client)).toEqual(["网上"]);
});
