import { expect, test, vi } from "vitest";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import type { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { workbookOf } from "#tests/support/workbook.ts";
import { CREATED, CSV, clock, hubDataDir, LATER, open, outlet, owner, put, titles } from "./outlet.ts";

test("a file in GBK is read as one in UTF-8 is, with or without a byte order mark", async () => {
  const { encode } = await import("iconv-lite");
  await put(encode(CSV, "gbk"));
  const { client } = await open(outlet());
  expect(await titles(client)).toEqual(["一种水泵", "一种阀门"]);
  await put(`\ufeff${CSV.replace("水泵", "气泵")}`, LATER);
  await clock.advance(2_000);
  await vi.waitFor(async () => expect(await titles(client)).toEqual(["一种气泵", "一种阀门"]));
});

test("lines with fewer or more cells than columns are left out, and told in the log with their numbers", async () => {
  const warnings: object[] = [];
  const logger = { ...SILENT_LOGGER, warn: (fields: object) => void warnings.push(fields) };
  await put(`${CSV}A3,泵，配件,510000\nA4,一种水阀,510000,1,200,2026-10-01\nA5,一种气阀,510000,,\n`);
  const { client } = await open(outlet(), undefined, logger);
  expect(await titles(client)).toEqual(["一种水泵", "一种阀门", "一种气阀"]);
  const found = await client.find("LISTING", {}, { offset: 0, limit: 1 }, createCallContext({ clock }));
  expect(found).toMatchObject({ total: 3, relation: "EXACT" });
  expect(warnings).toEqual([expect.objectContaining({ file: "offers.csv", lines: 2, first: [4, 5] })]);
});

test("check tells such lines of a file, too", async () => {
  await put(`${CSV}A3,泵，配件,510000\n`);
  const options = { secrets: () => undefined, signal: AbortSignal.timeout(60_000), hubDataDir: hubDataDir() };
  const { results } = await checkLive(outlet(), options);
  expect(results.find(({ id }) => id === "SHOULD-LINES-WHOLE")).toMatchObject({
    outcome: "failed",
    findings: [{ about: "LISTING", message: { en: expect.stringContaining("line 4 has 3 cells under 5 columns") } }],
  });
});

test("a file of which no line fits its columns is refused", async () => {
  await put("编号,标题\nA1,一种,水泵\nA2,一种,阀门\n");
  const { client } = await open(outlet());
  expect(await failureOf(titles(client))).toMatchObject({ reason: "NO_RECORDS" });
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

test.each([
  ["csv", `编号,标题\n${",".repeat(60_000_000)}`],
  ["csv", `编号,标题\nA1,"${"x\n".repeat(200_000)}"`],
  ["jsonl", `{"编号":"A1","标题":[${"{},".repeat(20_000_000)}0]}`],
])(
  "a line that would take more memory than a thread can be stopped at refuses the file, and does not end the hub: %s",
  async (format, text) => {
    const file = `offers.${format}`;
    await put(Buffer.from(text), CREATED, file);
    const { client } = await open(outlet({ file, format }));
    expect(await failureOf(titles(client))).toEqual({ kind: "unreachable", reason: "TOO_LARGE" });
  },
);

test.each(["\n", "\r\n", "\r"])("lines may end in any way, and be many: %j", async (end) => {
  const lines = ["编号,标题", ...Array.from({ length: 40_000 }, (_, index) => `A${index},一种水泵`)];
  await put(Buffer.from(lines.join(end)));
  const { client } = await open(outlet());
  expect((await client.find("LISTING", {}, { offset: 0, limit: 1 }, createCallContext({ clock }))).total).toBe(40_000);
});

test.each([
  [3, { titles: ["x"] }],
  [40, { refusal: "ZIP_BOMB" }],
])("of a workbook every large part takes a thread to unpack: %i of them", async (count, expected) => {
  // Long enough not to be unpacked in place.
  const sheet = [
    ["编号", "标题", "说明"],
    ["A1", "x", "y".repeat(600_000)],
  ];
  const book = workbookOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`表${index}`, sheet])));
  await put(book, CREATED, "offers.xlsx");
  const { client } = await open(outlet({ file: "offers.xlsx", format: "xlsx" }));
  const answer = await titles(client).then(
    (found) => ({ titles: found }),
    ({ failure }: UpstreamError) => ({ refusal: "reason" in failure ? failure.reason : failure.kind }),
  );
  expect(answer).toEqual(expected);
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
