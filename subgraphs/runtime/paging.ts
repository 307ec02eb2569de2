import { badInput } from "./operation-error.ts";

export const MAX_PAGE_SIZE = 100;
const MAX_OFFSET = 1_000_000;
const CURSOR_PREFIX = "o1:";

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface PageRequest {
  readonly first: number;
  readonly offset: number;
}

export interface ConnectionTotal {
  readonly value: number;
  readonly relation: "EXACT" | "AT_LEAST";
}

export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly total: ConnectionTotal;
}

/** Page size 1 to 100 (0 asks for the total alone) and an offset cursor of ours; anything else is BAD_USER_INPUT. */
export function readPage(args: PageArguments, defaultSize = 10): PageRequest {
  return { first: readPageSize(args.first, defaultSize), offset: args.after ? readCursor(args.after) : 0 };
}

export function readPageSize(first: number | null | undefined, defaultSize: number): number {
  const size = first ?? defaultSize;
  if (size >= 0 && size <= MAX_PAGE_SIZE) return size;
  throw badInput("first", `每页条数须在 0 到 ${MAX_PAGE_SIZE} 之间`, `first must lie between 0 and ${MAX_PAGE_SIZE}`);
}

/** One page as a Relay connection with offset cursors. */
export function toConnection<T>(items: readonly T[], page: PageRequest, total: ConnectionTotal): Connection<T> {
  const edges = items.map((node, index) => ({ cursor: offsetCursor(page.offset + index + 1), node }));
  return {
    edges,
    nodes: items,
    pageInfo: {
      hasNextPage:
        page.offset + items.length < total.value || (total.relation === "AT_LEAST" && items.length >= page.first),
      hasPreviousPage: page.offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    total,
  };
}

export function offsetCursor(offset: number): string {
  return Buffer.from(`${CURSOR_PREFIX}${offset}`).toString("base64url");
}

function readCursor(cursor: string): number {
  const text = cursor.length <= 64 ? Buffer.from(cursor, "base64url").toString("utf8") : "";
  const offset = text.startsWith(CURSOR_PREFIX) ? Number(text.slice(CURSOR_PREFIX.length)) : Number.NaN;
  if (Number.isInteger(offset) && offset >= 0 && offset <= MAX_OFFSET) return offset;
  throw badInput("after", "游标无效", "after is not a cursor of this list");
}
