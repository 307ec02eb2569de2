import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { toServiceItem } from "./graph-records.ts";
import type { SichuanContext, SichuanLoad } from "./sichuan-load.ts";

/** Everything else is a property of its record (graph-records.ts). */
export const resolvers: ResolverMap<SichuanLoad> = {
  SichuanServiceWindow: {
    services: async (window: { readonly number: string }, args: PageArguments, { load, call }: SichuanContext) => {
      const page = readPage(args);
      const { value, ...origin } = await load.portal().catalogue(call);
      const found = value.services.filter((service) => service.windowNumbers.includes(window.number));
      const items = found
        .slice(page.offset, page.offset + page.first)
        .map((record) => toServiceItem({ ...origin, value: record }));
      return toConnection(items, page, { value: found.length, relation: "EXACT" });
    },
  },
};
