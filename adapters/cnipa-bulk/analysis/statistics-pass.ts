import { dayOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { concentrationOf } from "./concentration.ts";
import { largestGroups } from "./count-groups.ts";
import { CountedDimensions, totalsOf } from "./counted-dimensions.ts";
import { conversionOf, lapsesOf, survivalOf } from "./lives-of-rights.ts";
import type { MatchSet, StatisticsNames } from "./match-set.ts";
import type { StatisticsAnswer, StatisticsRequest } from "./statistics-request.ts";

/** What a pass needs besides the patents. */
export interface PassContext {
  readonly names: StatisticsNames;
  readonly knownThrough: string | null;
}

/** Every figure of a request over one set of patents, exactly. Pure: to be run in a search worker. */
export function passOver(matches: MatchSet, request: StatisticsRequest, context: PassContext): StatisticsAnswer {
  const { names, knownThrough } = context;
  const counted = new CountedDimensions(matches, names);
  return {
    total: matches.ids.length,
    knownThrough,
    groups: request.groupings.map((grouping) => largestGroups(counted, grouping)),
    survivals: request.survivals.map(({ years, through }) =>
      survivalOf(matches, years, dayOf(earlier(through, knownThrough))),
    ),
    lapses: request.wantsLapses ? lapsesOf(matches) : null,
    conversion: request.wantsConversion ? conversionOf(matches) : null,
    concentration: request.wantsConcentration ? concentrationOf(totalsOf(counted.count("APPLICANT", false))) : null,
  };
}

/** Beyond what is known nothing is watched: rights would seem to live on. */
function earlier(through: string | null, knownThrough: string | null): string | null {
  return through === null || knownThrough === null || through > knownThrough ? knownThrough : through;
}
