import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { node } from "#subgraphs/chongqing/node.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import type { Entities, FoundPage, Harvested, Searched } from "#tests/support/node-answers.ts";
import { present } from "#tests/support/present.ts";
import { askNode, type NodeBench, startChongqing } from "./chongqing-bench.ts";

const STAND_OFFER = encodeNodeId("ChongqingListing", "122436693110000101");
const SEARCH = `query ($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) {
    total relation items { typeName id summary { title numbers region date } }
  }
}`;
const ENTITIES = (fields: string) =>
  `query ($references: [_Any!]!) { _entities(representations: $references) { ${fields} } }`;
const LISTING = `... on ChongqingListing {
  id title subject { code label raw } mode { code label raw } price { kind amount { amount currencyCode } text }
  listingStatus { code } publishedDate seller { name organization { id uscc } } region { code name inCluster }
  patent { id applicationNumber } patentNumberText statedLegalStatus { code certainty raw }
  actions { kind url label }
  provenance { hubNode { code } source { code name } sourceRecordId sourceUrl freshness accessPolicy ageSeconds licence { code attribution } }
}`;

interface Information {
  readonly hubNodeInformation: { readonly kinds: readonly object[]; readonly serviceModules: readonly object[] };
}

let bench: NodeBench;

beforeAll(async () => {
  bench = await startChongqing();
});
afterAll(() => bench[Symbol.asyncDispose]());
beforeEach(() => bench.sandbox.resetCounts());

async function search(input: object): Promise<FoundPage> {
  const searches = [{ first: 10, offset: 0, ...input }];
  const { data, errors } = await bench.ask<Searched>(SEARCH, { variables: { searches } });
  expect(errors).toEqual([]);
  return present(data.hubNodeSearch[0]);
}

test("resolves the well-known offer with labels, provenance and a patent reference that can be followed", async () => {
  const { data, errors } = await bench.ask<Entities<{ readonly actions: readonly { readonly url: string }[] }>>(
    ENTITIES(LISTING),
    { variables: { references: [{ __typename: "ChongqingListing", id: STAND_OFFER }] } },
  );
  expect(errors).toEqual([]);
  expect(data._entities[0]).toMatchObject({
    title: "一种便携式检测支架",
    subject: { code: "PATENT", label: "专利", raw: "专利" },
    mode: { code: "LICENSE", label: "许可", raw: "许可" },
    price: { kind: "NEGOTIABLE", amount: null, text: "面议" },
    listingStatus: { code: "OPEN" },
    publishedDate: "2026-11-19",
    seller: { name: "重庆示例新材料有限公司", organization: { uscc: "91500107MA0DEM1B1C" } },
    region: { code: "500107", name: "九龙坡区", inCluster: true },
    patent: { id: encodeNodeId("Patent", "CN202220765432.1"), applicationNumber: "CN202220765432.1" },
    patentNumberText: "ZL202220765432.1",
    statedLegalStatus: { code: "IN_FORCE", certainty: "STATED", raw: "有效" },
    provenance: {
      hubNode: { code: "chongqing" },
      source: { code: "chongqing-kjy01" },
      sourceRecordId: "122436693110000101",
      freshness: "FRESH",
      accessPolicy: "PUBLIC",
    },
  });
  const view = present(data._entities[0]?.actions[0]);
  expect((await fetch(view.url)).status).toBe(200);
});

test("answers in English where English is asked for", async () => {
  const { data } = await bench.ask<Entities>(ENTITIES(LISTING), {
    variables: { references: [{ __typename: "ChongqingListing", id: STAND_OFFER }] },
    language: "en",
  });
  expect(data._entities[0]).toMatchObject({
    mode: { code: "LICENSE", label: "Licence", raw: "许可" },
    actions: [{ label: "View on the platform" }, {}],
    provenance: { licence: { attribution: expect.stringContaining("Source") } },
  });
});

test("resolves references in order and in bulk; ids of other types and unknown ones are null", async () => {
  const { items } = await search({ kind: "LISTING", first: 20 });
  await bench.sandbox.resetCounts();
  const ids = [
    ...items.map((item) => item.id),
    encodeNodeId("ChongqingDemand", "122436693120000101"),
    encodeNodeId("ChongqingListing", "122436693119999999"),
    "junk",
  ];
  const references = ids.map((id) => ({ __typename: "ChongqingListing", id }));
  const { data, errors } = await bench.ask<Entities>(ENTITIES("... on ChongqingListing { id title }"), {
    variables: { references },
  });
  expect(errors).toEqual([]);
  expect(data._entities.map((entity) => entity?.["id"] ?? null)).toEqual([
    ...items.map((item) => item.id),
    null,
    null,
    null,
  ]);
  // The twenty were primed by the search; one bulk look-up asks for the one that is not there.
  expect(await bench.sandbox.counts()).toEqual({ "GET /yzw/api/resource/list": 1 });
});

