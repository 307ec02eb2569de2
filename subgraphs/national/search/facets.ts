import type { Facet, FacetField, SearchPage, SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { NationalLoad } from "#subgraphs/national/national-load.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";

/** What was asked of the store; it is searched as of today. */
export type AskedSearch = Omit<SearchRequest, "today">;

export interface FacetArguments {
  readonly fields: readonly FacetField[];
  readonly top?: number | null;
}

export interface FacetView {
  readonly field: FacetField;
  readonly exact: boolean;
  readonly buckets: readonly (Facet["buckets"][number] & { readonly field: FacetField })[];
  readonly missing: number;
  readonly other: number;
}

export const DEFAULT_TOP = 10;
const MAX_TOP = 100;

export function isGoodTop(top: number): boolean {
  return top >= 1 && top <= MAX_TOP;
}

/** The facets asked for, each once. Throws OperationError. */
export function readFacets({ fields, top }: FacetArguments): Required<FacetArguments> & { readonly top: number } {
  const size = top ?? DEFAULT_TOP;
  if (isGoodTop(size)) return { fields: [...new Set(fields)], top: size };
  throw badInput("top", `top 须在 1 到 ${MAX_TOP} 之间`, `top must lie between 1 and ${MAX_TOP}`);
}

/** From the answer that is there, or, for other sizes than it was asked with, from one of their own. */
export async function facetsOf(
  { fields, top }: { readonly fields: readonly FacetField[]; readonly top: number },
  found: { readonly request: AskedSearch; readonly page: SearchPage },
  load: NationalLoad,
): Promise<readonly FacetView[] | null> {
  const isThere = found.request.facetTop === top && fields.every((field) => found.request.facets.includes(field));
  const page = isThere ? found.page : await load.searchPatents(facetsAlone(found.request, fields, top));
  if (page === null) return null;
  return fields.flatMap((field) => page.facets.filter((facet) => facet.field === field).map(toView));
}

function facetsAlone(request: AskedSearch, facets: readonly FacetField[], facetTop: number): AskedSearch {
  return { ...request, first: 0, after: null, wantsHighlights: false, facets, facetTop };
}

function toView({ field, isExact, buckets, missing, other }: Facet): FacetView {
  return { field, exact: isExact, missing, other, buckets: buckets.map((bucket) => ({ ...bucket, field })) };
}
