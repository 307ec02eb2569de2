import { concentrationOf } from "./concentration.ts";
import { type CountedGroups, groupTotals, largestGroups } from "./count-groups.ts";
import { type Counts, FIGURES, type PassContext, statesOf, watchedThrough } from "./count-patents.ts";
import { DIMENSIONS } from "./dimensions.ts";
import { conversionOf, lapsesOf, survivalOf } from "./lives-of-rights.ts";
import type { StatisticsAnswer, StatisticsDimension, StatisticsRequest } from "./statistics-request.ts";
import type { CountTable } from "./tally.ts";

/** Every figure of a request from what `countPatents` counted for it. */
export function figuresOf(counts: Counts, request: StatisticsRequest, context: PassContext): StatisticsAnswer {
  const { names, knownThrough } = context;
  const tableOf = (figure: string): CountTable => {
    const table = counts.tables.get(figure);
    if (table === undefined) throw new RangeError(`${figure} was not counted`);
    return table;
  };
  const counted = (name: StatisticsDimension, wantsYears: boolean): CountedGroups => ({
    dimension: DIMENSIONS[name](names),
    states: tableOf(FIGURES.groups(name, statesOf(request, name))),
    years: wantsYears ? tableOf(FIGURES.groups(name, "years")) : null,
  });
  return {
    total: counts.total,
    knownThrough,
    groups: request.groupings.map((grouping) =>
      largestGroups(counted(grouping.dimension, grouping.wantsYears), grouping),
    ),
    survivals: request.survivals.map(({ years, through }) =>
      survivalOf(tableOf(FIGURES.survival(watchedThrough(through, knownThrough))), years),
    ),
    lapses: request.wantsLapses ? lapsesOf(tableOf(FIGURES.lapses)) : null,
    conversion: request.wantsConversion ? conversionOf(tableOf(FIGURES.conversion)) : null,
    concentration: request.wantsConcentration ? concentrationOf(groupTotals(counted("APPLICANT", false))) : null,
  };
}
