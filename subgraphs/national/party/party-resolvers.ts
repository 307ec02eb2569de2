import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import type { AgencyView } from "./agency-loaders.ts";

export const partyResolvers: ResolverMap<NationalLoad> = {
  Agency: {
    uscc: async (agency: AgencyView, _args: never, { load }: NationalContext) =>
      (await load.registrations.load(agency.code))?.uscc ?? null,
    registration: (agency: AgencyView, _args: never, { load }: NationalContext) => load.registrations.load(agency.code),
  },
};
