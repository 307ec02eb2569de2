import type { Wire, WirePage } from "./answers.ts";

/** One record of a list: what is printed, and the texts that the site's filters look at. */
export interface Row {
  readonly wire: Readonly<Record<string, Wire>>;
  readonly id: string;
  /** Filter name → the text that it looks at. */
  readonly facets: Readonly<Record<string, string>>;
}

export interface Paging {
  readonly page: string;
  readonly size: string;
  /** The site's page helper gives the last page again for every page beyond it. */
  readonly repeatsLastPage: boolean;
}

const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 10;

/**
 * Filters and cuts a list as the site does: `""` and `"-1"` mean all, `keyword` looks at the name (or at the facet that
 * `searchKey` names), `ids` and other plural filters take several values joined by commas.
 */
export function listRows(rows: readonly Row[], query: URLSearchParams, paging: Paging): WirePage {
  const found = rows.filter((row) => matches(row, query));
  const size = Math.min(readNumber(query.get(paging.size)) ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const pages = Math.max(1, Math.ceil(found.length / size));
  const asked = readNumber(query.get(paging.page)) ?? 1;
  const page = paging.repeatsLastPage ? Math.min(asked, pages) : asked;
  return { rows: found.slice((page - 1) * size, page * size).map((row) => row.wire), total: found.length, page, size };
}

/** Filters that take several whole values: name of the parameter → facet. */
const PLURAL: Readonly<Record<string, string>> = { ids: "id", codes: "agencyCode", appNos: "number" };

function matches(row: Row, query: URLSearchParams): boolean {
  const keyword = given(query.get("keyword"));
  const facet = given(query.get("searchKey")) ?? "name";
  if (keyword !== null && !facetOf(row, facet).includes(keyword)) return false;
  for (const [name, value] of query) {
    const wanted = given(value);
    if (wanted === null) continue;
    const plural = PLURAL[name];
    if (plural !== undefined && !wanted.split(",").includes(facetOf(row, plural))) return false;
    if (name in row.facets && plural === undefined && !isLike(name, facetOf(row, name), wanted)) return false;
  }
  return true;
}

/** Areas and fields are found within longer texts (重庆市 in 重庆市九龙坡区), the words of a list only as a whole. */
function isLike(name: string, text: string, wanted: string): boolean {
  return name === "area" || name === "field" ? text.includes(wanted) : text === wanted;
}

function facetOf(row: Row, name: string): string {
  return name === "id" ? row.id : (row.facets[name] ?? "");
}

function given(value: string | null): string | null {
  return value === null || value === "" || value === "-1" ? null : value;
}

function readNumber(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}
