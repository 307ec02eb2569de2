import type { GraphQLResolveInfo } from "graphql";
import type {
  Grouping,
  StatisticsRequest,
  SurvivalQuestion,
} from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import { selectedFields } from "#subgraphs/runtime/selected-fields.ts";
import {
  type GroupingArguments,
  isGoodSurvival,
  isGoodTop,
  type SurvivalArguments,
  topOf,
  toQuestion,
} from "./statistics-arguments.ts";

/** What the store is asked besides which patents are meant. */
export type AskedStatistics = Omit<StatisticsRequest, "query" | "filter" | "today">;

/**
 * All that is selected below `patentStatistics`, each figure once whatever its aliases: it costs one question to the store.
 * What is wrong with an argument is told in its own place.
 */
export function askedStatistics(info: GraphQLResolveInfo): AskedStatistics {
  const selected = selectedFields(info);
  const named = (name: string) => selected.filter((field) => field.name === name);
  const groupings = named("groupBy").map((field) => ({
    args: field.arguments as unknown as GroupingArguments,
    wantsStatuses: field.selected().some(({ name }) => name === "byStatus"),
    wantsYears: field.selected().some(({ name }) => name === "byYear"),
  }));
  const survivals = named("survival").map((field) => field.arguments as unknown as SurvivalArguments);
  return {
    groupings: mergeGroupings(groupings.filter(({ args }) => isGoodTop(args))),
    survivals: distinct(survivals.filter(isGoodSurvival).map(toQuestion)),
    wantsLapses: named("lapses").length > 0,
    wantsConversion: named("conversion").length > 0,
    wantsConcentration: named("concentration").length > 0,
  };
}

interface AskedGrouping {
  readonly args: GroupingArguments;
  readonly wantsStatuses: boolean;
  readonly wantsYears: boolean;
}

function mergeGroupings(asked: readonly AskedGrouping[]): readonly Grouping[] {
  const alike = Map.groupBy(asked, ({ args }) => `${args.dimension}:${topOf(args)}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      {
        dimension: first.args.dimension,
        top: topOf(first.args),
        wantsStatuses: same.some(({ wantsStatuses }) => wantsStatuses),
        wantsYears: same.some(({ wantsYears }) => wantsYears),
      },
    ];
  });
}

function distinct(questions: readonly SurvivalQuestion[]): readonly SurvivalQuestion[] {
  return [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
}
