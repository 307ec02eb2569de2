import { describe, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { present } from "#tests/support/present.ts";
import { entities, find, serviceOver, startSichuanNode } from "./ask-sichuan.ts";

const PROVENANCE =
  "provenance { hubNode { code } source { code name } sourceRecordId sourceUrl fetchedAt sourceUpdatedAt freshness accessPolicy licence { code attribution } }";
const ADHESIVE = "CN202310123456.6";

test("an offer says what, how, for how much, by whom, and where it comes from", async () => {
  await using node = await startSichuanNode();
  const selection = `... on SichuanListing { title subject { code label raw } mode { code label raw } listingStatus { code label }
    price { kind amount { amount currencyCode } maxAmount { amount } text } publishedDate seller { name organization { id uscc } }
    region { code name inCluster } patent { id applicationNumber } patentNumberText actions { kind url label } ${PROVENANCE} }`;
  const reference = { typeName: "SichuanListing", id: encodeNodeId("SichuanListing", "20990") };
  const [offer] = await entities(node, [reference], selection);
  expect(offer).toEqual({
    __typename: "SichuanListing",
    title: "一种低温固化光学胶及其制备方法",
    subject: { code: "PATENT", label: "专利", raw: "专利" },
    mode: { code: "ASSIGNMENT", label: "转让", raw: "转让" },
    listingStatus: { code: "OPEN", label: "挂牌中" },
    price: { kind: "FIXED", amount: { amount: "150000", currencyCode: "CNY" }, maxAmount: null, text: "15万元" },
    publishedDate: "2026-11-20",
    seller: {
      name: "成都示例光电有限公司",
      organization: { id: encodeNodeId("Organization", "91510100MA0DEM0A77"), uscc: "91510100MA0DEM0A77" },
    },
    region: { code: "510100", name: "成都市", inCluster: true },
    patent: { id: encodeNodeId("Patent", ADHESIVE), applicationNumber: ADHESIVE },
    patentNumberText: "202310123456",
    actions: [{ kind: "VIEW", url: `${node.sandbox.url}/yygp/detail.do?gpid=20990`, label: "查看并联系出让方" }],
    provenance: {
      hubNode: { code: "sichuan" },
      source: { code: "sichuan-portal", name: "四川省知识产权公共服务平台" },
      sourceRecordId: "20990",
      sourceUrl: `${node.sandbox.url}/yygp/detail.do?gpid=20990`,
      fetchedAt: expect.stringMatching(/Z$/),
      sourceUpdatedAt: "2026-11-19T16:00:00.000Z",
      freshness: "FRESH",
      accessPolicy: "PUBLIC",
      licence: { code: "SICHUAN-PORTAL-PUBLIC", attribution: "四川省知识产权公共服务平台" },
    },
  });
});

test("labels follow the language, data and raw texts do not", async () => {
  await using node = await startSichuanNode();
  const reference = { typeName: "SichuanServiceItem", id: encodeNodeId("SichuanServiceItem", "SCFW021") };
  const selection = `... on SichuanServiceItem { name module { code label raw } category { label } channel { code label }
    audience durationDays actions { kind label } region { name } }`;
  const [service] = await entities(node, [reference], selection, "en");
  expect(service).toMatchObject({
    name: "专利质押融资咨询",
    module: { code: "FINANCE", label: "Finance", raw: "金融" },
    category: { label: "Finance" },
    channel: { code: "BOTH", label: "Online and window" },
    audience: ["企业"],
    durationDays: 5,
    actions: [
      { kind: "APPLY", label: "Apply online" },
      { kind: "BOOK", label: "Book a window" },
    ],
    region: { name: "Sichuan" },
  });
});

test("a copy of a patent shows the portal's own view: its status as printed, as of its last refresh", async () => {
  await using node = await startSichuanNode();
  const { items } = await find(node, { kind: "PATENT_RECORD", about: { typeName: "Patent", key: ADHESIVE } });
  const selection = `... on SichuanPatentRecord { title applicantText patentNumberText legalStatusRaw
    legalStatus { code label raw knownThrough certainty restorable } patent { applicationNumber } }`;
  expect(await entities(node, items, selection)).toEqual([
    {
      __typename: "SichuanPatentRecord",
      title: "一种低温固化光学胶及其制备方法",
      applicantText: "成都示例光电有限公司",
      patentNumberText: "202310123456",
      legalStatusRaw: "在审",
      legalStatus: {
        code: "PENDING",
        label: "在审",
        raw: "在审",
        knownThrough: "2023-09-30",
        certainty: "STATED",
        restorable: null,
      },
      patent: { applicationNumber: ADHESIVE },
    },
  ]);
});

test("windows list their services in pages; a page too large is the caller's mistake", async () => {
  await using node = await startSichuanNode();
  const reference = { typeName: "SichuanServiceWindow", id: encodeNodeId("SichuanServiceWindow", "12") };
  const selection = (args: string) =>
    `... on SichuanServiceWindow { number name phone services(${args}) { total { value relation } nodes { __typename id name } pageInfo { hasNextPage endCursor } } }`;
  const [first] = await entities<WindowServices>(node, [reference], selection("first: 2"));
  const window = present(first);
  expect(window).toMatchObject({ number: "12", name: "金融服务窗口", phone: "028-****" });
  expect(window.services).toMatchObject({ total: { value: 3, relation: "EXACT" }, pageInfo: { hasNextPage: true } });
  expect(window.services.nodes).toHaveLength(2);
  expect(window.services.nodes[0]?.__typename).toBe("SichuanServiceItem");
  const [rest] = await entities<WindowServices>(
    node,
    [reference],
    selection(`first: 2, after: "${window.services.pageInfo.endCursor}"`),
  );
  expect(rest?.services.nodes).toHaveLength(1);
  await expect(entities(node, [reference], selection("first: 101"))).rejects.toThrow(/BAD_USER_INPUT/);
});

interface WindowServices {
  readonly services: {
    readonly nodes: readonly { readonly __typename: string }[];
    readonly pageInfo: { readonly endCursor: string };
  };
}

describe("references", () => {
  const TYPES = [
    "SichuanListing",
    "SichuanServiceItem",
    "SichuanServiceWindow",
    "SichuanPlatformOrganization",
    "SichuanExpert",
    "SichuanActivity",
    "SichuanFinanceProduct",
    "SichuanRightsAidContact",
    "SichuanPatentRecord",
  ];

  test.each(TYPES)(
    "to an unknown %s, another type's record or no id at all are null, in their places",
    async (typeName) => {
      await using node = await startSichuanNode();
      const other = TYPES.find((candidate) => candidate !== typeName) ?? "";
      const ids = [encodeNodeId(typeName, "nobody"), encodeNodeId(other, "20990"), "not-an-id", ""];
      expect(
        await entities(
          node,
          ids.map((id) => ({ typeName, id })),
          "... on Node { id }",
        ),
      ).toEqual(ids.map(() => null));
    },
  );

  test("twenty offers and their order: one question for all", async () => {
    await using node = await startSichuanNode();
    const { items } = await find(node, { kind: "LISTING" });
    const mixed = [...items.toReversed(), { typeName: "SichuanListing", id: encodeNodeId("SichuanListing", "0") }];
    const found = await entities(node, mixed, "... on Node { id }");
    expect(found.map((entity) => entity?.["id"])).toEqual([...mixed.slice(0, -1).map(({ id }) => id), undefined]);
  });
});

describe("a portal that fails", () => {
  test("costs its own kinds: null, an error with node, source and retryable flag, nothing of its own words", async () => {
    await using node = await startSichuanNode();
    await node.sandbox.setFault({ mode: "error", path: "/api/yygp" });
    const query = `{ hubNodeSearch(searches: [{ kind: LISTING, first: 5, offset: 0 }, { kind: SERVICE, first: 5, offset: 0 }]) { total } }`;
    const { data, errors, extensions } = await node.execute(query);
    expect(data).toEqual({ hubNodeSearch: [null, { total: 30 }] });
    expect(errors).toMatchObject([
      {
        path: ["hubNodeSearch", 0],
        extensions: { code: "NODE_UNAVAILABLE", node: "sichuan", source: "sichuan-portal" },
      },
    ]);
    expect(JSON.stringify({ data, errors, extensions })).not.toMatch(/PLANTED|NullPointer|127\.0\.0\.1/);
    expect(extensions.hub.sources).toMatchObject([{ source: "sichuan-portal", outcome: "PARTIAL" }]);
  });

  test("or is switched off answers NODE_OFF", async () => {
    const { observe: _observe, ...scope } = createCallContext();
    const { data, errors } = await serviceOver(null).execute({
      query: "{ hubNodeSearch(searches: [{ kind: EXPERT, first: 5, offset: 0 }]) { total } }",
      scope: { ...scope, language: "zh" },
    });
    expect(data).toEqual({ hubNodeSearch: [null] });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "NODE_OFF", retryable: false });
  });
});

test("one platform's journey costs the portal four questions cold and none again", async () => {
  await using node = await startSichuanNode();
  const journey = async () => {
    await node.ask<object>("{ hubNodeInformation { serviceModules { module count } } }");
    for (const kind of ["SERVICE_WINDOW", "MEMBER_ORGANIZATION", "SERVICE", "LISTING"]) {
      const { items } = await find(node, { kind, first: kind === "SERVICE_WINDOW" ? 30 : 20 });
      const services = "... on SichuanServiceWindow { services(first: 2) { nodes { id name } } }";
      await entities(node, items, `... on Node { id } ${services}`);
    }
  };
  await journey();
  expect(await node.sandbox.counts()).toEqual({
    "/api/fwml/list": 1,
    "/fwck/index.html": 1,
    "/cydw/index.html": 1,
    "/api/yygp/list": 1,
  });
  await node.sandbox.resetCounts();
  await journey();
  expect(await node.sandbox.counts()).toEqual({});
});
