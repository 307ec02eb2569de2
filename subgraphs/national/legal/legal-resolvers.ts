import { deriveLegalStatus } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { encumbrancesOf } from "#adapters/cnipa-bulk/legal/encumbrances.ts";
import { ownersOf } from "#adapters/cnipa-bulk/legal/owners.ts";
import { readAsOf } from "#subgraphs/national/as-of.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { matchParty } from "#subgraphs/national/party/match-party.ts";
import type { PartyReferenceView } from "#subgraphs/national/party/party-reference.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";
import { inpadocEventsOf } from "#subgraphs/national/world/inpadoc-events.ts";
import { toEventPage } from "#subgraphs/national/world/inpadoc-resolvers.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { gazetteEventView } from "./legal-event-view.ts";

interface AsOfArgument {
  readonly asOf?: string | null;
}

interface EventArguments extends PageArguments {
  readonly kinds?: readonly string[] | null;
}

const DEFAULT_EVENTS = 20;

export const legalResolvers: ResolverMap<NationalLoad> = {
  Patent: {
    legalStatus: (patent: PatentView, { asOf }: AsOfArgument, { now }: NationalContext) => {
      const day = readAsOf(asOf, now);
      return patent.record === null ? patent.legalStatus : deriveLegalStatus(patent.record, day);
    },
    legalEvents: (patent: PatentView, args: EventArguments, { load }: NationalContext) => {
      const { record } = patent;
      if (record === null) return eventsOfSource(patent, args, load);
      const page = readPage(args, DEFAULT_EVENTS);
      const events = record.legalEvents
        .map((event) => gazetteEventView(event, record))
        .filter(({ kind }) => !args.kinds || args.kinds.includes(kind.code));
      const shown = events.slice(page.offset, page.offset + page.first);
      const total = { value: events.length, relation: "EXACT" as const };
      return { ...toConnection(shown, page, total), knownThrough: record.knownThrough };
    },
    encumbrances: ({ record }: PatentView, { asOf }: AsOfArgument, { now }: NationalContext) => {
      const day = readAsOf(asOf, now);
      if (record === null) return null;
      return encumbrancesOf(record, day).map(({ kind, event, ...rest }) => ({
        ...rest,
        kind: { code: kind },
        event: gazetteEventView(event, record),
      }));
    },
    currentOwners: ({ record }: PatentView) => {
      if (record === null) return null;
      const { owners, certainty, reason } = ownersOf(record);
      return owners.map(({ name, formerNames, sinceDate, ...place }) => ({
        ...{ name, formerNames, sinceDate, certainty, reason },
        party: { name, ...place },
      }));
    },
  },
  PatentOwner: partyFields(),
  PartyReference: {
    organization: async (parent: Partial<PartyReferenceView>, _args: never, { load }: NationalContext) =>
      parent.party === undefined ? null : ((await matchParty(parent.party, load))?.organization ?? null),
  },
};

/** What was not imported has its events from INPADOC. */
async function eventsOfSource(patent: PatentView, args: EventArguments, load: NationalLoad) {
  const found = await inpadocEventsOf(patent, load);
  if (found === null) return null;
  const views = found.events.map(({ view }) => view);
  return toEventPage(
    views.filter(({ kind }) => !args.kinds || args.kinds.includes(kind.code)),
    found.isWhole,
    args,
  );
}

function partyFields() {
  const find = ({ party }: Pick<PartyReferenceView, "party">, load: NationalLoad) => matchParty(party, load);
  return {
    organization: async (parent: PartyReferenceView, _args: never, { load }: NationalContext) =>
      (await find(parent, load))?.organization ?? null,
    match: async (parent: PartyReferenceView, _args: never, { load }: NationalContext) =>
      (await find(parent, load))?.match ?? null,
  };
}
