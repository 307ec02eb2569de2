import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { moveToWorldToday } from "#tests/support/world-time.ts";

// The small story that the stand-ins always tell (journeys: "The well-known records"), asked through the graph.
let hub: TestHub;
beforeAll(async () => {
  moveToWorldToday();
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const DEMO = { "hub-node-authorization": 'chongqing="Bearer demo-kjy01-sandbox"' };

async function ask(query: string, headers = {}): Promise<unknown> {
  const { data, errors } = await hub.ask(query, {}, headers);
  expect(errors).toEqual([]);
  return data;
}

function patent(number: string, fields: string): Promise<unknown> {
  return ask(`{ patent(number: "${number}") { ${fields} } }`);
}

const STATUS = "legalStatus { code effectiveDate }";
const PUBLISHED = "publications { publicationNumber publicationDate }";

describe("CN202310123456.6, the optical adhesive", () => {
  test("is granted, in force, of 成都示例光电有限公司, by agency 50990", async () => {
    const fields = `title filingDate grantDate ${STATUS} ${PUBLISHED} agency { code name }
      applicants { name organization { uscc region { code } } }`;
    expect(await patent("202310123456.6", fields)).toMatchObject({
      patent: {
        title: "一种低温固化光学胶及其制备方法",
        filingDate: "2023-02-14",
        grantDate: "2024-08-20",
        legalStatus: { code: "IN_FORCE" },
        publications: expect.arrayContaining([{ publicationNumber: "CN116012345B", publicationDate: "2024-08-20" }]),
        agency: { code: "50990", name: "重庆示例知识产权代理事务所（普通合伙）" },
        applicants: [
          {
            name: "成都示例光电有限公司",
            organization: { uscc: "91510100MA0DEM0A77", region: { code: "510100" } },
          },
        ],
      },
    });
  });

  test("is offered in Sichuan for 15 万元, which is 150000 yuan", async () => {
    const listings =
      "listings { nodes { mode { code } price { kind amount { amount currencyCode } text } provenance { hubNode { code } } } }";
    expect(await patent("202310123456.6", listings)).toEqual({
      patent: {
        listings: {
          nodes: [
            {
              mode: { code: "ASSIGNMENT" },
              price: { kind: "FIXED", amount: { amount: "150000", currencyCode: "CNY" }, text: "15万元" },
              provenance: { hubNode: { code: "sichuan" } },
            },
          ],
        },
      },
    });
  });

  test("trap 35: stands in Sichuan's own copy as pending, without its check digit: a conflict that is shown", async () => {
    const query = `{ hubNode(code: "sichuan") { patentRecords(first: 1, filter: { text: "低温固化光学胶" }) {
      nodes { patentNumberText legalStatusRaw legalStatus { code } patent { applicationNumber legalStatus { code } } } } } }`;
    expect(await ask(query)).toEqual({
      hubNode: {
        patentRecords: {
          nodes: [
            {
              patentNumberText: "202310123456",
              legalStatusRaw: "在审",
              legalStatus: { code: "PENDING" },
              patent: { applicationNumber: "CN202310123456.6", legalStatus: { code: "IN_FORCE" } },
            },
          ],
        },
      },
    });
  });

  test("has a case of demo's: fees of years 1 to 3 paid, year 4 due 2026-02-14", async () => {
    const query =
      "{ viewer { cases(first: 50) { nodes { patent { applicationNumber } tasks { dueDate basis status { code } } } } } }";
    const { viewer } = (await ask(query, DEMO)) as {
      readonly viewer: { readonly cases: { readonly nodes: readonly Case[] } };
    };
    const found = viewer.cases.nodes.find(({ patent }) => patent?.applicationNumber === "CN202310123456.6");
    expect(found?.tasks.map(({ status }) => status.code)).toEqual(["DONE", "DONE", "DONE", "OPEN"]);
    expect(found?.tasks.at(-1)).toMatchObject({ dueDate: "2026-02-14", basis: expect.stringContaining("第4年度") });
  });
});

interface Case {
  readonly patent: { readonly applicationNumber: string } | null;
  readonly tasks: readonly { readonly dueDate: string; readonly status: { readonly code: string } }[];
}

test("CN202220765432.1 has lapsed for an unpaid fee, and is offered on kjy01 all the same", async () => {
  const fields = `title grantDate legalStatus { code effectiveDate restorable }
    listings { nodes { mode { code } price { kind amount { amount } text } listingStatus { code } provenance { hubNode { code } } } }`;
  expect(await patent("CN217654321U", fields)).toEqual({
    patent: {
      title: "一种便携式检测支架",
      grantDate: "2022-10-18",
      legalStatus: { code: "LAPSED_FEE", effectiveDate: "2024-04-06", restorable: false },
      listings: {
        nodes: [
          {
            mode: { code: "LICENSE" },
            price: { kind: "NEGOTIABLE", amount: null, text: "面议" },
            listingStatus: { code: "OPEN" },
            provenance: { hubNode: { code: "chongqing" } },
          },
        ],
      },
    },
  });
});

test("CN201810555666.1, assigned and pledged, is in force", async () => {
  expect(await patent("CN108765432B", `applicationNumber title filingDate grantDate legalStatus { code }`)).toEqual({
    patent: {
      applicationNumber: "CN201810555666.1",
      title: "一种山地光伏组件清洗装置",
      filingDate: "2018-06-01",
      grantDate: "2020-05-12",
      legalStatus: { code: "IN_FORCE" },
    },
  });
});

test("the two rights for one robot, filed on one day, stay two; the utility model was given up for the invention", async () => {
  const fields = "applicationNumber title filingDate patentType { code } legalStatus { code effectiveDate }";
  const query = `{ invention: patent(number: "202110444555.5") { ${fields} } model: patent(number: "202120888999.3") { ${fields} } }`;
  const shared = { title: "一种桥梁缆索检测机器人", filingDate: "2021-04-23" };
  expect(await ask(query)).toEqual({
    invention: {
      ...shared,
      applicationNumber: "CN202110444555.5",
      patentType: { code: "INVENTION" },
      legalStatus: { code: "IN_FORCE", effectiveDate: "2022-11-08" },
    },
    model: {
      ...shared,
      applicationNumber: "CN202120888999.3",
      patentType: { code: "UTILITY_MODEL" },
      legalStatus: { code: "ABANDONED_DOUBLE", effectiveDate: "2022-11-08" },
    },
  });
});

test("the divisional and its parent name each other", async () => {
  const fields = "relations { kind patent { applicationNumber } }";
  expect(
    await ask(
      `{ child: patent(number: "202310999000.6") { ${fields} } parent: patent(number: "202210777888.4") { ${fields} } }`,
    ),
  ).toEqual({
    child: { relations: [{ kind: "DIVIDED_FROM", patent: { applicationNumber: "CN202210777888.4" } }] },
    parent: { relations: [{ kind: "DIVISIONAL", patent: { applicationNumber: "CN202310999000.6" } }] },
  });
});

test("the design has no abstract and no IPC: null with the reason, no error", async () => {
  const fields = `title abstract grantDate ${PUBLISHED} classifications { scheme symbol } absences { field reason { code } }`;
  expect(await patent("202430234567X", fields)).toEqual({
    patent: {
      title: "检测仪（便携式）",
      abstract: null,
      grantDate: "2024-12-03",
      publications: [{ publicationNumber: "CN309123456S", publicationDate: "2024-12-03" }],
      classifications: [{ scheme: "LOCARNO", symbol: "10-05" }],
      absences: [
        { field: "abstract", reason: { code: "NOT_APPLICABLE" } },
        { field: "classifications", reason: { code: "NOT_APPLICABLE" } },
        { field: "claims", reason: { code: "NOT_APPLICABLE" } },
        { field: "descriptionParagraphs", reason: { code: "NOT_APPLICABLE" } },
        { field: "pct", reason: { code: "NOT_APPLICABLE" } },
        { field: "hagueRegistrationNumber", reason: { code: "UNKNOWN" } },
        { field: "docdbApplicationNumber", reason: { code: "UNKNOWN" } },
      ],
    },
  });
});

test("Sichuan has the pledge consultation at window 12, and the loan of 示例银行", async () => {
  const query = `{ hubNode(code: "sichuan") {
    services(first: 1, filter: { text: "专利质押融资咨询" }) { nodes { name module { code } } }
    windows(first: 30) { nodes { number services { nodes { name } } } }
    financeProducts(filter: { text: "知识产权质押贷款" }) { nodes { name institution } }
  } }`;
  const { hubNode } = (await ask(query)) as { readonly hubNode: SichuanHall };
  expect(hubNode.services.nodes).toEqual([{ name: "专利质押融资咨询", module: { code: "FINANCE" } }]);
  const window = hubNode.windows.nodes.find(({ number }) => number === "12");
  expect(window?.services.nodes).toContainEqual({ name: "专利质押融资咨询" });
  expect(hubNode.financeProducts.nodes).toContainEqual({ name: "知识产权质押贷款", institution: "示例银行" });
});

interface SichuanHall {
  readonly services: { readonly nodes: readonly object[] };
  readonly windows: {
    readonly nodes: readonly { readonly number: string; readonly services: { readonly nodes: readonly object[] } }[];
  };
  readonly financeProducts: { readonly nodes: readonly object[] };
}

test("the expert 张示例 is in both directories", async () => {
  const query = `{ experts(first: 50, filter: { specialties: ["新材料"] }) { nodes { name provenance { hubNode { code } } } } }`;
  const { experts } = (await ask(query)) as { readonly experts: { readonly nodes: readonly Expert[] } };
  const homes = experts.nodes.filter(({ name }) => name === "张示例").map(({ provenance }) => provenance.hubNode.code);
  expect(homes.sort()).toEqual(["chongqing", "sichuan"]);
});

interface Expert {
  readonly name: string;
  readonly provenance: { readonly hubNode: { readonly code: string } };
}

test("the demand for an adhesive is 重庆示例新材料有限公司's, with 20 万元", async () => {
  const query = `{ demands(filter: { text: "低温固化胶粘剂" }) { nodes {
    title budget { kind amount { amount } } publisher { name organization { uscc } } provenance { hubNode { code } } } } }`;
  expect(await ask(query)).toEqual({
    demands: {
      nodes: [
        {
          title: expect.stringContaining("低温固化胶粘剂"),
          budget: { kind: "FIXED", amount: { amount: "200000" } },
          publisher: { name: "重庆示例新材料有限公司", organization: { uscc: "91500107MA0DEM1B1C" } },
          provenance: { hubNode: { code: "chongqing" } },
        },
      ],
    },
  });
});
