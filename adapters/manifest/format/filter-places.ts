/** Filters of a search, and the place of a request that each fills (`{region}`); either name may stand. */
export const FILTERS: Readonly<Record<string, string>> = {
  regions: "region",
  party: "party",
  specialties: "specialty",
  modes: "mode",
  subjects: "subject",
  listingStatuses: "listingStatus",
  demandStatuses: "demandStatus",
  channels: "channel",
  modules: "module",
  numbers: "number",
};

export const FILTER_PLACES: readonly string[] = [...new Set(Object.entries(FILTERS).flat())];
