import { source as kjy01 } from "#adapters/chongqing-kjy01/source.ts";
import { defineNode } from "#subgraphs/runtime/define-node.ts";
import { createChongqingLoad } from "./chongqing-load.ts";
import { contract } from "./contract.ts";
import { entities } from "./entities.ts";
import { NODE_CODE } from "./records/origin.ts";
import { resolvers } from "./resolvers.ts";

/** Chongqing's technology-service market and patent process management. */
export const node = defineNode({
  code: NODE_CODE,
  name: { zh: "重庆科技服务云平台", en: "Chongqing science and technology service cloud" },
  operator: { zh: "重庆市科学技术研究院", en: "Chongqing Academy of Science and Technology" },
  region: "500000",
  schema: new URL("./schema.graphql", import.meta.url),
  sources: { kjy01 },
  createLoaders: createChongqingLoad,
  resolvers,
  entities,
  contract,
});
