import { expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { ask, serviceOf } from "#tests/support/ask-told-node.ts";
import { MemoryClient, nodeOver, sampleManifest } from "#tests/support/declared-nodes.ts";
import { OTHER_PATENT, PATENT, SELLER_CODE } from "#tests/support/declared-rows.ts";
import { harbourClient, plateauClient } from "#tests/support/told-nodes.ts";

const harbour = () => serviceOf(nodeOver(sampleManifest("harbour"), harbourClient()));
const plateau = () => serviceOf(nodeOver(sampleManifest("plateau"), plateauClient()));

const ENTITIES = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

async function entities(
  service: ReturnType<typeof harbour>,
  typeName: string,
  ids: readonly string[],
  selection: string,
) {
  const representations = ids.map((id) => ({ __typename: typeName, id: encodeNodeId(typeName, id) }));
  const { data, errors } = await ask(service, ENTITIES(`... on ${typeName} { ${selection} }`), { representations });
  expect(errors ?? []).toEqual([]);
  return data?.["_entities"] as readonly (Readonly<Record<string, unknown>> | null)[];
}

test("a record is shown with its values in the graph's terms", async () => {
  const [listing] = await entities(
    harbour(),
    "HarbourIpListing",
    ["r-1"],
    `title subject { code label raw } mode { code label raw } price { kind text } listingStatus { code label }
     publishedDate seller { name organization { uscc } match { method confidence } } region { code name }
     description patent { applicationNumber } patentNumberText views hotline actions { kind url label }`,
  );
  expect(listing).toEqual({
    title: "一种港口机械 1",
    subject: { code: "TRADEMARK", label: "商标", raw: "商标" },
    mode: { code: "ASSIGNMENT", label: "转让", raw: "转让" },
    price: { kind: "NEGOTIABLE", text: "面议" },
    listingStatus: { code: "CLOSED", label: "已结束" },
    publishedDate: "2026-01-15",
    seller: {
      name: "港湾机械有限公司",
      organization: { uscc: SELLER_CODE },
      match: { method: "USCC", confidence: 1 },
    },
    region: { code: "310115", name: "浦东新区" },
    description: "吊装装置，联系电话 138****5678，第 1 号",
    patent: { applicationNumber: PATENT },
    patentNumberText: `ZL${PATENT.slice(2)}`,
    views: 0,
    hotline: expect.stringContaining("*"),
    actions: [
      { kind: "VIEW", url: "https://harbour.example.org/offer/r-1.html", label: "在平台查看" },
      {
        kind: "CONTACT",
        url: `https://harbour.example.org/talk?about=${encodeURIComponent("一种港口机械 1")}`,
        label: "在平台联系",
      },
    ],
  });
});

test("a number whose check digit does not fit names no patent, its text stays", async () => {
  const [listing] = await entities(harbour(), "HarbourIpListing", ["r-2"], "patent { id } patentNumberText");
  expect(listing).toEqual({ patent: null, patentNumberText: "ZL202310123456.0" });
});

test("a word that the shared list lacks is told as the list's own word for that", async () => {
  const [listing] = await entities(harbour(), "HarbourIpListing", ["r-3"], "mode { code raw }");
  expect(listing).toEqual({ mode: { code: "OTHER", raw: "作价" } });
});

test("every record tells where it comes from, when it was fetched and under which terms", async () => {
  const selection = `provenance { hubNode { code } source { code name } sourceRecordId sourceUrl fetchedAt sourceUpdatedAt
    freshness accessPolicy licence { code name url attribution } }`;
  const [listing] = await entities(harbour(), "HarbourIpListing", ["r-1"], selection);
  expect(listing).toEqual({
    provenance: {
      hubNode: { code: "harbour-ip" },
      source: { code: "harbour-ip-portal", name: "港湾门户" },
      sourceRecordId: "r-1",
      sourceUrl: "https://harbour.example.org/offer/r-1.html",
      fetchedAt: "2026-11-20T00:00:00.000Z",
      sourceUpdatedAt: "2026-10-01T01:00:00.000Z",
      freshness: "FRESH",
      accessPolicy: "PUBLIC",
      licence: {
        code: "HARBOUR-OPEN-1",
        name: "港湾开放许可",
        url: "https://harbour.example.org/terms",
        attribution: "来源：港湾知识产权平台",
      },
    },
  });
  const [report] = await entities(plateau(), "PlateauAnalysisReport", ["r-2"], selection);
  expect(report?.["provenance"]).toMatchObject({
    sourceUrl: "https://plateau.example.org/r/2",
    sourceUpdatedAt: null,
    accessPolicy: "DERIVED_ONLY",
    licence: { url: null },
  });
});

test("what the owner withholds is null, what it wants masked is masked", async () => {
  const [expert] = await entities(harbour(), "HarbourIpExpert", ["r-1"], "name phone organizationName specialties");
  expect(expert).toEqual({ name: "张*", phone: null, organizationName: "滨海大学", specialties: ["专利", "商标"] });
  const [window] = await entities(harbour(), "HarbourIpServiceWindow", ["r-1"], "phone address");
  expect(window?.["phone"]).toContain("*");
  expect(window?.["address"]).toBe("世纪大道 1 号");
  const [aid] = await entities(plateau(), "PlateauRightsAidContact", ["r-1"], "phone");
  expect(aid).toEqual({ phone: "12330" });
});

test("labels follow the reader's language", async () => {
  const representations = [{ __typename: "HarbourIpListing", id: encodeNodeId("HarbourIpListing", "r-2") }];
  const query = ENTITIES("... on HarbourIpListing { mode { label } region { name } provenance { source { name } } }");
  const { data } = await ask(harbour(), query, { representations }, "en");
  expect(data?.["_entities"]).toEqual([
    { mode: { label: "Licence" }, region: { name: "Shanghai" }, provenance: { source: { name: "Harbour portal" } } },
  ]);
});

test("references of one request are one question, each answered in its place", async () => {
  const client = harbourClient();
  const service = serviceOf(nodeOver(sampleManifest("harbour"), client));
  const found = await entities(service, "HarbourIpListing", ["r-9", "none", "r-1", "r-9"], "title");
  expect(found).toEqual([{ title: "一种港口机械 9" }, null, { title: "一种港口机械 1" }, { title: "一种港口机械 9" }]);
  expect(client.lookedUp).toEqual([["r-9", "none", "r-1"]]);
});

test("a source that is off fails its own fields alone, with its name", async () => {
  const service = serviceOf(nodeOver(sampleManifest("harbour"), null));
  const representations = [{ __typename: "HarbourIpListing", id: encodeNodeId("HarbourIpListing", "r-1") }];
  const { data, errors = [] } = await ask(service, ENTITIES("... on HarbourIpListing { title }"), { representations });
  expect(data?.["_entities"]).toEqual([null]);
  expect(errors.map(({ extensions }) => extensions)).toMatchObject([
    { source: "harbour-ip-portal", node: "harbour-ip" },
  ]);
});

test("windows know their services where the manifest tells the windows of services", async () => {
  const selection = "services(first: 2) { nodes { name } total { value relation } pageInfo { hasNextPage } }";
  const found = await entities(harbour(), "HarbourIpServiceWindow", ["r-1", "r-2"], selection);
  expect(found.map((one) => one?.["services"])).toMatchObject([
    {
      nodes: [{ name: "服务 1" }, { name: "服务 2" }],
      total: { value: 4, relation: "EXACT" },
      pageInfo: { hasNextPage: true },
    },
    { total: { value: 6 } },
  ]);
});

test("a copy's status is stated, known through the day on which the platform last changed it", async () => {
  const selection =
    "applicantText patent { applicationNumber } legalStatusRaw legalStatus { code certainty knownThrough }";
  const found = await entities(harbour(), "HarbourIpPatentRecord", ["r-1", "r-2", "r-3"], selection);
  expect(found).toMatchObject([
    {
      patent: { applicationNumber: PATENT },
      legalStatus: { code: "IN_FORCE", certainty: "STATED", knownThrough: "2026-10-01" },
    },
    { patent: { applicationNumber: OTHER_PATENT }, legalStatus: { code: "DEAD_UNSPECIFIED" } },
    { patent: null, legalStatus: { code: "PENDING" } },
  ]);
});

test("a link that lacks a part is left out", async () => {
  const [report] = await entities(plateau(), "PlateauAnalysisReport", ["r-1"], "actions { url }");
  expect(report).toEqual({ actions: [{ url: "https://plateau.example.org/r/1" }] });
  const manifest = sampleManifest("plateau");
  const rows = {
    REPORT: [
      { no: "x", title: "报告", link: "javascript:alert(1)" },
      { no: "y", title: "报告" },
    ],
  };
  const service = serviceOf(nodeOver(manifest, new MemoryClient(manifest, rows)));
  const found = await entities(service, "PlateauAnalysisReport", ["x", "y"], "actions { url }");
  expect(found).toEqual([{ actions: [] }, { actions: [] }]);
});

test("services are counted by module", async () => {
  const { data } = await ask(harbour(), "{ hubNodeInformation { serviceModules { module raw count } } }");
  expect(data?.["hubNodeInformation"]).toEqual({
    serviceModules: [
      { module: "FILING", raw: "申请", count: 3 },
      { module: "RIGHTS_PROTECTION", raw: "维权", count: 3 },
    ],
  });
});

test.each(["CASE", "PATENT"])("the kind %s, which is private or somebody's own, cannot be told", (kind) => {
  const { kinds, sdl: _, ...plateau } = sampleManifest("plateau");
  const told = kinds["TOPIC_COLLECTION"];
  if (told === undefined) throw new Error("the plateau has no topic collections");
  // Past the reader, which refuses such a manifest itself.
  expect(() => nodeOver({ ...plateau, kinds: { [kind]: told } }, plateauClient())).toThrow(TypeError);
});
