import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import { filterCondition, type PatentFilterInput } from "./filter-condition.ts";
import { type QuerySyntax, type ReadQuery, readQuery } from "./read-query.ts";

/** The arguments that every field which takes a set of patents has. */
export interface PatentSearchArguments {
  readonly query?: string | null;
  readonly syntax?: QuerySyntax | null;
  readonly filter?: PatentFilterInput | null;
}

/** What is sought and what narrows it, for a SearchRequest; null: everything. */
export interface PatentSearch {
  readonly reading: ReadQuery;
  readonly query: SearchCondition | null;
  readonly filter: SearchCondition | null;
}

/** Throws OperationError: BAD_QUERY with its position, BAD_USER_INPUT for a bad filter. */
export function readPatentSearch({ query, syntax, filter }: PatentSearchArguments): PatentSearch {
  const read = readQuery(query ?? "", syntax ?? "AUTO");
  if (!read.ok) throw new OperationError("BAD_QUERY", read.problem);
  return { reading: read.value, query: read.value.condition, filter: filter ? filterCondition(filter) : null };
}
