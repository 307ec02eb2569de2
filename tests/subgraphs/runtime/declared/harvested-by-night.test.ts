import { DatabaseSync } from "node:sqlite";
import { describe, expect, test, vi } from "vitest";
import { harvestedFile } from "#adapters/manifest/harvested/open-database.ts";
import { HOUR_MS, nightId, patentOf, startNightPortal } from "#tests/support/night-portal.ts";

type Portal = Awaited<ReturnType<typeof startNightPortal>>;

const DAY_MS = 24 * HOUR_MS;

/** Harvested at 23:00; it is 11 in the morning now, and nobody may ask the portal. */
async function nextMorning(count: number, options: Parameters<typeof startNightPortal>[1] = {}): Promise<Portal> {
  const portal = await startNightPortal(count, options);
  await portal.harvest();
  await portal.clock.advance(12 * HOUR_MS);
  portal.upstream.forget();
  return portal;
}

const LIST_BY_NUMBER = {
  request: { path: "/list", query: { page: "{page}", zl: "{number}" } },
  decode: { format: "json", rows: "rows", total: "total" },
  paging: { type: "page", size: 10 },
  search: { filters: ["number"] },
};

async function search({ ask }: Pick<Portal, "ask">, conditions: string, first = 10) {
  const { data, errors, extensions } = await ask(
    `{ hubNodeSearch(searches: [{ kind: LISTING, first: ${first}, ${conditions} }]) {
      total relation items { id summary { title fetchedAt } }
    } }`,
  );
  const [page] = (data?.["hubNodeSearch"] ?? []) as readonly (Found | null)[];
  return { page, errors: errors ?? [], sources: extensions.hub.sources };
}

interface Found {
  readonly total: number;
  readonly relation: string;
  readonly items: readonly { readonly id: string; readonly summary: { readonly title: string } }[];
}

