/** A record of the shop as it stands in a representation: its key, and what a `@requires` sent with it. */
export type ShopRecord = Readonly<Record<string, unknown>>;
type ShopValue = string | number | boolean | null | ShopRecord | readonly ShopRecord[];
export type ShopField = (parent: ShopRecord, args: Readonly<Record<string, unknown>>) => ShopValue;

/** Entities of one season. Its number is in every key, so that a variable for the season reaches every fetch. */
const CUSTOMERS = 8;
const PRODUCTS = 9;
const REVIEWS_OF_PRODUCT = 3;
const REVIEWS_OF_CUSTOMER = 4;
const WORDS = [
  "sturdier than it looks",
  "lighter than thought",
  "it came late",
  "well made",
  "louder than hoped",
  "a gift",
];

/** Every field that some subgraph resolves; all values follow from the key alone, so no state is kept. */
export const SHOP_FIELDS: Readonly<Record<string, Readonly<Record<string, ShopField>>>> = {
  Query: {
    customers: (_, { season, first }) => range(first, (index) => user(season, index)),
    topProducts: (_, { season, first }) => range(first, (index) => product(season, index)),
  },
  User: {
    id: ({ id }) => String(id),
    name: ({ id }) => `Guest ${String(id)}`,
    username: ({ id }) => `@${String(id)}`,
    memberSince: ({ id }) => 1990 + indexIn(id),
    reviews: ({ id }) =>
      range(REVIEWS_OF_CUSTOMER, (turn) => {
        const index = indexIn(id);
        return review(seasonIn(id), (index + turn * 2) % PRODUCTS, turn);
      }),
  },
  Product: {
    upc: ({ upc }) => String(upc),
    title: ({ upc }) => `Item ${String(upc)}`,
    price: ({ upc }) => 10 + indexIn(upc) * 7,
    weight: ({ upc }) => 100 + indexIn(upc) * 50,
    inStock: ({ upc }) => indexIn(upc) % 3 !== 0,
    shippingEstimate: ({ price, weight }) => Math.round(Number(price) * 0.1 + Number(weight) * 0.05),
    reviews: ({ upc }) => range(REVIEWS_OF_PRODUCT, (turn) => review(seasonIn(upc), indexIn(upc), turn)),
  },
  Review: {
    id: ({ id }) => String(id),
    body: ({ id }) => WORDS[indexIn(id) % WORDS.length] ?? "",
    rating: ({ id }) => 1 + (indexIn(id) % 9) / 2,
    author: ({ id }) => user(seasonIn(id), Math.floor(indexIn(id) / 2) % CUSTOMERS),
    product: ({ id }) => product(seasonIn(id), Math.floor(indexIn(id) / REVIEWS_OF_PRODUCT) % PRODUCTS),
  },
};

function user(season: unknown, index: number): ShopRecord {
  return { __typename: "User", id: `u${String(season)}-${index}` };
}

function product(season: unknown, index: number): ShopRecord {
  return { __typename: "Product", upc: `p${String(season)}-${index}` };
}

function review(season: unknown, ofProduct: number, turn: number): ShopRecord {
  return { __typename: "Review", id: `r${String(season)}-${ofProduct * REVIEWS_OF_PRODUCT + turn}` };
}

function seasonIn(key: unknown): string {
  const text = String(key);
  return text.slice(1, text.indexOf("-"));
}

function indexIn(key: unknown): number {
  const text = String(key);
  return Number(text.slice(text.indexOf("-") + 1));
}

function range(count: unknown, make: (index: number) => ShopRecord): readonly ShopRecord[] {
  return Array.from({ length: Math.min(Number(count), 50) }, (_, index) => make(index));
}
