import type { OpsSearchPage } from "#adapters/epo-ops/ops-search.ts";
import { SEARCH_WINDOW, TOTAL_CAP } from "#adapters/epo-ops/ops-search.ts";
import type { Searcher } from "#adapters/epo-ops/search/window-search.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

export interface ImaginedOps extends Searcher {
  readonly asked: readonly string[];
}

/**
 * The search of OPS over so many publications of each day: nothing behind 2,000 hits, totals to 10,000, the order within
 * an answer its own. From question `failFrom` on it is throttled.
 */
export function imaginedOps(perDay: ReadonlyMap<string, number>, failFrom = Number.POSITIVE_INFINITY): ImaginedOps {
  const all = [...perDay].flatMap(([date, count]) =>
    Array.from({ length: count }, (_, index) => ({ date, number: `${date.replaceAll("-", "")}${index}` })),
  );
  const asked: string[] = [];
  return {
    asked,
    search: async ({ cql, offset = 0, limit = 25 }) => {
      asked.push(`${offset + 1}-${offset + limit} ${cql}`);
      if (asked.length > failFrom) throw new UpstreamError("epo-ops", { kind: "rate-limited", retryAfterMs: 60_000 });
      const [, from = "00000000", to = "99999999"] = /pd within "(\d{8}) (\d{8})"/.exec(cql) ?? [];
      const found = all.filter(({ date }) => compact(date) >= from && compact(date) <= to);
      return { value: pageOf(found, offset, limit), fetchedAt: 0, freshness: "FRESH" };
    },
  };
}

function pageOf(found: readonly { readonly number: string }[], offset: number, limit: number): OpsSearchPage {
  const end = Math.min(offset + limit, SEARCH_WINDOW, found.length);
  const hits = found.slice(offset, end).map(({ number }, index) => ({
    publication: { office: "XX", number, kind: "A1", date: null },
    familyId: null,
    rank: offset + index + 1,
  }));
  if (hits.length === 0)
    return { total: offset === 0 ? { value: 0, relation: "EXACT" } : null, hits, nextOffset: null };
  const value = Math.min(TOTAL_CAP, found.length);
  return {
    total: { value, relation: value < TOTAL_CAP ? "EXACT" : "AT_LEAST" },
    hits,
    nextOffset: end < Math.min(found.length, SEARCH_WINDOW) ? end : null,
  };
}

function compact(date: string): string {
  return date.replaceAll("-", "");
}