test("lists offers newest first and pages without gaps", async () => {
  const all = await search({ kind: "LISTING", first: 100 });
  const dates = all.items.map((item) => item.summary.date);
  expect(dates).toEqual([...dates].sort().reverse());
  expect(all.items[0]).toMatchObject({ id: STAND_OFFER, summary: { numbers: ["CN202220765432.1"], region: "500107" } });
  const [a, b] = [
    await search({ kind: "LISTING", first: 30 }),
    await search({ kind: "LISTING", first: 30, offset: 30 }),
  ];
  expect([...a.items, ...b.items]).toEqual(all.items.slice(0, 60));
});

test("filters by regions, modes, states, seller and text alike, pushed down or not", async () => {
  const all = (await search({ kind: "LISTING", first: 100 })).items;
  const inChongqing = all.filter((item) => item.summary.region?.startsWith("50"));
  const one = await search({ kind: "LISTING", first: 100, filter: { regions: ["500000"] } });
  const two = await search({ kind: "LISTING", first: 100, filter: { regions: ["500000", "500107"] } });
  const cluster = await search({ kind: "LISTING", first: 100, filter: { regions: ["CHENGDU_CHONGQING"] } });
  expect(one.items.slice(0, inChongqing.length)).toEqual(inChongqing);
  expect(two).toEqual(one);
  expect(cluster.total).toBeGreaterThan(one.total);
  const party = await search({ kind: "LISTING", filter: { party: "91500107MA0DEM1B1C" } });
  const named = await search({ kind: "LISTING", filter: { party: "重庆示例新材料有限公司" } });
  const about = await search({ kind: "LISTING", about: { typeName: "Organization", key: "91500107MA0DEM1B1C" } });
  expect(party.items[0]?.id).toBe(STAND_OFFER);
  expect(named).toEqual(party);
  expect(about).toEqual(party);
  const license = await search({
    kind: "LISTING",
    filter: { modes: ["LICENSE"], listingStatuses: ["OPEN"] },
    text: "便携式检测支架",
  });
  expect(license.items.map((item) => item.id)).toContain(STAND_OFFER);
  const none = await search({ kind: "LISTING", filter: { subjects: ["EQUIPMENT"] } });
  expect(none).toEqual({ total: 0, relation: "EXACT", items: [] });
});

test("answers what is offered of many patents with one call to the platform", async () => {
  const numbers = bench.world.offers.flatMap(({ node: at, patent }) =>
    at === "chongqing" && patent !== null ? [patent] : [],
  );
  const searches = [...new Set(numbers)]
    .slice(0, 20)
    .map((key) => ({ kind: "LISTING", first: 5, offset: 0, about: { typeName: "Patent", key } }));
  await using own = await startChongqing();
  const { data } = await own.ask<Searched>(SEARCH, { variables: { searches } });
  expect(data.hubNodeSearch).toHaveLength(20);
  expect(data.hubNodeSearch[0]?.items[0]?.summary.numbers).toEqual([searches[0]?.about.key]);
  expect(await own.sandbox.counts()).toEqual({ "GET /yzw/api/resource/list": 1 });
});

test("joins agency profiles with the register by code, all of a request in one call", async () => {
  const codes = bench.world.agencies.map((agency) => agency.code).slice(0, 10);
  const searches = codes.map((key) => ({
    kind: "AGENCY_PROFILE",
    first: 3,
    offset: 0,
    about: { typeName: "Agency", key },
  }));
  const { data } = await bench.ask<Searched>(SEARCH, { variables: { searches } });
  expect(await bench.sandbox.counts()).toEqual({ "GET /tsAdmin/patentAgency/list": 1 });
  const { id } = present(data.hubNodeSearch[0]?.items[0]);
  const found = await bench.ask<Entities>(
    ENTITIES(
      "... on ChongqingAgencyProfile { name introduction specialties phone agency { id code } provenance { hubNode { code } freshness } }",
    ),
    { variables: { references: [{ __typename: "ChongqingAgencyProfile", id }] } },
  );
  expect(found.data._entities[0]).toMatchObject({
    name: "重庆示例知识产权代理事务所(普通合伙)",
    specialties: ["新材料", "装备制造", "测量检测"],
    agency: { code: "50990", id: encodeNodeId("Agency", "50990") },
  });
  expect(found.data._entities[0]?.["phone"]).toContain("*");
  expect((await search({ kind: "AGENCY_PROFILE", about: { typeName: "Agency", key: "nonsense" } })).items).toEqual([]);
});

