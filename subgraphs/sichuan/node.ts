import { source as sichuanPortal } from "#adapters/sichuan-portal/source.ts";
import { defineNode } from "#subgraphs/runtime/define-node.ts";
import { LISTINGS } from "./find-listings.ts";
import { PATENT_RECORDS } from "./find-patent-records.ts";
import { NODE_CODE } from "./graph-records.ts";
import { LIST_KINDS } from "./list-kinds.ts";
import { resolvers } from "./resolvers.ts";
import { createSichuanLoad, type SichuanContext, type SichuanLoad } from "./sichuan-load.ts";

const KINDS = [LISTINGS, ...LIST_KINDS, PATENT_RECORDS];
const SOURCES = { portal: sichuanPortal };

/** The Sichuan platform: the owner keeps its system and its data, the hub asks. */
export const node = defineNode<typeof SOURCES, SichuanLoad>({
  code: NODE_CODE,
  name: { zh: "四川省知识产权公共服务平台", en: "Sichuan intellectual-property public service platform" },
  operator: { zh: "四川省知识产权服务促进中心", en: "Sichuan Intellectual Property Service Promotion Centre" },
  region: "510000",
  schema: new URL("./schema.graphql", import.meta.url),
  sources: SOURCES,
  createLoaders: createSichuanLoad,
  resolvers,
  entities: Object.fromEntries(KINDS.map(({ typeName, entity }) => [typeName, entity])),
  contract: {
    kinds: Object.fromEntries(KINDS.map(({ kind, contract }) => [kind, contract])),
    serviceModules: countModules,
  },
});

/** The modules in the portal's own order, those without a service too. */
async function countModules({ load, call }: SichuanContext) {
  const { modules, services } = (await load.portal().catalogue(call)).value;
  return modules.map(({ code, raw }) => ({
    module: code,
    raw,
    count: services.filter((service) => service.module.code === code).length,
  }));
}
