import { createHash } from "node:crypto";
import type { SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import { badCursor, decodeCursor, encodeCursor } from "#subgraphs/runtime/paging.ts";

const PREFIX = "ps1:";
const SEAL_LENGTH = 16;

/** The store's cursors bound to the search that they belong to. */
export interface SearchCursors {
  seal(storeCursor: string): string;
  /** The store's cursor. One that was changed, or belongs to another query, filter or order, is BAD_CURSOR. */
  open(cursor: string): string;
}

export function createSearchCursors(search: Pick<SearchRequest, "query" | "filter" | "order">): SearchCursors {
  const { query, filter, order } = search;
  const searched = digestOf(JSON.stringify([query, filter, order.field, order.direction]));
  const sealOf = (storeCursor: string) => digestOf(`${searched} ${storeCursor}`).slice(0, SEAL_LENGTH);
  return {
    seal: (storeCursor) => encodeCursor(PREFIX, sealOf(storeCursor) + storeCursor),
    open: (cursor) => {
      const text = decodeCursor(PREFIX, cursor) ?? "";
      const storeCursor = text.slice(SEAL_LENGTH);
      if (text.length > SEAL_LENGTH && text.startsWith(sealOf(storeCursor))) return storeCursor;
      throw badCursor(NOT_OF_SEARCH);
    },
  };
}

const NOT_OF_SEARCH = {
  zh: "游标不属于此查询、过滤与排序，请从第一页重新开始",
  en: "The cursor is not of this query, filter and order; begin with the first page again",
};

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
