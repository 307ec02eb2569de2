import { describe, expect, test } from "vitest";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { failedIds } from "#adapters/manifest/kit/conformance-report.ts";
import { openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { triedHtml } from "#adapters/manifest/kit/try-html.ts";
import { tryKind } from "#adapters/manifest/kit/try-kind.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";
import { jsonReply, numberedRows, startPortal } from "#tests/support/portal-server.ts";

const SECRETS = { secrets: () => undefined };

async function start(text: string) {
  const rows = numberedRows(3);
  const one = (id: string) => () => jsonReply({ data: { id, title: `详情${id}`, jj: text && `${text}${id}` } });
  const portal = await startPortal({
    "/list": () => jsonReply({ total: 3, rows }),
    ...Object.fromEntries(rows.map(({ id }) => [`/one/${id}`, one(id)])),
  });
  const kind = {
    list: { request: { path: "/list" }, decode: { format: "json", rows: "rows", total: "total" } },
    detail: { request: { path: "/one/{id}" }, decode: { format: "json", rows: "data" }, adds: ["description"] },
    fields: { title: "title", description: "jj" },
  };
  const politeness = { requestsPerSecond: 100, burst: 50 };
  return { portal, manifest: manifestFor(portal.url, { source: { politeness }, kind }) };
}

describe("fields that only the detail tells", () => {
  test("count as filled by the details that are read", async () => {
    for (const [text, isFilled] of [
      ["说明", true],
      ["", false],
    ] as const) {
      const { portal, manifest } = await start(text);
      await using _portal = portal;
      const report = await checkLive(manifest, { ...SECRETS, signal: AbortSignal.timeout(60_000) });
      expect(failedIds(report).includes("SHOULD-FIELDS-FILLED")).toBe(!isFilled);
    }
  });

  test("are shown by a trial: the first record's own page, or the one that is asked for, beside what it gave", async () => {
    const { portal, manifest } = await start("说明");
    await using _portal = portal;
    await using open = await openManifest(manifest, SECRETS);
    const options = { kind: "LISTING", text: "", limit: 2, signal: AbortSignal.timeout(20_000) };
    const { records, detail } = await tryKind(manifest, open, options);
    expect(records).toHaveLength(2);
    expect(detail).toMatchObject({ id: "1", failure: null, tried: { record: { fields: { description: "说明1" } } } });
    expect(detail?.tried?.raw).toContain("说明1");
    const third = await tryKind(manifest, open, { ...options, detail: "3" });
    expect(third.detail?.tried?.record.fields).toEqual({ title: "详情3", description: "说明3" });
    expect(triedHtml("t", [third])).toContain("详情 Detail · 3");
    const none = await tryKind(manifest, open, { ...options, detail: "9" });
    expect(none.detail).toMatchObject({ id: "9", tried: null, failure: { en: expect.any(String) } });
  });

  test("are told by a trial where their path leads nowhere on the record's own page", async () => {
    const { portal, manifest } = await start("说明");
    await using _portal = portal;
    const { LISTING } = manifest.kinds;
    if (LISTING === undefined) throw new Error("no listings");
    const astray = { ...LISTING, fields: { title: "title", description: "jianjie" } };
    await using open = await openManifest({ ...manifest, kinds: { LISTING: astray } }, SECRETS);
    const options = { kind: "LISTING", text: "", limit: 2, signal: AbortSignal.timeout(20_000) };
    const tried = await tryKind({ ...manifest, kinds: { LISTING: astray } }, open, options);
    expect(tried.detail?.notes).toEqual([
      { field: "description", message: expect.objectContaining({ en: expect.stringContaining("no row has jianjie") }) },
    ]);
    expect(triedHtml("t", [tried])).toContain("no row has jianjie");
  });
});
