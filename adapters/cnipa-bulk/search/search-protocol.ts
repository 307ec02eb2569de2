import type { StatisticsAnswer, StatisticsRequest } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { SearchPage, SearchRequest } from "./search-request.ts";

/** What a search thread is asked. */
export interface SearchMethods {
  search(request: SearchRequest): SearchPage;
  statistics(request: StatisticsRequest): StatisticsAnswer;
}

export type SearchMethod = keyof SearchMethods;

export interface SearchQuestion {
  readonly id: number;
  readonly method: SearchMethod;
  readonly args: readonly unknown[];
}

export type SearchAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly isTooLong: boolean };
