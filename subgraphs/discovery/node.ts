import { encodeNodeId } from "#schema/ids/node-id.ts";
import { defineNode } from "#subgraphs/runtime/define-node.ts";
import { mergeResolvers } from "#subgraphs/runtime/merge-resolvers.ts";
import { type DiscoveryStore, discoveryStore, WITHOUT_STORE } from "./discovery-store.ts";
import { createSearchLoader, othersOf } from "./find-records.ts";
import { toHubNode } from "./hub-node.ts";
import { identifyResolvers } from "./identify/identify-resolvers.ts";
import { suggestResolvers } from "./identify/suggest-resolvers.ts";
import { makeSchema } from "./make-schema.ts";
import { matchingResolvers } from "./matching/matching-resolvers.ts";
import { createRecordsLoad } from "./records/records-load.ts";
import { recordsResolvers } from "./records/records-resolvers.ts";
import { type DiscoveryLoad, resolvers } from "./resolvers.ts";
import { searchResolvers } from "./search/search-resolvers.ts";
import { coverageResolvers, createCoverageLoad } from "./summaries/coverage-resolvers.ts";
import { shownSummaries } from "./summaries/shown-summaries.ts";

/** The hub itself: who is there, and what they have together. Asks the other nodes through two ports, names none. */
export const node = defineNode<Record<string, never>, DiscoveryLoad, DiscoveryStore>({
  code: "discovery",
  name: { zh: "成渝知识产权联邦枢纽", en: "Chengyu IP hub" },
  operator: { zh: "枢纽运营者", en: "Operator of the hub" },
  region: null,
  schema: makeSchema,
  sources: {},
  seesOthers: true,
  store: discoveryStore,
  createLoaders: (_clients, context, store) => {
    const search = createSearchLoader(context);
    const kept = store ?? WITHOUT_STORE;
    const coverage = createCoverageLoad(kept.summaries);
    const summaries = kept.summaries === null ? null : shownSummaries(kept.summaries, othersOf(context).directory);
    return { search, ...kept, summaries, records: createRecordsLoad(context, search), coverage };
  },
  resolvers: mergeResolvers(
    resolvers,
    identifyResolvers,
    suggestResolvers,
    matchingResolvers,
    recordsResolvers,
    coverageResolvers,
    searchResolvers,
  ),
  entities: {
    Agency: async (references) =>
      references.map((reference) => ({ ...reference, id: encodeNodeId("Agency", String(reference["code"])) })),
    Patent: async (references) =>
      references.map((reference) => {
        const { applicationNumber } = reference;
        return typeof applicationNumber === "string"
          ? { ...reference, id: encodeNodeId("Patent", applicationNumber) }
          : reference;
      }),
    Organization: async (references) => references,
    HubNode: async (references, context) => {
      const nodes = othersOf(context).directory.list();
      return references.map((reference) => {
        const found = nodes.find(
          (listed) => listed.code === reference["code"] || encodeNodeId("HubNode", listed.code) === reference["id"],
        );
        return found === undefined ? null : toHubNode(found);
      });
    },
  },
  contract: { kinds: {} },
});
