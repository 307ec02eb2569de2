import type { KindContract, NodeContract } from "#subgraphs/runtime/define-node.ts";
import type { ChongqingLoad } from "./chongqing-load.ts";
import { findAccount, findCases } from "./find/find-cases.ts";
import { findAgencyProfiles, findExperts } from "./find/find-directory.ts";
import { countModules, findServices, findWindows } from "./find/find-hall.ts";
import { findDemands, findListings } from "./find/find-market.ts";

type Kind = KindContract<ChongqingLoad>;

/** Public lists: asked live, and may be harvested (assumed, until the owner says otherwise). */
const PUBLIC = { search: "LIVE", about: [], harvest: true, isPrivate: false } as const satisfies Partial<Kind>;

/** How the hub may ask this node. */
export const contract: NodeContract<ChongqingLoad> = {
  kinds: {
    LISTING: {
      ...PUBLIC,
      typeName: "ChongqingListing",
      about: ["Patent", "Organization"],
      filters: ["regions", "party", "modes", "subjects", "listingStatuses"],
      find: findListings,
    },
    DEMAND: {
      ...PUBLIC,
      typeName: "ChongqingDemand",
      about: ["Organization"],
      filters: ["regions", "party", "demandStatuses"],
      find: findDemands,
    },
    EXPERT: { ...PUBLIC, typeName: "ChongqingExpert", filters: ["regions", "specialties"], find: findExperts },
    AGENCY_PROFILE: {
      ...PUBLIC,
      typeName: "ChongqingAgencyProfile",
      about: ["Agency"],
      filters: ["regions", "specialties"],
      find: findAgencyProfiles,
    },
    SERVICE: {
      ...PUBLIC,
      typeName: "ChongqingServiceItem",
      filters: ["regions", "channels", "modules"],
      find: findServices,
    },
    SERVICE_WINDOW: { ...PUBLIC, typeName: "ChongqingServiceWindow", filters: ["regions"], find: findWindows },
    CASE: {
      typeName: "ChongqingCase",
      search: "LIVE",
      about: [],
      filters: [],
      harvest: false,
      isPrivate: true,
      find: findCases,
    },
  },
  serviceModules: countModules,
  account: findAccount,
};
