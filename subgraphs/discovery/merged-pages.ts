import { badInput } from "#subgraphs/runtime/operation-error.ts";
import type { Connection, ConnectionTotal } from "#subgraphs/runtime/paging.ts";
import type { NodePage } from "#subgraphs/runtime/ports.ts";

/** How far each node's own list has been read. */
export type Positions = Readonly<Record<string, number>>;

/** What one node gave from its position on. */
export interface NodeSlice {
  readonly node: string;
  readonly page: NodePage;
}

export type FoundReference = NodePage["items"][number];

const CURSOR_PREFIX = "m1:";
const MAX_CURSOR_LENGTH = 4_096;
const MAX_POSITION = 1_000_000;

/**
 * Merges the nodes' lists, each newest first, into one, newest first; records without a date come last, ties keep the
 * order of the nodes. Every edge's cursor holds all nodes' positions after it, so that a slow node never reorders pages.
 */
export function mergePages(
  slices: readonly NodeSlice[],
  start: Positions,
  first: number,
  isComplete: boolean,
): Connection<FoundReference> {
  const positions: Record<string, number> = { ...start };
  const heads = slices.map((slice) => ({ ...slice, next: 0 }));
  const edges: { cursor: string; node: FoundReference }[] = [];
  while (edges.length < first) {
    const head = newest(heads);
    const item = head?.page.items[head.next];
    if (head === undefined || item === undefined) break;
    head.next += 1;
    positions[head.node] = (positions[head.node] ?? 0) + 1;
    edges.push({ cursor: encodePositions(positions), node: item });
  }
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: slices.some(({ node, page }) => hasMore(page, positions[node] ?? 0, start[node] ?? 0)),
      hasPreviousPage: Object.values(start).some((position) => position > 0),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    total: sumTotals(slices, isComplete),
  };
}

export function encodePositions(positions: Positions): string {
  return Buffer.from(CURSOR_PREFIX + JSON.stringify(positions)).toString("base64url");
}

/** Positions of a cursor of ours; BAD_USER_INPUT otherwise. */
export function readPositions(after: string | null | undefined): Positions {
  if (!after) return {};
  const text = after.length <= MAX_CURSOR_LENGTH ? Buffer.from(after, "base64url").toString("utf8") : "";
  const positions = text.startsWith(CURSOR_PREFIX) ? parseJson(text.slice(CURSOR_PREFIX.length)) : undefined;
  if (isPositions(positions)) return positions;
  throw badInput("after", "游标无效", "after is not a cursor of this list");
}

interface Head extends NodeSlice {
  next: number;
}

function newest(heads: readonly Head[]): Head | undefined {
  return heads.reduce<Head | undefined>((best, head) => {
    const item = head.page.items[head.next];
    if (item === undefined) return best;
    return best === undefined || (item.date ?? "") > (best.page.items[best.next]?.date ?? "") ? head : best;
  }, undefined);
}

function hasMore(page: NodePage, position: number, start: number): boolean {
  if (position - start < page.items.length) return true;
  return page.relation === "EXACT" ? position < page.total : page.items.length > 0;
}

function sumTotals(slices: readonly NodeSlice[], isComplete: boolean): ConnectionTotal {
  const isExact = isComplete && slices.every(({ page }) => page.relation === "EXACT");
  return { value: slices.reduce((sum, { page }) => sum + page.total, 0), relation: isExact ? "EXACT" : "AT_LEAST" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPositions(value: unknown): value is Positions {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((position) => Number.isInteger(position) && position >= 0 && position <= MAX_POSITION)
  );
}
