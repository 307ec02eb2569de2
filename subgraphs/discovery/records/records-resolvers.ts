import type { GraphQLResolveInfo } from "graphql";
import { type AgencyReference, agencyCode } from "#subgraphs/discovery/agency-code.ts";
import { othersOf } from "#subgraphs/discovery/find-records.ts";
import { toHubNode } from "#subgraphs/discovery/hub-node.ts";
import { type PatentParent, patentNumberOf } from "#subgraphs/discovery/patent-number.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { conflictsOfParty } from "./compare-party.ts";
import { conflictsOfPatent, mergedCopies } from "./compare-patent.ts";
import type { Conflict, Statement } from "./conflict.ts";
import { factsOf } from "./fact-loaders.ts";
import { findCopies } from "./find-copies.ts";
import { keptApart } from "./kept-apart.ts";
import { type OrganizationParent, usccOf } from "./organization-code.ts";
import type { PartyViews } from "./party-views.ts";
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
    registerCheck: async ({ __typename, id }: { __typename: string; id: string }, _args: never, context: Context) => {
      const check = await context.load.records.checks.load({ __typename, id });
      if (check?.verdict === "CONFLICT") countCheck(__typename, context);
      return check;
    },
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
  Agency: {
    conflicts: async (agency: AgencyReference, _args: never, context: Context, info: GraphQLResolveInfo) =>
      partyConflicts(await context.load.records.agencies.load(agencyCode(agency)), context, info),
  },
  Organization: {
    uscc: usccOf,
    memberRecords: async (parent: OrganizationParent, _args: never, context: Context, info: GraphQLResolveInfo) => {
      const uscc = usccOf(parent);
      if (uscc === null) return [];
      const views = told(await context.load.records.organizations.load(uscc), context, info);
      return views.copies.map(({ typeName, facts }) => toReference(typeName, facts.id));
    },
    conflicts: async (parent: OrganizationParent, _args: never, context: Context, info: GraphQLResolveInfo) => {
      const uscc = usccOf(parent);
      if (uscc === null) return [];
      return partyConflicts(await context.load.records.organizations.load(uscc), context, info);
    },
  },
};

function partyConflicts(views: PartyViews, context: Context, info: GraphQLResolveInfo) {
  const { register, copies } = told(views, context, info);
  return conflictsOfParty(register, copies).map((conflict) => toConflict(conflict, context));
}

/** Failures stand beside what was found; where nothing was, there is no answer. */
function told<Views extends Told>(views: Views, context: Context, info: GraphQLResolveInfo): Views {
  const { register, copies, failures } = views;
  if (copies.length === 0 && register === null && failures[0] !== undefined) throw failures[0];
  for (const failure of failures) context.report(failure, info);
  return views;
}

interface Told {
  readonly register: object | null;
  readonly copies: readonly object[];
  readonly failures: readonly Error[];
}

/** Null for a patent without a Chinese application number: platforms name no other. */
async function viewsOf(patent: PatentParent, context: Context, info: GraphQLResolveInfo): Promise<AskedViews | null> {
  const number = patentNumberOf(patent);
  return number === null ? null : told(await context.load.records.views.load(number), context, info);
}

async function apartFrom(views: AskedViews, context: Context, info: GraphQLResolveInfo) {
  const { copyFinder, relations } = context.load.records;
  const title = views.register?.title ?? null;
  const [related, byTitle] = await Promise.all([
    factsOf(relations, patentReference(views.number)),
    title === null ? null : findCopies(copyFinder, { text: title, first: ALIKE }),
  ]);
  const failed = related instanceof Error;
  for (const failure of [...(failed ? [related] : []), ...(byTitle?.failures ?? [])]) context.report(failure, info);
  return keptApart(views, byTitle?.copies ?? [], failed ? null : related);
}

/** For the owner of the platform whose offer it is. */
function countCheck(typeName: string, context: Context): void {
  const { directory, countConflict } = othersOf(context);
  const owner = directory.ownerOf(typeName);
  if (owner !== undefined) countConflict?.(owner.code, "registerCheck");
}

function toConflict({ chosen, others, ...conflict }: Conflict, context: Context) {
  for (const node of new Set([chosen, ...others].map((statement) => statement.node)))
    othersOf(context).countConflict?.(node, conflict.field);
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
