import DataLoader from "dataloader";
import type { GraphQLResolveInfo } from "graphql";
import { expandRegions } from "#schema/codes/regions.ts";
import type { NodeContext, NodeFilter, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { badInput, identifierError, OperationError } from "#subgraphs/runtime/operation-error.ts";
import { type Connection, type PageArguments, readPageSize } from "#subgraphs/runtime/paging.ts";
import type { ListedNode, NodePage } from "#subgraphs/runtime/ports.ts";
import { withIndexed } from "./find-indexed.ts";
import { type FoundReference, mergePages, type NodeSlice, type Positions, readPositions } from "./merged-pages.ts";
import type { SummaryIndex } from "./summaries/summary-index.ts";
import { tellTogether } from "./tell-together.ts";

/** Search of one node; all searches of a request that fall together go to a node in one request. */
export type SearchLoader = DataLoader<{ readonly node: string; readonly search: NodeSearch }, NodePage>;

export interface FindArguments extends PageArguments {
  readonly filter?: (NodeFilter & { readonly nodes?: readonly string[] | null; readonly text?: string | null }) | null;
}

export interface FindScope {
  readonly kind: string;
  readonly about?: NodeSearch["about"];
  /** Only these nodes. */
  readonly among?: (node: ListedNode) => boolean;
}

export interface FindLoad {
  readonly search: SearchLoader;
  /** Null where the hub keeps no index. */
  readonly summaries: SummaryIndex | null;
}

export function createSearchLoader(context: Omit<NodeContext, "load">): SearchLoader {
  const { caller } = othersOf(context);
  return new DataLoader(
    async (keys) => {
      const pages = new Map<number, NodePage | Error>();
      const nodes = [...new Set(keys.map((key) => key.node))];
      await Promise.all(
        nodes.map(async (node) => {
          const places = keys.flatMap((key, place) => (key.node === node ? [{ place, search: key.search }] : []));
          const answers = await caller
            .search(
              node,
              places.map(({ search }) => search),
            )
            .catch((error: Error) => places.map(() => error));
          for (const [index, { place }] of places.entries())
            pages.set(place, answers[index] ?? new Error("missing page"));
        }),
      );
      return keys.map((_key, place) => pages.get(place) ?? new Error("missing page"));
    },
    { cache: false },
  );
}

/**
 * One page of a kind over every node that provides it, newest first. A node that fails costs its own records: its error
 * stands beside the data; only when every node fails is there no connection.
 */
export async function findRecords(
  scope: FindScope,
  args: FindArguments,
  context: NodeContext<FindLoad>,
  info: GraphQLResolveInfo,
): Promise<Connection<FoundReference & { readonly __typename: string }>> {
  const first = readPageSize(args.first, 10);
  const start = readPositions(args.after);
  const { nodes: _nodes, text, ...filter } = args.filter ?? {};
  checkRegions(filter.regions);
  const nodes = providers(scope, args, context);
  const answers = await Promise.allSettled(
    nodes.map((node) =>
      context.load.search.load({
        node: node.code,
        search: {
          kind: scope.kind,
          text: text ?? null,
          filter,
          about: scope.about ?? null,
          first,
          offset: start[node.code] ?? 0,
        },
      }),
    ),
  );
  const told = await withIndexed(answers, { scope, nodes, start, first }, context);
  return toConnection(told, nodes, { start, first }, context, info);
}

function toConnection(
  answers: readonly PromiseSettledResult<NodePage>[],
  nodes: readonly ListedNode[],
  page: { readonly start: Positions; readonly first: number },
  context: NodeContext,
  info: GraphQLResolveInfo,
) {
  const failures = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
  const told = tellTogether(failures);
  if (failures.length > 0 && failures.length === answers.length) throw told[0];
  for (const failure of told) context.report(failure, info);
  const slices: NodeSlice[] = nodes.flatMap((node, index) => {
    const answer = answers[index];
    return answer?.status === "fulfilled" ? [{ node: node.code, page: answer.value }] : [];
  });
  const merged = mergePages(slices, page.start, page.first, failures.length === 0);
  const edges = merged.edges.map((edge) => ({ ...edge, node: { ...edge.node, __typename: edge.node.typeName } }));
  return { ...merged, edges, nodes: edges.map((edge) => edge.node) };
}

function providers(scope: FindScope, args: FindArguments, context: NodeContext): readonly ListedNode[] {
  const listed = othersOf(context).directory.list();
  const wanted = args.filter?.nodes;
  const unknown = wanted?.find((code) => !listed.some((node) => node.code === code));
  if (unknown !== undefined) throw badInput("nodes", `未知节点 ${unknown.slice(0, 64)}`, "nodes names an unknown node");
  return listed.filter((node) => {
    const kind = node.kinds.find((candidate) => candidate.kind === scope.kind && candidate.search !== "NONE");
    if (kind === undefined || (wanted && !wanted.includes(node.code))) return false;
    return (!scope.about || kind.about.includes(scope.about.typeName)) && (scope.among?.(node) ?? true);
  });
}

function checkRegions(regions: readonly string[] | null | undefined): void {
  if (!regions) return;
  const parsed = expandRegions(regions);
  if (!parsed.ok) throw new OperationError("BAD_USER_INPUT", identifierError(parsed.problem).reason);
}

export function othersOf(context: Pick<NodeContext, "others">): NonNullable<NodeContext["others"]> {
  if (context.others === null) throw new Error("discovery runs inside the hub, where the other nodes can be asked");
  return context.others;
}
