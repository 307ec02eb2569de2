import { expect, test } from "vitest";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { triedHtml } from "#adapters/manifest/kit/try-html.ts";
import { tryKind } from "#adapters/manifest/kit/try-kind.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";
import { jsonReply, type PortalReply, pageReply, startPortal } from "#tests/support/portal-server.ts";

const SIGNAL = AbortSignal.timeout(60_000);
const secrets = () => undefined;

const TABLE =
  "活动编号,活动名称,开始日期,结束日期\r\nP1,讲座,2026-11-16,2026-11-16\r\nP2,培训,2026-11-17,2026-11-18\r\n";
const csv = (): PortalReply => ({ headers: { "content-type": "text/csv" }, body: TABLE });

function manifestOf(url: string, decode: object, kind: object) {
  const list = { request: { path: "/list" }, decode, paging: { type: "none" } };
  const politeness = { requestsPerSecond: 1_000, burst: 1_000, concurrency: 8 };
  return manifestFor(url, { source: { politeness }, kindName: "ACTIVITY", kind: { list, ...kind } });
}

async function tried(reply: () => PortalReply, decode: object, kind: object) {
  await using portal = await startPortal({ "/list": reply });
  const manifest = manifestOf(portal.url, decode, kind);
  await using open = await openManifest(manifest, { secrets });
  return await tryKind(manifest, open, { kind: "ACTIVITY", text: "", limit: 3, signal: SIGNAL });
}

test("a column that a table does not have is told, with those that it has and the one that was meant", async () => {
  const kind = {
    id: "活动编号",
    fields: { title: "活动名称", startsAt: "开始时间", endsAt: { from: ["止", "结束日期"] } },
  };
  const found = await tried(csv, { format: "csv" }, kind);
  expect(found.notes).toEqual([
    {
      field: "startsAt",
      zh: "没有一行有 开始时间（是否为 开始日期？）；现有 活动编号, 活动名称, 开始日期, 结束日期",
      en: "no row has 开始时间 (开始日期?); there are 活动编号, 活动名称, 开始日期, 结束日期",
    },
  ]);
  expect(triedHtml("x", [found])).toContain("no row has 开始时间");
});

test("check says the same of the field that stays empty", async () => {
  await using portal = await startPortal({ "/list": csv });
  const manifest = manifestOf(
    portal.url,
    { format: "csv" },
    { id: "活动编号", fields: { title: "活动名称", startsAt: "开始时间" } },
  );
  const report = await checkLive(manifest, { secrets, signal: SIGNAL });
  const filled = report.results.find(({ id }) => id === "SHOULD-FIELDS-FILLED");
  expect(filled?.findings).toEqual([
    { about: "ACTIVITY.startsAt", message: expect.objectContaining({ en: expect.stringContaining("(开始日期?)") }) },
  ]);
});

test("what is there and empty, or null, is not missing; what is deep, or of a page, is looked for too", async () => {
  const rows = [{ id: "1", a: null, deep: { list: [{ name: "" }] } }];
  const kind = { fields: { title: "a", place: "deep.list.name", region: "deep.nmae" } };
  const json = await tried(() => jsonReply({ rows }), { format: "json", rows: "rows" }, kind);
  expect(json.notes.map(({ field }) => field)).toEqual(["region"]);
  const page = pageReply("<table><tr><td>1</td><td></td></tr></table>");
  const cells = { id: "td:nth-child(1)", fields: { title: "td:nth-child(2)", place: "td:nth-child(3)" } };
  const html = await tried(() => page, { format: "html", rows: "tr" }, cells);
  expect(html.notes).toEqual([{ field: "place", zh: "没有一行有 td:nth-child(3)", en: "no row has td:nth-child(3)" }]);
});

test("an element without the attribute that is meant is told, and rows without the total that was told of", async () => {
  const page = pageReply(
    "<table><tr><td><a href='/1' title='甲'>甲</a></td></tr></table><div class=page>共 1 条</div>",
  );
  const decode = { format: "html", rows: "tr", total: "div.pages" };
  const found = await tried(() => page, decode, { id: "a@href", fields: { title: "a@titel", place: "a@title" } });
  expect(found.notes).toEqual([
    { field: null, zh: expect.stringContaining("没有总数"), en: expect.stringContaining("decode.total div.pages") },
    { field: "title", zh: "没有一行有 a@titel", en: "no row has a@titel" },
  ]);
  const told = await tried(
    () => page,
    { ...decode, total: "div.page" },
    { id: "a@href", fields: { title: "a@title" } },
  );
  expect(told).toMatchObject({ total: 1, notes: [] });
});

test("a list that cannot be read is told in the owner's terms", async () => {
  const kind = { fields: { title: "title" } };
  const gone = await tried(() => ({ status: 404, body: "" }), { format: "json", rows: "rows" }, kind);
  expect(gone.failure?.zh).toMatch(/没有这个网址，404：检查 baseUrl 与 path$/);
  const elsewhere = await tried(() => jsonReply({ data: [] }), { format: "json", rows: "data.list" }, kind);
  expect(elsewhere.failure?.en).toMatch(/: the answer has no data\.list$/);
});

test("a total without a row is told", async () => {
  const page = pageReply("<table id=listTable><tr><td>1</td></tr></table><div class=page>共 87 条记录</div>");
  const decode = { format: "html", rows: "#listTabel tr", total: "div.page" };
  const found = await tried(() => page, decode, { id: "td", fields: { title: "td" } });
  expect(found.notes).toEqual([
    { field: null, zh: expect.stringContaining("总数为 87"), en: expect.stringContaining("#listTabel tr") },
  ]);
});

const BROKEN = "id,名称,地点\n1,讲座,成都\n2,重庆\n\n3,甲公司,乙公司培训,重庆\n4,路演,\n";
const broken = (): PortalReply => ({ headers: { "content-type": "text/csv" }, body: BROKEN });

test("a line with fewer or more cells than columns is left out of records and total, and told with its number", async () => {
  const found = await tried(broken, { format: "csv" }, { fields: { title: "名称", place: "地点" } });
  expect(found.records.map(({ record }) => [record.id, record.fields["title"], record.fields["place"]])).toEqual([
    ["1", "讲座", "成都"],
    ["4", "路演", null],
  ]);
  expect(found).toMatchObject({ total: 2, relation: "EXACT", refusals: { cells: 2 } });
  expect(found.leftOut).toEqual([
    {
      code: "CELLS_MISSING",
      line: 3,
      message: expect.objectContaining({ en: expect.stringContaining("line 3 has 2 cells under 3") }),
    },
    {
      code: "CELLS_EXTRA",
      line: 5,
      message: expect.objectContaining({ zh: expect.stringContaining("第 5 行有 4 个单元格") }),
    },
  ]);
  expect(triedHtml("x", [found])).toContain("line 5 has 4 cells");
});

test("check tells the lines that are left out", async () => {
  await using portal = await startPortal({ "/list": broken });
  const manifest = manifestOf(portal.url, { format: "csv" }, { fields: { title: "名称", place: "地点" } });
  const report = await checkLive(manifest, { secrets, signal: SIGNAL });
  const lines = report.results.find(({ id }) => id === "SHOULD-LINES-WHOLE");
  expect(lines).toMatchObject({ outcome: "failed", findings: [{ about: "ACTIVITY" }, { about: "ACTIVITY" }] });
  expect(report.results.find(({ id }) => id === "MUST-TOTAL-HONEST")?.outcome).toBe("passed");
});
