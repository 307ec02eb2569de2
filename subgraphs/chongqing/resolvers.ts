import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import type { ChongqingContext, ChongqingLoad } from "./chongqing-load.ts";
import { servicesOfWindow } from "./find/find-hall.ts";
import { toServiceItem } from "./records/hall.ts";

/** Everything else of a record is plain data, made in records/. */
export const resolvers: ResolverMap<ChongqingLoad> = {
  ChongqingServiceWindow: {
    services: async (parent: { readonly upstreamId: string }, args: PageArguments, context: ChongqingContext) => {
      const page = readPage(args);
      const { records, total, relation } = await servicesOfWindow(parent.upstreamId, page, context);
      const { siteUrl } = context.load.kjy01();
      const items = records.map((record) => toServiceItem({ record, siteUrl }));
      return toConnection(items, page, { value: total, relation });
    },
  },
};
