import type { GraphQLResolveInfo } from "graphql";
import type { AgencyLocality } from "#adapters/cnipa-bulk/analysis/agency-locality.ts";
import type { Group, StatisticsAnswer } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { labelOfBucket } from "#subgraphs/national/search/facet-labels.ts";
import { type PatentSearchArguments, readPatentSearch } from "#subgraphs/national/search/read-search.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { AGENCY_LOCALITY_LABELS } from "./agency-locality-labels.ts";
import { type AskedStatistics, askedStatistics } from "./asked-statistics.ts";
import {
  badSurvival,
  badTop,
  type GroupingArguments,
  isGoodSurvival,
  isGoodTop,
  type SurvivalArguments,
  topOf,
  toQuestion,
} from "./statistics-arguments.ts";

/** One answer of the store with what it was asked: the fields below need no other. */
interface StatisticsView {
  readonly asked: AskedStatistics;
  readonly answer: StatisticsAnswer;
}

interface GroupView extends Group {
  readonly dimension: GroupingArguments["dimension"];
  readonly total: number;
}

const NOTHING_LOADED = {
  code: "NOTHING_LOADED",
  message: {
    zh: "尚未载入任何有公告日的专利数据",
    en: "No patent data with a gazette day are loaded",
  },
};

export const analysisResolvers: ResolverMap<NationalLoad> = {
  Query: { patentStatistics: findStatistics },
  PatentStatistics: {
    total: ({ answer }: StatisticsView) => answer.total,
    knownThrough: ({ answer }: StatisticsView) => answer.knownThrough,
    knownThroughReason: ({ answer }: StatisticsView) => (answer.knownThrough === null ? NOTHING_LOADED : null),
    groupBy: groupsOf,
    lapses: ({ answer }: StatisticsView) =>
      (answer.lapses ?? []).map((lapse) => ({ ...lapse, reason: { code: lapse.reason } })),
    conversion: ({ answer: { conversion } }: StatisticsView) =>
      conversion && { ...conversion, share: shareOf(conversion.putToUse, conversion.granted) },
    concentration: ({ answer }: StatisticsView) => answer.concentration,
    survival: ({ asked, answer }: StatisticsView, args: SurvivalArguments) => {
      if (!isGoodSurvival(args)) throw badSurvival(args);
      const question = JSON.stringify(toQuestion(args));
      return answer.survivals[asked.survivals.findIndex((other) => JSON.stringify(other) === question)] ?? [];
    },
  },
  PatentGroup: {
    label: ({ dimension, key, name }: GroupView, _args: never, { language }: NationalContext, { schema }) =>
      dimension === "AGENCY_LOCALITY"
        ? AGENCY_LOCALITY_LABELS[key as AgencyLocality][language]
        : labelOfBucket({ field: dimension, value: key, name }, language, schema),
    share: ({ count, total }: GroupView) => count / total,
    inForceShare: ({ count, inForce }: GroupView) => inForce / count,
    byYear: ({ years }: GroupView) => years ?? [],
    byStatus: ({ statuses }: GroupView) => (statuses ?? []).map(({ code, count }) => ({ status: { code }, count })),
  },
};

/** Everything that is selected below is asked of the store at once. */
async function findStatistics(
  _parent: never,
  args: PatentSearchArguments,
  { load }: NationalContext,
  info: GraphQLResolveInfo,
): Promise<StatisticsView | null> {
  const { query, filter } = readPatentSearch(args);
  const asked = askedStatistics(info);
  const answer = await load.patentStatistics({ ...asked, query, filter });
  return answer === null ? null : { asked, answer };
}

function groupsOf({ asked, answer }: StatisticsView, args: GroupingArguments): readonly GroupView[] {
  if (!isGoodTop(args)) throw badTop();
  const { dimension } = args;
  const index = asked.groupings.findIndex(
    (grouping) => grouping.dimension === dimension && grouping.top === topOf(args),
  );
  return (answer.groups[index] ?? []).map((group) => ({ ...group, dimension, total: answer.total }));
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
