import type { LegalEventView } from "#subgraphs/national/legal/legal-event-view.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { inpadocEventsOf } from "./inpadoc-events.ts";

interface OfficeEvents {
  readonly office: { readonly code: string };
  readonly views: readonly LegalEventView[];
  readonly isWhole: boolean;
}

export const inpadocResolvers: ResolverMap<NationalLoad> = {
  Patent: {
    inpadocEvents: async (
      patent: PatentView,
      _args: never,
      { load }: NationalContext,
    ): Promise<readonly OfficeEvents[] | null> => {
      const found = await inpadocEventsOf(patent, load);
      if (found === null) return null;
      const byOffice = Map.groupBy(found.events, ({ concernedOffice }) => concernedOffice);
      return [...byOffice].map(([code, events]) => ({
        office: { code },
        views: events.map(({ view }) => view),
        isWhole: found.isWhole,
      }));
    },
  },
  OfficeLegalEvents: {
    events: ({ views, isWhole }: OfficeEvents, args: PageArguments) => toEventPage(views, isWhole, args),
  },
};

/** INPADOC does not say through which day it knows. */
export function toEventPage(views: readonly LegalEventView[], isWhole: boolean, args: PageArguments) {
  const page = readPage(args, 20);
  const shown = views.slice(page.offset, page.offset + page.first);
  const connection = toConnection(shown, page, { value: views.length, relation: "EXACT" });
  const relation = isWhole ? "EXACT" : "AT_LEAST";
  return { ...connection, total: { value: views.length, relation }, knownThrough: null };
}
