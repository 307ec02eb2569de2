import type { SandboxCollection } from "./collection.ts";
import { worldPatentData } from "./documents.ts";
import { type Element, element } from "./element.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import { isKnown, isMatch } from "./match-cql.ts";
import { docdbId } from "./number-elements.ts";
import type { SandboxPublication } from "./publication.ts";
import { readCql } from "./read-cql.ts";

/** Hits asked for, 1-based and inclusive. */
export interface HitRange {
  readonly begin: number;
  readonly end: number;
}

const MAX_HITS = 100;
const WINDOW = 2_000;
/** The total that OPS tells at most. */
const TOTAL_CAP = 10_000;

/** The header or, failing that, the query parameter; 1-25 by default. Null = not readable, or more than OPS gives. */
export function readRange(text: string | null): HitRange | null {
  if (text === null) return { begin: 1, end: 25 };
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text.trim());
  const [begin, end] = [Number(match?.[1]), Number(match?.[2])];
  const isServed = begin >= 1 && begin <= end && end - begin < MAX_HITS && end <= WINDOW;
  return isServed ? { begin, end } : null;
}

/** What a search answers: null for no hits in that range, "unreadable" for a query that it cannot read. */
export function searchDocument(
  cql: string,
  range: HitRange,
  collection: SandboxCollection,
  world: ExchangeWorld,
): Element | null | "unreadable" {
  const query = readCql(cql);
  if (query === null || !isKnown(query)) return "unreadable";
  const found = collection.all.filter((member) => isMatch(member, query, world));
  const page = found.slice(range.begin - 1, range.end);
  if (page.length === 0) return null;
  return worldPatentData(
    element(
      "ops:biblio-search",
      { "total-result-count": String(Math.min(TOTAL_CAP, found.length)) },
      element("ops:query", { syntax: "CQL" }, cql),
      element("ops:range", { begin: String(range.begin), end: String(range.begin + page.length - 1) }),
      element("ops:search-result", {}, ...page.map(hit)),
    ),
  );
}

function hit({ publication, familyId }: SandboxPublication): Element {
  const attributes = { system: "ops.epo.org", "family-id": familyId };
  return element("ops:publication-reference", attributes, docdbId(publication, false));
}
