import type { DatabaseSync } from "node:sqlite";
import { dayOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { SearchEngine } from "#adapters/cnipa-bulk/search/search-engine.ts";
import { countPatents } from "./count-patents.ts";
import { figuresOf } from "./statistics-pass.ts";
import type { StatisticsAnswer, StatisticsRequest } from "./statistics-request.ts";
import { StoredNames } from "./stored-names.ts";

/** Answers statistics out of a search thread's engine: matches, names and the last gazette day of one state of the store. */
export function createStatistics(
  engine: SearchEngine,
  database: DatabaseSync,
): (request: StatisticsRequest) => StatisticsAnswer {
  const names = new StoredNames(database);
  const through = database.prepare(LATEST_OF_FEEDS);
  return (request) =>
    engine.withMatches(request, ({ arrays, ids, standing }) => {
      const knownThrough = through.get(request.today)?.["through"];
      const context = {
        names: names.at(standing.sequence),
        knownThrough: typeof knownThrough === "string" ? knownThrough : null,
      };
      const matches = { columns: arrays, ids, today: dayOf(request.today) };
      return figuresOf(countPatents(matches, request, context), request, context);
    });
}

/**
 * The feeds one by one (there are two at most), each by the end of its index: a scan over all events would take long. A feed is
 * known through its newest legal event; one without any through its newest document. A misprinted day to come is none.
 */
const LATEST_OF_FEEDS = `
  WITH RECURSIVE feeds(origin) AS (
    SELECT min(origin) FROM (SELECT min(origin) AS origin FROM documents UNION SELECT min(origin) FROM legal_events)
    UNION ALL
    SELECT (SELECT min(origin) FROM (
      SELECT min(origin) AS origin FROM documents WHERE origin > feeds.origin
      UNION SELECT min(origin) FROM legal_events WHERE origin > feeds.origin)) FROM feeds WHERE origin IS NOT NULL
  )
  SELECT min(coalesce(
    (SELECT max(date) FROM legal_events WHERE legal_events.origin = feeds.origin AND date <= ?1),
    (SELECT max(date) FROM documents WHERE documents.origin = feeds.origin AND date <= ?1))) AS through
  FROM feeds WHERE origin IS NOT NULL`;
