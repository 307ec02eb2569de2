import {
  badCursor,
  type Connection,
  type ConnectionTotal,
  decodeCursor,
  encodeCursor,
} from "#subgraphs/runtime/paging.ts";
import type { NodePage } from "#subgraphs/runtime/ports.ts";

/** How far each node's own list has been read. */
export type Positions = Readonly<Record<string, number>>;

/** What one node gave from its position on. */
export interface NodeSlice {
  readonly node: string;
  readonly page: NodePage;
}

export type FoundReference = NonNullable<NodePage["items"][number]>;

const CURSOR_PREFIX = "m1:";
const MAX_POSITION = 1_000_000;

/**
 * Merges the nodes' lists, each newest first, into one, newest first; records without a date come last; of equals the
 * node read least so far has its turn; records taken down are passed over. Every edge's cursor holds all nodes' positions after it, so that a slow node never reorders pages.
 */
export function mergePages(
  slices: readonly NodeSlice[],
  start: Positions,
  first: number,
  isComplete: boolean,
): Connection<FoundReference> {
  const positions: Record<string, number> = { ...start };
  const heads = slices.map((slice) => ({ ...slice, next: 0, start: start[slice.node] ?? 0 }));
  const edges: { cursor: string; node: FoundReference }[] = [];
  while (edges.length < first) {
    for (const head of heads) positions[head.node] = (positions[head.node] ?? 0) + passOver(head);
    if (heads.some((head) => isCutShort(head, positions[head.node] ?? 0))) break;
    const head = newest(heads);
    const item = head?.page.items[head.next];
    if (head === undefined || item == null) break;
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
      // A page of which everything was taken down still leads on.
      endCursor: edges.at(-1)?.cursor ?? (heads.some(({ next }) => next > 0) ? encodePositions(positions) : null),
    },
    total: sumTotals(slices, isComplete),
  };
}

function encodePositions(positions: Positions): string {
  return encodeCursor(CURSOR_PREFIX, JSON.stringify(positions));
}

/** Positions of a cursor of ours; BAD_CURSOR otherwise. */
export function readPositions(after: string | null | undefined): Positions {
  if (!after) return {};
  const text = decodeCursor(CURSOR_PREFIX, after);
  const positions = text === undefined ? undefined : parseJson(text);
  if (isPositions(positions)) return positions;
  throw badCursor();
}

interface Head extends NodeSlice {
  /** Position of the slice in the node's whole list. */
  readonly start: number;
  next: number;
}

/** Goes past the places of records taken down; returns how many they were. */
function passOver(head: Head): number {
  const start = head.next;
  while (head.page.items[head.next] === null) head.next += 1;
  return head.next - start;
}

/** Its page is used up by records taken down, and what follows may be newer than what the others have. */
function isCutShort({ page, next, start }: Head, position: number): boolean {
  return next === page.items.length && page.items.includes(null) && hasMore(page, position, start);
}

function newest(heads: readonly Head[]): Head | undefined {
  const [first, ...rest] = heads.filter((head) => head.next < head.page.items.length);
  return rest.reduce((best, head) => (best !== undefined && comesBefore(head, best) ? head : best), first);
}

function comesBefore(a: Head, b: Head): boolean {
  const [dateA, dateB] = [a, b].map((head) => head.page.items[head.next]?.date ?? "");
  if (dateA !== dateB) return (dateA ?? "") > (dateB ?? "");
  return a.start + a.next < b.start + b.next;
}

function hasMore(page: NodePage, position: number, start: number): boolean {
  if (position - start < page.items.length) return true;
  return page.relation === "EXACT" ? position < page.total : page.items.length > 0;
}

function sumTotals(slices: readonly NodeSlice[], isComplete: boolean): ConnectionTotal {
  const isExact = isComplete && slices.every(({ page }) => page.relation === "EXACT");
  return {
    value: slices.reduce((sum, { page }) => sum + page.total - hiddenIn(page), 0),
    relation: isExact ? "EXACT" : "AT_LEAST",
  };
}

function hiddenIn({ items }: NodePage): number {
  return items.filter((item) => item === null).length;
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
