import type { Facet } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { SearchHit } from "./search-hit.ts";

/** Enum SearchFacetField, and the index's word for each. */
export const FACET_FIELDS = { KIND: "kind", NODE: "node", REGION: "region", CLASS: "class", YEAR: "year" } as const;
export type FacetFieldName = keyof typeof FACET_FIELDS;

export interface CountedFacet {
  readonly field: FacetFieldName;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** G02B 1/04 → G02B; Locarno and Nice classes up to the hyphen. */
const SUBCLASS = /^(?:[A-H]\d{2}[A-Z]|\d{1,2}(?=-|$))/;

/**
 * The hits found so far counted by field, a thing once for every value that any of its records has; where the index
 * counted more, its figure stands, since it has seen records that no page has reached yet.
 */
export function countFacets(
  hits: Iterable<SearchHit>,
  indexed: readonly Facet[],
  { fields, top }: { readonly fields: readonly FacetFieldName[]; readonly top: number },
): readonly CountedFacet[] {
  const found = [...hits];
  return fields.map((field) => {
    const counts = countValues(found, field);
    const told = indexed.find((facet) => facet.field === FACET_FIELDS[field])?.values ?? [];
    for (const { value, count } of told) counts.set(value, Math.max(counts.get(value) ?? 0, count));
    const values = [...counts].map(([value, count]) => ({ value, count }));
    values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { field, values: values.slice(0, top) };
  });
}

function countValues(hits: readonly SearchHit[], field: FacetFieldName): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of hits.flatMap((hit) => [...new Set(valuesOf(hit, field))])) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function valuesOf(hit: SearchHit, field: FacetFieldName): readonly string[] {
  const { findings } = hit;
  if (field === "KIND") return [hit.record.kind];
  if (field === "NODE") return findings.map(({ node }) => node);
  if (field === "REGION") return findings.flatMap(({ region }) => region ?? []);
  if (field === "YEAR") return findings.flatMap(({ year }) => year ?? []);
  return findings.flatMap(({ classes }) => classes.flatMap((symbol) => subclassOf(symbol) ?? []));
}

function subclassOf(symbol: string): string | null {
  return SUBCLASS.exec(symbol)?.[0] ?? null;
}
