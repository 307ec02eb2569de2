import { expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { NodeFilter } from "#subgraphs/runtime/define-node.ts";
import { ask, serviceOf } from "#tests/support/ask-told-node.ts";
import { MemoryClient, nodeOver, sampleManifest } from "#tests/support/declared-nodes.ts";
import { HARBOUR_ROWS, OTHER_PATENT, PATENT, SELLER_CODE } from "#tests/support/declared-rows.ts";
import { harbourClient, plateauClient } from "#tests/support/told-nodes.ts";

interface Question {
  readonly kind: string;
  readonly text?: string;
  readonly filter?: NodeFilter;
  readonly about?: { readonly typeName: string; readonly key: string };
  readonly first?: number;
  readonly offset?: number;
}

const SEARCH = `query ($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { id summary { title } } }
}`;

async function search(client: MemoryClient, question: Question, manifest: "harbour" | "plateau" = "harbour") {
  const service = serviceOf(nodeOver(sampleManifest(manifest), client));
  const { data, errors } = await ask(service, SEARCH, { searches: [{ first: 10, offset: 0, ...question }] });
  const [page] = (data?.["hubNodeSearch"] ?? []) as readonly (Page | null)[];
  const titles = page?.items.map((item) => item?.summary.title ?? null) ?? [];
  return {
    total: page?.total,
    relation: page?.relation,
    titles,
    codes: errors?.map(({ extensions }) => extensions.code),
  };
}

interface Page {
  readonly total: number;
  readonly relation: string;
  readonly items: readonly ({ readonly summary: { readonly title: string } } | null)[];
}

test("what the source's own search takes is asked of it, one page, in its own words", async () => {
  const client = harbourClient();
  const found = await search(client, {
    kind: "LISTING",
    text: "机械",
    filter: { regions: ["310115"], modes: ["ASSIGNMENT"] },
    first: 3,
  });
  expect(client.asked).toEqual([
    { kind: "LISTING", text: "机械", words: { region: "310115", mode: "转让" }, limit: 3 },
  ]);
  expect(found).toMatchObject({ total: 11, relation: "EXACT" });
  expect(found.titles).toHaveLength(3);
});

test("what it has no word for is looked at here, over a bounded read", async () => {
  const client = harbourClient();
  const equity = await search(client, { kind: "LISTING", filter: { modes: ["OTHER"] }, first: 2 });
  expect(client.asked).toEqual([{ kind: "LISTING", text: undefined, words: {}, limit: 1_000 }]);
  expect(equity).toMatchObject({ total: 43, relation: "EXACT", titles: ["一种港口机械 3", "一种港口机械 6"] });
  const two = await search(harbourClient(), { kind: "LISTING", filter: { modes: ["OTHER", "LICENSE"] } });
  expect(two.total).toBe(86);
});

test("of several words the longest is asked for, the rest looked at here", async () => {
  const client = harbourClient();
  const found = await search(client, { kind: "LISTING", text: "一种港口机械 12" });
  expect(client.asked[0]).toMatchObject({ text: "一种港口机械", limit: 1_000 });
  expect(found.titles).toContain("一种港口机械 12");
  expect(found.titles).not.toContain("一种港口机械 3");
});

test("a list that is longer than what is read says that there may be more", async () => {
  const rows = {
    LISTING: Array.from({ length: 1_200 }, (_, index) => ({ no: `n-${index}`, title: `件 ${index}`, state: "挂牌" })),
  };
  const client = new MemoryClient(sampleManifest("harbour"), rows);
  const found = await search(client, { kind: "LISTING", filter: { listingStatuses: ["OPEN"] } });
  expect(found).toMatchObject({ total: 1_000, relation: "AT_LEAST" });
  const capped = new MemoryClient(sampleManifest("harbour"), rows, { cap: 500 });
  expect(await search(capped, { kind: "LISTING" })).toMatchObject({ total: 500, relation: "AT_LEAST" });
});

test("a party is found by a part of its name, whatever its brackets, or by its credit code", async () => {
  expect((await search(harbourClient(), { kind: "LISTING", filter: { party: "港湾机械" } })).total).toBe(65);
  expect((await search(harbourClient(), { kind: "LISTING", filter: { party: SELLER_CODE } })).total).toBe(65);
  expect((await search(harbourClient(), { kind: "DEMAND", filter: { party: "滨海" } })).total).toBe(12);
});

test("regions hold what lies below them; what serves a province serves its cities", async () => {
  expect((await search(harbourClient(), { kind: "EXPERT", filter: { regions: ["510000"] } })).total).toBe(1);
  expect((await search(harbourClient(), { kind: "EXPERT", filter: { regions: ["310115"] } })).total).toBe(2);
  expect((await search(harbourClient(), { kind: "SERVICE", filter: { regions: ["310115"] } })).total).toBe(4);
  const unknown = await search(harbourClient(), { kind: "EXPERT", filter: { regions: ["999999"] } });
  expect(unknown.codes).toEqual(["BAD_USER_INPUT"]);
});

test("what is offered online and at a window is offered either way", async () => {
  expect((await search(harbourClient(), { kind: "SERVICE", filter: { channels: ["ONLINE"] } })).total).toBe(4);
  expect((await search(harbourClient(), { kind: "SERVICE", filter: { channels: ["BOTH"] } })).total).toBe(2);
});

test("a patent's records are found by its number in any spelling, or by its global id", async () => {
  const about = (key: string) => ({ kind: "PATENT_RECORD", about: { typeName: "Patent", key } });
  expect((await search(harbourClient(), about(PATENT))).titles).toEqual(["副本 1"]);
  expect((await search(harbourClient(), about(encodeNodeId("Patent", OTHER_PATENT)))).titles).toEqual(["副本 2"]);
  expect((await search(harbourClient(), about("CN999999999999.9"))).titles).toEqual([]);
  const typed = await search(harbourClient(), { kind: "LISTING", text: `ZL ${PATENT.slice(2)}` });
  expect(typed.titles).toEqual(["一种港口机械 1"]);
});

test("an organisation's and an agency's records are found by their codes", async () => {
  const seller = await search(harbourClient(), {
    kind: "LISTING",
    about: { typeName: "Organization", key: SELLER_CODE },
  });
  expect(seller.total).toBe(65);
  const agency = await search(harbourClient(), { kind: "AGENCY_PROFILE", about: { typeName: "Agency", key: "31100" } });
  expect(agency.titles).toEqual(["港湾代理 1"]);
  const elsewhere = await search(harbourClient(), { kind: "LISTING", about: { typeName: "Trademark", key: "1" } });
  expect(elsewhere).toMatchObject({ total: 0, titles: [] });
});

test("a window's services are found by the window's global id", async () => {
  const key = encodeNodeId("HarbourIpServiceWindow", "r-1");
  const found = await search(harbourClient(), { kind: "SERVICE", about: { typeName: "ServiceWindow", key } });
  expect(found.titles).toEqual(["服务 1", "服务 2", "服务 3", "服务 4"]);
  const other = encodeNodeId("SichuanServiceWindow", "r-1");
  expect(
    (await search(harbourClient(), { kind: "SERVICE", about: { typeName: "ServiceWindow", key: other } })).total,
  ).toBe(0);
});

test("numbers are looked up only where the source can be asked by them", async () => {
  const { contract } = nodeOver(sampleManifest("harbour"), harbourClient());
  expect(contract.kinds["LISTING"]?.filters).toContain("numbers");
  expect(contract.kinds["PATENT_RECORD"]?.filters).not.toContain("numbers");
  const rows = {
    LISTING: [
      { no: "a", title: "甲", zl: `ZL${PATENT.slice(2)}` },
      { no: "b", title: "乙", zl: `ZL${OTHER_PATENT.slice(2)}` },
      { no: "c", title: "丙", zl: `参见 ${OTHER_PATENT.slice(2)} 等` },
    ],
  };
  const client = new MemoryClient(sampleManifest("harbour"), rows, { columns: { number: "zl" } });
  expect((await search(client, { kind: "LISTING", filter: { numbers: [OTHER_PATENT] } })).titles).toEqual(["乙"]);
  const about = { typeName: "Patent", key: OTHER_PATENT };
  expect((await search(client, { kind: "LISTING", about })).titles).toEqual(["乙"]);
  const asked = { kind: "LISTING", text: undefined, words: { number: OTHER_PATENT.slice(2) }, limit: 1_000 };
  expect(client.asked).toEqual([asked, asked]);
});

test("filters and subjects are declared only for what the manifest maps and its owner does not withhold", () => {
  const { contract } = nodeOver(sampleManifest("plateau"), plateauClient());
  expect(contract.kinds["CONTRACT_RECORD"]).toMatchObject({
    filters: ["party", "modes"],
    about: ["Patent", "Organization"],
  });
  expect(contract.kinds["REPORT"]).toMatchObject({ filters: [], about: [] });
  const manifest = sampleManifest("harbour");
  const licence = {
    ...manifest.licence,
    fields: { LISTING: { seller: "withheld", patentNumberText: "withheld" } },
  } as const;
  const withheld = nodeOver({ ...manifest, licence }, harbourClient()).contract.kinds["LISTING"];
  expect(withheld?.filters).not.toContain("party");
  expect(withheld?.about).toEqual(["Patent"]);
});

test("rows that became no record keep their place, so that pages do not shift", async () => {
  const rows = { LISTING: [{ title: "无号" }, { no: "b", title: "乙" }, { no: "c", title: "丙" }] };
  const client = () => new MemoryClient(sampleManifest("harbour"), rows);
  expect(await search(client(), { kind: "LISTING", first: 2 })).toMatchObject({ total: 3, titles: ["乙", null] });
  expect(await search(client(), { kind: "LISTING", first: 2, offset: 2 })).toMatchObject({ titles: ["丙"] });
});

test("a harvest reads the source's list to its end, whatever its order, and keeps what may have changed since", async () => {
  const service = serviceOf(nodeOver(sampleManifest("harbour"), harbourClient()));
  const query = `query ($cursor: String, $since: DateTime) {
    hubNodeHarvest(kind: LISTING, first: 50, cursor: $cursor, since: $since) { cursor items { summary { sourceUpdatedAt } } }
  }`;
  const changed: string[] = [];
  let cursor: string | null = null;
  let batches = 0;
  do {
    const { data } = await ask(service, query, { cursor, since: "2026-10-15T00:00:00Z" });
    const batch = data?.["hubNodeHarvest"] as {
      cursor: string | null;
      items: { summary: { sourceUpdatedAt: string } }[];
    };
    changed.push(...batch.items.map(({ summary }) => summary.sourceUpdatedAt));
    ({ cursor } = batch);
    batches += 1;
  } while (cursor !== null);
  const expected = (HARBOUR_ROWS["LISTING"] ?? []).filter(
    ({ changed: at }) => Date.parse(String(at)) >= Date.parse("2026-10-15T00:00:00Z"),
  );
  expect(batches).toBe(3);
  expect(changed).toHaveLength(expected.length);
});

test("data for the hub's node alone, and kinds whose owner says so, are not harvested", () => {
  const manifest = sampleManifest("plateau");
  expect(nodeOver(manifest, plateauClient()).contract.kinds["TOPIC_COLLECTION"]?.harvest).toBe(false);
  const licence = { ...manifest.licence, accessPolicy: "NODE_ONLY" } as const;
  const kinds = Object.values(nodeOver({ ...manifest, licence }, plateauClient()).contract.kinds);
  expect(kinds.filter(({ harvest }) => harvest)).toEqual([]);
});
