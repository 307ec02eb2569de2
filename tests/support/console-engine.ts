import { buildSchema, graphql } from "graphql";
import type { RunOperation } from "#gateway/http/operation.ts";

const schema = buildSchema(`
  type Query { hubNodes: [HubNode!]!, patent(number: String!): Patent, echo: String }
  type Patent { title: String }
  type HubNode { code: String!, name: String, operator: String, state: String!, region: Region, provides: [Provision!]!, sources: [Source!]! }
  type Region { name: String }
  type Provision { kind: String! }
  type Source { code: String!, name: String!, kind: String!, health: String!, lastSuccessAt: String, licence: Licence! }
  type Licence { name: String, attribution: String }
`);

const licence = { name: "示例条款", attribution: "数据来自示例平台" };

/** Nodes in every state that the page can show. */
const NODES = [
  {
    code: "national",
    name: "国家数据",
    operator: "成渝知识产权联邦枢纽",
    state: "LIVE",
    region: null,
    provides: ["ANALYSIS_REPORT"].map((kind) => ({ kind })),
    sources: [
      {
        code: "cnipa-bulk",
        name: "国家知识产权局批量数据",
        kind: "BULK",
        health: "UP",
        lastSuccessAt: ago(12_000),
        licence,
      },
      { code: "epo-ops", name: "欧洲专利局 OPS", kind: "API", health: "OFF", lastSuccessAt: null, licence },
    ],
  },
  {
    code: "sichuan",
    name: "四川省知识产权公共服务平台",
    operator: "四川省知识产权服务促进中心",
    state: "LIVE",
    region: { name: "四川省" },
    provides: ["LISTING", "SERVICE_ITEM", "SERVICE_WINDOW", "FINANCE_PRODUCT", "ACTIVITY"].map((kind) => ({ kind })),
    sources: [
      {
        code: "sichuan-portal",
        name: "四川门户",
        kind: "PORTAL",
        health: "DEGRADED",
        lastSuccessAt: ago(600_000),
        licence,
      },
    ],
  },
  {
    code: "chongqing",
    name: "重庆专利全流程管理",
    operator: "重庆市知识产权局",
    state: "QUARANTINED",
    region: { name: "重庆市" },
    provides: ["LISTING", "DEMAND", "EXPERT", "CASE"].map((kind) => ({ kind })),
    sources: [
      {
        code: "chongqing-kjy01",
        name: "kjy01",
        kind: "PORTAL",
        health: "DOWN",
        lastSuccessAt: ago(7_200_000),
        licence,
      },
    ],
  },
];

/** A toy graph with the part that the console asks for. */
export function createConsoleEngine(nodes: () => unknown = () => NODES): RunOperation {
  return async (operation, scope) => {
    const rootValue = {
      hubNodes: nodes,
      patent: { title: "一种低温固化光学胶及其制备方法" },
      echo: [...scope.nodeCredentials].join(" "),
    };
    const result = await graphql({
      schema,
      rootValue,
      source: operation.query,
      variableValues: operation.variables ?? {},
      operationName: operation.operationName ?? null,
    });
    return {
      kind: "executed",
      body: {
        data: result.data ?? null,
        ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
      },
    };
  };
}

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}
