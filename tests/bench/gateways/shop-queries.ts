/** Large, medium, small: 16, 9 and 3 fetches, some 86 KB, 8 KB and 0.2 KB of answer. */
export const SIZES = ["L", "M", "S"] as const;
export type Size = (typeof SIZES)[number];

const FRAGMENTS = `
fragment Person on User { id username name }
fragment Opinion on Review { id body }
fragment Goods on Product { upc title price inStock shippingEstimate }`;

/** `SEASON` stands where the varying value goes. Every key holds it, so that it reaches every fetch. */
const SELECTIONS: Readonly<Record<Size, string>> = {
  L: `{
  customers(season: SEASON) {
    ...Person
    reviews { ...Opinion product { ...Goods reviews { ...Opinion author {
      ...Person reviews { ...Opinion product { ...Goods } }
    } } } }
  }
  topProducts(season: SEASON) {
    ...Goods
    reviews { ...Opinion author { ...Person reviews { ...Opinion product { ...Goods } } } }
  }
}${FRAGMENTS}`,
  M: `{
  customers(season: SEASON) { ...Person reviews { ...Opinion product { ...Goods } } }
  topProducts(season: SEASON) { ...Goods reviews { ...Opinion author { ...Person } } }
}${FRAGMENTS}`,
  S: "{ topProducts(season: SEASON, first: 1) { title reviews { rating author { name } } } }",
};

/** How the season is told: as a variable, or written into the document. */
export type Style = "variable" | "literal";

/** Of one length for all seasons, so that answers are too. */
export const FIRST_SEASON = 1_000_000;
export const SEASONS = 9_000_000;

/** The body of a POST that asks for one season. */
export function createBody(size: Size, style: Style): (season: number) => string {
  const name = { L: "Large", M: "Medium", S: "Small" }[size];
  const body =
    style === "variable"
      ? {
          query: `query ${name}($season: Int!) ${SELECTIONS[size].replaceAll("SEASON", "$season")}`,
          variables: "SEASON",
        }
      : { query: `query ${name} ${SELECTIONS[size]}` };
  const [head = "", ...rest] = JSON.stringify(body)
    .replace('"variables":"SEASON"', '"variables":{"season":SEASON}')
    .split("SEASON");
  return (season) => rest.reduce((text, part) => `${text}${season}${part}`, head);
}
