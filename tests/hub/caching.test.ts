import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";

const EN = { "accept-language": "en" };
const LABELS = /* GraphQL */ `{
  patent(number: "CN202310123456.6") {
    patentType { label } legalStatus { label reason { message } } agency { registration { status { label } } }
    provenance { licence { attribution } }
  }
  listings(first: 1, filter: { nodes: ["sichuan"] }) { nodes { mode { label } listingStatus { label raw } } }
}`;

describe.each([
  ["in process", startTestHub],
  ["as subgraphs elsewhere", startTestHubOfSubgraphs],
])("with the nodes %s", (_where, start) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await start({ patents: 150 });
  });
  afterAll(() => hub.stop());

  test("no answer crosses from one language into another, whoever asked first", async () => {
    const [zh, en] = [await hub.ask(LABELS), await hub.ask(LABELS, {}, EN)];
    expect(zh.errors.concat(en.errors)).toEqual([]);
    expect(zh.text).toMatch(/"label":"发明"/);
    expect(en.text).toMatch(/"label":"Invention/);
    const labels = [...en.text.matchAll(/"(?:label|message|attribution)":"([^"]*)"/g)].map(([, label]) => label ?? "");
    expect(labels.length).toBeGreaterThan(5);
    expect(labels.filter((label) => /\p{Script=Han}/u.test(label))).toEqual([]);
    const again = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? hub.ask(LABELS) : hub.ask(LABELS, {}, EN))),
    );
    for (const [index, answer] of again.entries()) expect(answer.data).toEqual(index % 2 === 0 ? zh.data : en.data);
  });

  test("neither language costs the upstreams a second call", async () => {
    await hub.resetCounts();
    await hub.ask(LABELS, {}, EN);
    await hub.ask(LABELS);
    expect(await hub.counts()).toEqual({});
  });
});

describe("an answer past its time", () => {
  afterAll(() => vi.restoreAllMocks());

  test("stands in for a source that fails, and never says that it is fresh", async () => {
    await using hub = await startTestHub({ patents: 150 });
    const query = `{ hubNode(code: "sichuan") { listings(first: 2) { nodes { title provenance { freshness fetchedAt } } } } }`;
    const fresh = await hub.ask<Listings>(query);
    expect(fresh.errors).toEqual([]);
    expect(freshnessIn(fresh.data)).toEqual(["FRESH", "FRESH"]);
    const now = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => now() + 3 * 60 * 60 * 1_000);
    await hub.sandbox("sichuan-portal").setFault({ mode: "error" });
    const stale = await hub.ask<Listings>(query, {}, { "hub-sources": "1" });
    expect(stale.errors).toEqual([]);
    expect(freshnessIn(stale.data)).toEqual(["STALE", "STALE"]);
    expect(stale.sources).toMatchObject([
      { node: "sichuan", source: "sichuan-portal", outcome: "STALE", ageSeconds: expect.any(Number) },
    ]);
    expect(stale.data?.hubNode.listings.nodes.map(({ title }) => title)).toEqual(
      fresh.data?.hubNode.listings.nodes.map(({ title }) => title),
    );
  });
});

interface Listings {
  readonly hubNode: {
    readonly listings: {
      readonly nodes: readonly { readonly title: string; readonly provenance: { readonly freshness: string } }[];
    };
  };
}

function freshnessIn(data: Listings | null | undefined): readonly string[] {
  return (data?.hubNode.listings.nodes ?? []).map(({ provenance }) => provenance.freshness);
}
