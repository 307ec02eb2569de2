import type { GraphQLResolveInfo } from "graphql";
import type { SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import { type SelectedField, selectedFields } from "#subgraphs/runtime/selected-fields.ts";
import { DEFAULT_TOP, type FacetArguments, isGoodTop } from "./facets.ts";

/** What the store should bring along, by what is selected below `patents`: facets cost no second call. */
export function wantedOfSearch(
  info: GraphQLResolveInfo,
): Pick<SearchRequest, "facets" | "facetTop" | "wantsHighlights"> {
  const selected = selectedFields(info);
  const facets = selected.filter(({ name }) => name === "facets").map(facetArguments);
  const [first] = facets;
  const facetTop = first?.top ?? DEFAULT_TOP;
  const together = facets.filter(({ top }) => top === facetTop).flatMap(({ fields }) => fields);
  const edges = selected.filter(({ name }) => name === "edges");
  return {
    // What is wrong with a facet is told in its own place.
    facets: isGoodTop(facetTop) ? [...new Set(together)] : [],
    facetTop: isGoodTop(facetTop) ? facetTop : DEFAULT_TOP,
    wantsHighlights: edges.some((edge) => edge.selected().some(({ name }) => name === "highlights")),
  };
}

function facetArguments({ arguments: args }: SelectedField): { top: number; fields: FacetArguments["fields"] } {
  const { fields, top } = args as unknown as FacetArguments;
  return { fields, top: top ?? DEFAULT_TOP };
}