async function look({ ask }: Pick<Portal, "ask">, id: string, selection: string) {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ExampleListing { ${selection} } } }`;
  const { data, errors, extensions } = await ask(query, { of: [{ __typename: "ExampleListing", id: nightId(id) }] });
  const [record] = (data?.["_entities"] ?? []) as readonly unknown[];
  return { record, errors: errors ?? [], sources: extensions.hub.sources };
}

/** The hub deletes behind, within a minute of its clock. */
async function emptied(portal: Portal): Promise<void> {
  await vi.waitFor(async () => {
    await portal.clock.advance(60_000);
    expect(rowsIn(portal)).toBe(0);
  });
}

function rowsIn({ folder }: Portal): number {
  const database = new DatabaseSync(harvestedFile(folder.path, "example"));
  try {
    return Number(database.prepare("SELECT count(*) AS n FROM records").get()?.["n"]);
  } finally {
    database.close();
  }
}

describe("in quiet hours what was harvested before them is given", () => {
  test("in lists with their conditions, from any page, told as kept and how old", async () => {
    await using portal = await nextMorning(25);
    const all = await search(portal, "offset: 20");
    expect(all.page).toMatchObject({ total: 25, relation: "AT_LEAST" });
    expect(all.page?.items.map(({ id }) => id)).toEqual(["21", "22", "23", "24", "25"].map(nightId));
    expect(all.page?.items[0]?.summary).toMatchObject({ fetchedAt: "2026-11-20T15:00:00.000Z" });
    const filtered = await search(portal, 'offset: 0, text: "水泵", filter: { regions: ["510100"] }');
    expect(filtered.page?.items.map(({ summary }) => summary.title)).toEqual([
      "水泵1",
      "水泵7",
      "水泵13",
      "水泵19",
      "水泵25",
    ]);
    expect(filtered.errors).toEqual([]);
    expect(filtered.sources).toMatchObject([
      { source: "example-portal", outcome: "STALE", upstreamCalls: 0, ageSeconds: 12 * 3_600 },
    ]);
    expect(portal.upstream.requests).toEqual([]);
  });

  test("by id with what only the record's own page told, and by the patent that stands there", async () => {
    await using portal = await nextMorning(25);
    await portal.restart();
    const selection = "title description patent { applicationNumber } provenance { freshness fetchedAt }";
    const { record, errors, sources } = await look(portal, "17", selection);
    expect(errors).toEqual([]);
    expect(record).toEqual({
      title: "水泵17",
      description: "说明17",
      patent: { applicationNumber: patentOf("17") },
      provenance: { freshness: "STALE", fetchedAt: "2026-11-20T15:00:00.000Z" },
    });
    expect(sources).toMatchObject([{ outcome: "STALE", upstreamCalls: 0 }]);
    const about = await search(portal, `offset: 0, about: { typeName: "Patent", key: "${patentOf("17")}" }`);
    expect(about.page?.items.map(({ id }) => id)).toEqual([nightId("17")]);
    expect(portal.upstream.requests).toEqual([]);
  });

  test("after the hub was started again, too", async () => {
    await using portal = await nextMorning(12);
    await portal.restart();
    expect((await search(portal, "offset: 10")).page).toMatchObject({ total: 12, items: [{}, {}] });
    expect(await portal.status()).toMatchObject({ harvested: { records: 12 } });
  });

  test("not what nobody harvested: the owner's quiet hours are the answer", async () => {
    await using portal = await startNightPortal(3);
    await portal.clock.advance(12 * HOUR_MS);
    const { page, errors } = await search(portal, "offset: 0");
    expect(page ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "NODE_THROTTLED", reason: { code: "QUIET_HOURS" } } }]);
    await expect(portal.harvest()).rejects.toThrow("NODE_THROTTLED QUIET_HOURS");
  });

  test("not where its owner did not say so", async () => {
    await using portal = await nextMorning(3, { kind: { cache: { list: "10m", record: "1h" } } });
    expect(await portal.status()).toBeNull();
    const { errors } = await search(portal, 'offset: 0, filter: { regions: ["510100"] }');
    expect(errors).toMatchObject([{ extensions: { code: "NODE_THROTTLED" } }]);
  });

  test("never by the harvest itself, which waits for the night", async () => {
    await using portal = await nextMorning(3);
    await expect(portal.harvest()).rejects.toThrow("NODE_THROTTLED QUIET_HOURS");
    expect(portal.upstream.requests).toEqual([]);
  });
});

describe("what was harvested", () => {
  test("is no answer while the portal may be asked and answers", async () => {
    await using portal = await startNightPortal(3);
    await portal.harvest();
    await portal.clock.advance(HOUR_MS);
    portal.upstream.forget();
    const { page, sources } = await search(portal, 'offset: 0, filter: { regions: ["500000"] }');
    expect(page).toMatchObject({ total: 1, relation: "EXACT" });
    expect(sources).toMatchObject([{ outcome: "OK", upstreamCalls: 1 }]);
  });

  test("stands in where the portal fails", async () => {
    await using portal = await startNightPortal(3);
    await portal.harvest();
    await portal.restart();
    portal.goDown();
    const { page, errors, sources } = await search(portal, 'offset: 0, filter: { regions: ["500000"] }');
    expect(errors).toEqual([]);
    expect(page).toMatchObject({ total: 1, relation: "AT_LEAST", items: [{ id: nightId("2") }] });
    expect(sources).toMatchObject([{ outcome: "STALE" }]);
    const { record } = await look(portal, "2", "title description");
    expect(record).toEqual({ title: "阀门2", description: "说明2" });
  });

  test("hides no failure where it cannot tell either", async () => {
    await using portal = await startNightPortal(3, { kind: { list: LIST_BY_NUMBER } });
    portal.rows.push({ id: "4", title: "无页4", region: "510100" });
    await portal.harvest();
    await portal.restart();
    portal.goDown();
    const about = `about: { typeName: "Patent", key: "${patentOf("77")}" }`;
    const { errors, sources } = await search(portal, `offset: 0, ${about}`);
    expect(errors).toMatchObject([{ extensions: { code: "NODE_CANNOT_ANSWER" } }]);
    expect(sources).toMatchObject([{ source: "example-portal", outcome: "UNAVAILABLE" }]);
  });

  test("goes when its time is over, from the disk too", async () => {
    await using portal = await nextMorning(3);
    await portal.clock.advance(12 * HOUR_MS - 1);
    expect((await search(portal, "offset: 0")).page).toMatchObject({ total: 3 });
    await portal.restart();
    await portal.clock.advance(7 * HOUR_MS + 60_000);
    const { errors } = await search(portal, "offset: 0");
    expect(errors).toMatchObject([{ extensions: { reason: { code: "QUIET_HOURS" } } }]);
    await emptied(portal);
  });

  test("goes no later than its owner lets anything be kept", async () => {
    await using portal = await nextMorning(3, {
      licence: { keepAtMost: "13h" },
      kind: { cache: { list: "10m", record: "1h", harvested: "13h" } },
    });
    expect((await search(portal, "offset: 0")).page).toMatchObject({ total: 3 });
    await portal.clock.advance(HOUR_MS);
    expect((await search(portal, "offset: 0")).errors).toHaveLength(1);
    await emptied(portal);
  });

  test("is without what was taken down, at once and on the disk, and does not take it up again", async () => {
    await using portal = await nextMorning(3);
    await portal.takeDowns.takeDown(nightId("2"), "wrong");
    expect((await look(portal, "2", "title")).record).toBeNull();
    expect((await search(portal, "offset: 0")).page?.items.map((item) => item?.id)).not.toContain(nightId("2"));
    await vi.waitFor(() => expect(rowsIn(portal)).toBe(2));
    await portal.clock.advance(12 * HOUR_MS);
    await portal.harvest();
    expect(rowsIn(portal)).toBe(2);
  });

  test("is without what the portal no longer has when it is read again, and with what changed", async () => {
    await using portal = await nextMorning(12);
    portal.rows.splice(2, 1);
    portal.rows.splice(0, 1, { id: "1", title: "新水泵1", region: "510100" });
    await portal.clock.advance(12 * HOUR_MS);
    await portal.harvest();
    await portal.clock.advance(DAY_MS / 2);
    const { page } = await search(portal, "offset: 0", 20);
    expect(page).toMatchObject({ total: 11 });
    expect(page?.items.slice(0, 3).map(({ summary }) => summary.title)).toEqual(["新水泵1", "阀门2", "阀门4"]);
  });

  test("is deleted where its owner tells the kind otherwise: a field that is withheld now was read before", async () => {
    await using portal = await nextMorning(3);
    await portal.restart({ licence: { fields: { LISTING: { description: "withheld" } } } });
    expect((await search(portal, "offset: 0")).errors).toMatchObject([{ extensions: { code: "NODE_THROTTLED" } }]);
    expect(rowsIn(portal)).toBe(0);
  });
});
