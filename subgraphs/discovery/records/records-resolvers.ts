import type { GraphQLResolveInfo } from "graphql";
import { othersOf } from "#subgraphs/discovery/find-records.ts";
import { toHubNode } from "#subgraphs/discovery/hub-node.ts";
import { type PatentParent, patentNumberOf } from "#subgraphs/discovery/patent-number.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { conflictsOfPatent, mergedCopies } from "./compare-patent.ts";
import type { Conflict, Statement } from "./conflict.ts";
import { factsOf } from "./fact-loaders.ts";
import { findCopies } from "./find-copies.ts";
import { keptApart } from "./kept-apart.ts";
import { type AskedViews, patentReference } from "./patent-views.ts";
import type { RecordsLoad } from "./records-load.ts";

interface Load {
  readonly records: RecordsLoad;
}

type Context = NodeContext<Load>;

/** How many copies of one title are looked at. */
const ALIKE = 20;

export const recordsResolvers: ResolverMap<Load> = {
  Listing: {
    registerCheck: ({ __typename, id }: { __typename: string; id: string }, _args: never, { load }: Context) =>
      load.records.checks.load({ __typename, id }),
  },
  Patent: {
    records: async (patent: PatentParent, _args: never, context: Context, info: GraphQLResolveInfo) => {
      const views = await viewsOf(patent, context, info);
      return views === null ? [] : mergedCopies(views).map(({ typeName, facts }) => toReference(typeName, facts.id));
    },
    conflicts: async (patent: PatentParent, _args: never, context: Context, info: GraphQLResolveInfo) => {
      const views = await viewsOf(patent, context, info);
      return views === null ? [] : conflictsOfPatent(views).map((conflict) => toConflict(conflict, context));
    },
    keptApart: async (patent: PatentParent, _args: never, context: Context, info: GraphQLResolveInfo) => {
      const views = await viewsOf(patent, context, info);
      return views === null ? [] : apartFrom(views, context, info);
    },
  },
};

/** Null for a patent without a Chinese application number: platforms name no other. All failing, there is no answer. */
async function viewsOf(patent: PatentParent, context: Context, info: GraphQLResolveInfo): Promise<AskedViews | null> {
  const number = patentNumberOf(patent);
  if (number === null) return null;
  const views = await context.load.records.views.load(number);
  if (views.copies.length === 0 && views.register === null && views.failures[0] !== undefined) throw views.failures[0];
  for (const failure of views.failures) context.report(failure, info);
  return views;
}

async function apartFrom(views: AskedViews, context: Context, info: GraphQLResolveInfo) {
  const { copyFinder, relations } = context.load.records;
  const title = views.register?.title ?? null;
  const [told, byTitle] = await Promise.all([
    factsOf(relations, patentReference(views.number)),
    title === null ? null : findCopies(copyFinder, { text: title, first: ALIKE }),
  ]);
  const failed = told instanceof Error;
  for (const failure of [...(failed ? [told] : []), ...(byTitle?.failures ?? [])]) context.report(failure, info);
  return keptApart(views, byTitle?.copies ?? [], failed ? null : told);
}

function toConflict({ chosen, others, ...conflict }: Conflict, context: Context) {
  const show = (statement: Statement) => toValue(statement, context);
  return { ...conflict, chosen: show(chosen), others: others.map(show) };
}

function toValue({ node, record, ...value }: Statement, context: Context) {
  const listed = othersOf(context)
    .directory.list()
    .find(({ code }) => code === node);
  return {
    ...value,
    hubNode: listed === undefined ? null : toHubNode(listed),
    record: record === null ? null : toReference(record.typeName, record.id),
  };
}

function toReference(typeName: string, id: string) {
  return { __typename: typeName, id };
}
