import type {
  FoundItem,
  HarvestPage,
  KindContract,
  NodeContext,
  NodeContract,
  NodeHarvest,
  NodeSearch,
  ResolverMap,
} from "./define-node.ts";
import { badInput, OperationError } from "./operation-error.ts";
import { offsetCursor, readPage } from "./paging.ts";

const CONTRACT_VERSION = 1;

/** Answers the hidden questions of schema/node-contract.graphql from a node's declared contract. */
export function contractResolvers<Load>(contract: NodeContract<Load>): ResolverMap<Load> {
  return {
    Query: {
      hubNodeInformation: async (_parent: never, _args: never, context: NodeContext<Load>) => ({
        contractVersion: CONTRACT_VERSION,
        kinds: Object.entries(contract.kinds).map(([kind, declared]) => ({
          ...declared,
          kind,
          private: declared.isPrivate,
        })),
        serviceModules: (await contract.serviceModules?.(context)) ?? [],
      }),
      hubNodeSearch: (_parent: never, args: { searches: readonly NodeSearch[] }, context: NodeContext<Load>) =>
        args.searches.map((search) => searchPage(contract, { ...search, filter: search.filter ?? {} }, context)),
      hubNodeHarvest: (_parent: never, args: HarvestArguments, context: NodeContext<Load>) =>
        harvest(contract, args, context),
      hubNodeAccount: (_parent: never, _args: never, context: NodeContext<Load>) => contract.account?.(context) ?? null,
    },
  };
}

interface HarvestArguments {
  readonly kind: string;
  readonly cursor?: string | null;
  readonly first: number;
  readonly since?: string | null;
}

async function searchPage<Load>(contract: NodeContract<Load>, search: NodeSearch, context: NodeContext<Load>) {
  const declared = kindOf(contract, search.kind);
  const page = readPage({ first: search.first });
  const found = await declared.find({ ...search, first: page.first, offset: Math.max(0, search.offset) }, context);
  context.given(declared.typeName, "listed", found.items);
  return { ...found, items: found.items.map((item) => item && toItem(declared.typeName, item)) };
}

/** Batches of summaries; where the node has no way of its own, newest first, and `since` ends the harvest at the first older record. */
async function harvest<Load>(contract: NodeContract<Load>, args: HarvestArguments, context: NodeContext<Load>) {
  const declared = kindOf(contract, args.kind);
  if (!declared.harvest) throw new OperationError("FORBIDDEN");
  const asked = { kind: args.kind, cursor: args.cursor ?? null, first: args.first, since: args.since ?? null };
  readPage({ first: asked.first });
  const found = await (declared.harvestPage ?? readThrough(declared))(asked, context);
  context.given(declared.typeName, "harvested", found.items);
  const items = found.items.filter((item) => item !== null).map((item) => toItem(declared.typeName, item));
  return { items, removed: found.removed ?? [], cursor: found.cursor, resume: found.resume ?? null };
}

/** By searches for everything, newest first. */
function readThrough<Load>(declared: KindContract<Load>) {
  return async ({ kind, cursor, first, since }: NodeHarvest, context: NodeContext<Load>): Promise<HarvestPage> => {
    const page = readPage({ first, after: cursor });
    const found = await declared.find({ kind, filter: {}, ...page }, context);
    const shown = found.items.filter((item) => item !== null);
    const fresh = shown.filter((item) => !since || !item.summary.date || item.summary.date >= since.slice(0, 10));
    const end = page.offset + found.items.length;
    // A total that is only a lower bound ends nothing.
    const isAtEnd = found.relation === "EXACT" && end >= found.total;
    const isDone = found.items.length === 0 || fresh.length < shown.length || isAtEnd;
    return { items: fresh, cursor: isDone ? null : offsetCursor(end) };
  };
}

function kindOf<Load>(contract: NodeContract<Load>, kind: string): KindContract<Load> {
  const declared = contract.kinds[kind];
  if (declared !== undefined) return declared;
  throw badInput("kind", `本节点不提供 ${kind}`, `this node does not provide ${kind}`);
}

const LONGEST_TEXT = 600;

function toItem(typeName: string, { id, summary }: FoundItem) {
  const { text = null, fetchedAt, sourceUpdatedAt, codes = {} } = summary;
  return {
    typeName,
    id,
    summary: {
      title: summary.title,
      numbers: summary.numbers ?? [],
      classes: summary.classes ?? [],
      region: summary.region ?? null,
      date: summary.date ?? null,
      fetchedAt: toInstant(fetchedAt),
      text: text === null ? null : text.slice(0, LONGEST_TEXT).toWellFormed(),
      parties: summary.parties ?? [],
      price: summary.price ?? null,
      status: summary.status ?? null,
      codes: Object.entries(codes).map(([filter, values]) => ({ filter, codes: values })),
      licence: summary.licence ?? null,
      sourceUpdatedAt: toInstant(sourceUpdatedAt),
    },
  };
}

function toInstant(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString();
}
