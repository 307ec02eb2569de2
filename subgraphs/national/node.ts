import { source as register } from "#adapters/cnipa-agencies/source.ts";
import { source as bulk } from "#adapters/cnipa-bulk/source.ts";
import { source as ops } from "#adapters/epo-ops/source.ts";
import { source as rights } from "#adapters/national-registers/source.ts";
import { defineNode } from "#subgraphs/runtime/define-node.ts";
import { mergeResolvers } from "#subgraphs/runtime/merge-resolvers.ts";
import { analysisResolvers } from "./analysis/analysis-resolvers.ts";
import { contract } from "./contract.ts";
import { entities } from "./entities.ts";
import { deadlineResolvers } from "./fees/deadline-resolvers.ts";
import { feesResolvers } from "./fees/fees-resolvers.ts";
import { legalResolvers } from "./legal/legal-resolvers.ts";
import { createNationalLoad } from "./national-load.ts";
import { partyResolvers } from "./party/party-resolvers.ts";
import { fullTextResolvers } from "./patent/full-text-resolvers.ts";
import { patentResolvers } from "./patent/patent-resolvers.ts";
import { rightResolvers } from "./rights/right-resolvers.ts";
import { searchResolvers } from "./search/search-resolvers.ts";
import { familyResolvers } from "./world/family-resolvers.ts";
import { inpadocResolvers } from "./world/inpadoc-resolvers.ts";
import { worldResolvers } from "./world/world-resolvers.ts";

/** National data, one owner each: patents, organisations, agencies, other rights. */
export const node = defineNode({
  code: "national",
  name: { zh: "国家数据", en: "National data" },
  operator: { zh: "枢纽运营者（数据来源：国家知识产权局、欧洲专利局）", en: "Operator of the hub (data: CNIPA, EPO)" },
  region: null,
  schema: new URL("./", import.meta.url),
  sources: { bulk, register, ops, rights },
  createLoaders: createNationalLoad,
  resolvers: mergeResolvers(
    patentResolvers,
    partyResolvers,
    rightResolvers,
    legalResolvers,
    fullTextResolvers,
    familyResolvers,
    inpadocResolvers,
    worldResolvers,
    feesResolvers,
    deadlineResolvers,
    searchResolvers,
    analysisResolvers,
  ),
  entities,
  contract,
});
