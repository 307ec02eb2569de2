import type { Bilingual } from "#schema/ids/parsed.ts";
import { badInput, OperationError } from "./operation-error.ts";

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

/** Page size 1 to 100 (0 asks for the total alone) and an offset cursor of ours; another size is BAD_USER_INPUT, another cursor BAD_CURSOR. */
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
  return encodeCursor(CURSOR_PREFIX, String(offset));
}

function readCursor(cursor: string): number {
  const offset = Number(decodeCursor(CURSOR_PREFIX, cursor) ?? Number.NaN);
  const isOffset = Number.isInteger(offset) && offset >= 0 && offset <= MAX_OFFSET;
  // Other spellings of the number are not ours.
  if (isOffset && offsetCursor(offset) === cursor) return offset;
  throw badCursor();
}

const MAX_CURSOR_LENGTH = 4_096;

/** Opaque to clients; the prefix says which list's cursor it is and of which version. */
export function encodeCursor(prefix: string, text: string): string {
  return Buffer.from(prefix + text).toString("base64url");
}

/** What was encoded, or undefined when the cursor is not exactly what we would have written. */
export function decodeCursor(prefix: string, cursor: string): string | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  if (!text.startsWith(prefix) || encodeCursor("", text) !== cursor) return undefined;
  return text.slice(prefix.length);
}

/** Whatever list it was given to: one code for a text that is no cursor of that list. */
export function badCursor(message = NO_CURSOR_OF_LIST): OperationError {
  return new OperationError("BAD_CURSOR", { code: "after", message });
}

const NO_CURSOR_OF_LIST: Bilingual = { zh: "游标无效，或不属于此列表", en: "after is not a cursor of this list" };
