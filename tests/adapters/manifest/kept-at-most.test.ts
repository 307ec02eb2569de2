import { expect, test } from "vitest";
import { checkKeeping } from "#adapters/manifest/checks/check-keeping.ts";
import { MANIFEST, type Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { sourceOf } from "#adapters/manifest/source-of.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { jsonReply, type PortalPage, startPortal } from "#tests/support/portal-server.ts";
import { QUICK_POLITENESS } from "#tests/support/source-runtime.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** One whose owner lets nothing be kept longer than two hours; its detail adds a field. */
function briefly(url: string): Manifest {
  const list = { request: { path: "/list" }, decode: { format: "json", rows: "rows" } };
  const detail = { request: { path: "/one/{id}" }, decode: { format: "json", rows: "data" }, adds: ["description"] };
  const kind = { list, detail, fields: { title: "title", description: "jj" }, cache: { list: "2h", record: "2h" } };
  const manifest = manifestFor(url, { kind });
  return MANIFEST.parse({ ...manifest, licence: { ...manifest.licence, keepAtMost: "2h" } });
}

test("what the owner says of keeping is the source's own limit", () => {
  const manifest = briefly("https://www.example.org");
  expect(sourceOf(manifest, "portal", { secrets: () => undefined }).politeness.keepAtMostMs).toBe(2 * HOUR_MS);
});

test("what a list told of a record of two pages goes when its time is over, though the other page is younger", async () => {
  let version = "old";
  const list: PortalPage = () => jsonReply({ rows: [{ id: "1", title: `list ${version}` }] });
  const one: PortalPage = () => jsonReply({ data: { id: "1", jj: `page ${version}` } });
  await using portal = await startPortal({ "/list": list, "/one/1": one });
  const clock = new ManualClock();
  const politeness = { ...QUICK_POLITENESS, keepAtMostMs: 2 * HOUR_MS };
  await using bench = await startManifest(briefly(portal.url), { runtime: { timer: clock, politeness } });
  const context = () => createCallContext({ clock });
  const look = async () => {
    const [record] = await bench.client.records("LISTING", ["1"], context());
    return record instanceof Error ? record : record?.value?.fields;
  };
  await bench.client.list("LISTING", { words: {}, offset: 0, limit: 10 }, context());
  await clock.advance(90 * MINUTE_MS);
  expect(await look()).toEqual({ title: "list old", description: "page old" });
  version = "new";
  await clock.advance(30 * MINUTE_MS - 1);
  expect(await look()).toEqual({ title: "list old", description: "page old" });
  await clock.advance(1);
  expect(await look()).toEqual({ title: null, description: "page old" });
  await clock.advance(90 * MINUTE_MS);
  expect(await look()).toEqual({ title: null, description: "page new" });
});

test("what was harvested cannot stand in for longer than anything may be kept, nor of a snapshot at all", () => {
  const manifest = briefly("https://www.example.org");
  const [listing] = Object.values(manifest.kinds);
  const [portal] = Object.values(manifest.sources);
  if (listing === undefined || portal === undefined) throw new Error("nothing told");
  const harvested = (time: string) => ({ LISTING: { ...listing, cache: { ...listing.cache, harvested: time } } });
  const told = (other: Manifest) => [...checkKeeping(other)].map(({ code, path }) => [code, path.join(".")]);
  const place = ["KEEP_TIMES", "kinds.LISTING.cache.harvested"];
  expect(told({ ...manifest, kinds: harvested("3h") })).toEqual([place]);
  expect(told({ ...manifest, kinds: harvested("2h") })).toEqual([]);
  const snapshot = {
    publicKeys: ["MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="],
    every: "1h",
    maxAge: "1d",
  };
  const sources = { portal: { ...portal, baseUrl: "", snapshot } };
  expect(told({ ...manifest, sources, kinds: harvested("2h") })).toEqual([place]);
});
