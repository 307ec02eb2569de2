import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { type BadQuery, type QuerySyntax, type ReadQuery, readQuery } from "#subgraphs/national/search/read-query.ts";

/** A query that can be read; fails the test with the reason otherwise. */
export function read(query: string, syntax: QuerySyntax = "AUTO"): ReadQuery {
  const reading = readQuery(query, syntax);
  if (!reading.ok) throw new Error(`${query}: ${reading.problem.message.en}`);
  return reading.value;
}

export function expert(query: string): SearchCondition | null {
  return read(query, "EXPERT").condition;
}

/** What is wrong with a query that cannot be read. */
export function problemOf(query: string, syntax: QuerySyntax = "EXPERT"): BadQuery {
  const reading = readQuery(query, syntax);
  if (reading.ok) throw new Error(`${query} was read`);
  return reading.problem;
}

export function text(words: string, ...fields: readonly string[]) {
  return { kind: "text", fields, text: words, match: "PHRASE" };
}

/** A word that stands under no index. */
export function anywhere(words: string, match: "PHRASE" | "PREFIX" = "PHRASE") {
  return { ...text(words, "TITLE", "ABSTRACT", "CLAIMS", "APPLICANT", "INVENTOR"), match };
}