test("finds experts by specialty and demands by state", async () => {
  const experts = await search({ kind: "EXPERT", filter: { specialties: ["新材料"] } });
  expect(experts.items.map((item) => item.summary.title)).toContain("张示例");
  const both = await search({ kind: "EXPERT", first: 100, filter: { specialties: ["新材料", "汽车"] } });
  expect(both.total).toBeGreaterThan(experts.total);
  const demands = await search({ kind: "DEMAND", filter: { demandStatuses: ["PUBLISHED"], regions: ["500000"] } });
  expect(demands.items[0]?.summary).toMatchObject({ title: "低温固化胶粘剂", region: "500107", date: "2026-11-16" });
});

test("shows the hall: windows with their services, and the modules of all services, for two calls", async () => {
  await using own = await startChongqing();
  const searches = [
    { kind: "SERVICE_WINDOW", first: 30, offset: 0 },
    { kind: "SERVICE", first: 50, offset: 0, filter: { channels: ["ONLINE"] } },
  ];
  const { data } = await own.ask<Searched>(SEARCH, { variables: { searches } });
  const [windows, online] = data.hubNodeSearch.map(present);
  const references = present(windows).items.map(({ id }) => ({ __typename: "ChongqingServiceWindow", id }));
  const fields = `... on ChongqingServiceWindow { number name openingHours services(first: 2) {
    total { value } nodes { __typename id name channel { code } actions { kind url label } } pageInfo { hasNextPage } } }`;
  const hall = await own.ask<Entities<{ readonly name: string; readonly services: object }>>(ENTITIES(fields), {
    variables: { references },
  });
  expect(hall.data._entities.map((window) => window?.name)).toEqual(["代理服务窗口", "维权援助窗口"]);
  expect(hall.data._entities[0]?.services).toMatchObject({
    total: { value: 4 },
    nodes: [{ __typename: "ChongqingServiceItem", name: "专利申请代理委托", channel: { code: "BOTH" } }, {}],
    pageInfo: { hasNextPage: true },
  });
  expect(online?.items.map((item) => item.summary.title)).toContain("专利申请代理委托");
  const information = await own.ask<Information>("{ hubNodeInformation { serviceModules { module raw count } } }");
  expect(information.data.hubNodeInformation.serviceModules).toContainEqual({
    module: "RIGHTS_PROTECTION",
    raw: "维权",
    count: 2,
  });
  expect(await own.sandbox.counts()).toEqual({ "GET /zMarketWindowRest/page": 1, "GET /zMarketServiceRest/page": 1 });
});

test("tells what it provides, and lets the public kinds be harvested to the end", async () => {
  const { data } = await bench.ask<Information>(
    "{ hubNodeInformation { contractVersion kinds { kind typeName private harvest about } } }",
  );
  expect(data.hubNodeInformation.kinds).toContainEqual({
    kind: "CASE",
    typeName: "ChongqingCase",
    private: true,
    harvest: false,
    about: [],
  });
  const ids = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: { readonly data: Harvested } = await bench.ask<Harvested>(
      "query ($cursor: String) { hubNodeHarvest(kind: DEMAND, first: 100, cursor: $cursor) { cursor items { id } } }",
      { variables: { cursor } },
    );
    for (const { id } of page.data.hubNodeHarvest.items) ids.add(id);
    cursor = page.data.hubNodeHarvest.cursor;
  } while (cursor !== null);
  expect(ids.size).toBe(bench.world.demands.length);
});

test("refuses an unknown region with its reason", async () => {
  const { errors } = await bench.ask(SEARCH, {
    variables: { searches: [{ kind: "LISTING", first: 1, offset: 0, filter: { regions: ["999999"] } }] },
  });
  expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
});

test("says NODE_OFF when the platform is switched off", async () => {
  const service = createNodeService({
    definition: node,
    clients: { kjy01: null },
    ownSchema: ownSchemaOf(node, []),
  });
  const { errors } = await askNode(service, SEARCH, {
    variables: { searches: [{ kind: "LISTING", first: 1, offset: 0 }] },
  });
  expect(errors[0]?.extensions.code).toBe("NODE_OFF");
  const entity = await askNode(service, ENTITIES("... on ChongqingListing { id }"), {
    variables: { references: [{ __typename: "ChongqingListing", id: STAND_OFFER }] },
  });
  expect(entity.errors[0]?.extensions.code).toBe("NODE_OFF");
});

test("keeps the other kinds when one of the platform's services fails", async () => {
  await using own = await startChongqing();
  await own.sandbox.setFault({ mode: "garbage", path: "/yzw" });
  const searches = ["LISTING", "EXPERT"].map((kind) => ({ kind, first: 3, offset: 0 }));
  const { data, errors } = await own.ask<Searched>(SEARCH, { variables: { searches } });
  expect(data.hubNodeSearch[0]).toBeNull();
  expect(data.hubNodeSearch[1]?.items).toHaveLength(3);
  expect(errors).toMatchObject([
    { path: ["hubNodeSearch", 0], extensions: { code: "NODE_BAD_RESPONSE", retryable: true } },
  ]);
});
