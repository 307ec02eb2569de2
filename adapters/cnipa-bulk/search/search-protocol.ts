import type { StatisticsAnswer, StatisticsRequest } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { SearchPage, SearchRequest } from "./search-request.ts";

/** What a search thread is asked. */
export interface SearchMethods {
  search(request: SearchRequest): SearchPage;
  statistics(request: StatisticsRequest): StatisticsAnswer;
}
