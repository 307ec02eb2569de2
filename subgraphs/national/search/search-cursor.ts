import { createHash } from "node:crypto";
import type { SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import { decodeCursor, encodeCursor } from "#subgraphs/runtime/paging.ts";

const PREFIX = "ps1:";
const SEAL_LENGTH = 16;

type Searched = Pick<SearchRequest, "query" | "filter" | "order">;

/** The store's cursor bound to the search that it belongs to. */
export function sealCursor(search: Searched, storeCursor: string): string {
  return encodeCursor(PREFIX, sealOf(search, storeCursor) + storeCursor);
}

/** The store's cursor. One that was changed, or belongs to another query, filter or order, is BAD_CURSOR. */
export function openCursor(search: Searched, cursor: string): string {
  const text = decodeCursor(PREFIX, cursor) ?? "";
  const storeCursor = text.slice(SEAL_LENGTH);
  if (text.length > SEAL_LENGTH && text.slice(0, SEAL_LENGTH) === sealOf(search, storeCursor)) return storeCursor;
  throw badSearchCursor();
}

export function badSearchCursor(): OperationError {
  return new OperationError("BAD_CURSOR", {
    code: "after",
    message: {
      zh: "游标不属于此查询、过滤与排序，请从第一页重新开始",
      en: "The cursor is not of this query, filter and order; begin with the first page again",
    },
  });
}

function sealOf({ query, filter, order }: Searched, storeCursor: string): string {
  return createHash("sha256")
    .update(JSON.stringify([query, filter, order.field, order.direction, storeCursor]))
    .digest("base64url")
    .slice(0, SEAL_LENGTH);
}
