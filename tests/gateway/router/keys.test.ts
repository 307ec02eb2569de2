import { byReference, describeGraph, itself } from "./describe-graph.ts";

const PRODUCTS = [
  { id: "p1", sku: "s-1", maker: { code: "m1", land: { iso: "CN" } } },
  { id: "p2", sku: "s-2", maker: { code: "m2", land: { iso: "DE" } } },
];

describeGraph(
  "an entity of two members",
  {
    catalogue: {
      sdl: `type Query { product(id: ID!): Product products: [Product!]! }
        type Product @key(fields: "id") { id: ID! sku: String! }`,
      resolvers: {
        Query: {
          product: (_: unknown, { id }: { id: string }) => byReference(PRODUCTS)({ id }),
          products: () => PRODUCTS,
        },
        Product: { __resolveReference: byReference(PRODUCTS) },
      },
    },
    prices: {
      sdl: `type Product @key(fields: "id") { id: ID! price: Int currency: String! }`,
      resolvers: {
        Product: {
          __resolveReference: ({ id }: { id: string }) => (id === "p2" ? null : { id }),
          price: () => 12,
          currency: () => "CNY",
        },
      },
    },
  },
  {
    "is put together": {
      query: '{ product(id: "p1") { price sku } }',
      data: { product: { price: 12, sku: "s-1" } },
      fetches: { catalogue: 1, prices: 1 },
    },
    "is asked for in lists at once": {
      query: "{ products { id price } again: products { price } }",
      data: {
        products: [
          { id: "p1", price: 12 },
          { id: "p2", price: null },
        ],
        again: [{ price: 12 }, { price: null }],
      },
      fetches: { catalogue: 1, prices: 1 },
    },
    "is null where there is none, and nobody else is asked": {
      query: '{ product(id: "p9") { price sku } }',
      data: { product: null },
      fetches: { catalogue: 1 },
    },
    "is null where a member does not know it and must": {
      query: '{ product(id: "p2") { sku currency } }',
      data: { product: null },
      errorsAt: [["product", "currency"]],
    },
    "gives a key without a second question": {
      query: '{ product(id: "p1") { id } }',
      data: { product: { id: "p1" } },
      fetches: { catalogue: 1 },
    },
    "has a name of its type anywhere": {
      query: '{ __typename product(id: "p1") { __typename price kind: __typename } }',
      data: { __typename: "Query", product: { __typename: "Product", price: 12, kind: "Product" } },
    },
  },
);

describeGraph(
  "keys of several fields and levels",
  {
    a: {
      sdl: `type Query { products: [Product!]! }
        type Product @key(fields: "sku maker { code land { iso } }") { sku: String! maker: Maker! }
        type Maker { code: ID! land: Land! } type Land { iso: String! }`,
      resolvers: { Query: { products: () => PRODUCTS } },
    },
    b: {
      sdl: `type Product @key(fields: "sku maker { code land { iso } }") { sku: String! maker: Maker! stock: Int! }
        type Maker { code: ID! land: Land! } type Land { iso: String! }`
        .replaceAll("{ code: ID! land: Land! }", "{ code: ID! @shareable land: Land! @shareable }")
        .replaceAll("{ iso: String! }", "{ iso: String! @shareable }"),
      resolvers: {
        Product: {
          __resolveReference: byReference(PRODUCTS),
          stock: ({ maker }: (typeof PRODUCTS)[number]) => (maker.land.iso === "CN" ? 7 : 3),
        },
      },
    },
  },
  {
    "are sent whole, though the client asks for none of them": {
      query: "{ products { stock } }",
      data: { products: [{ stock: 7 }, { stock: 3 }] },
    },
    "do not appear in the answer beside what was asked for": {
      query: "{ products { maker { code } stock } }",
      data: {
        products: [
          { maker: { code: "m1" }, stock: 7 },
          { maker: { code: "m2" }, stock: 3 },
        ],
      },
    },
  },
);

const PEOPLE = [
  { id: "1", mail: "a@x", card: "c1", name: "An" },
  { id: "2", mail: "b@x", card: "c2", name: "Bo" },
];

describeGraph(
  "members that know an entity by different keys",
  {
    mails: {
      sdl: 'type Query { byMail(mail: String!): Person } type Person @key(fields: "mail") { mail: String! }',
      resolvers: { Query: { byMail: (_: unknown, { mail }: { mail: string }) => byReference(PEOPLE)({ mail }) } },
    },
    people: {
      sdl: 'type Person @key(fields: "mail") @key(fields: "id") { id: ID! mail: String! name: String! }',
      resolvers: { Person: { __resolveReference: byReference(PEOPLE) } },
    },
    cards: {
      sdl: 'type Person @key(fields: "id") @key(fields: "card") { id: ID! card: String! }',
      resolvers: { Person: { __resolveReference: byReference(PEOPLE) } },
    },
    loans: {
      sdl: 'type Person @key(fields: "card") { card: String! loans: [Loan!]! } type Loan @key(fields: "no") { no: ID! days: Int! owner: Person! }',
      resolvers: {
        Person: {
          __resolveReference: itself,
          loans: ({ card }: { card: string }) => [{ no: `l-${card}`, card, days: 4 }],
        },
        Loan: { owner: ({ card }: { card: string }) => ({ card }) },
      },
    },
  },
  {
    "are asked along the chain from one key to the next": {
      query: '{ byMail(mail: "b@x") { loans { no days } } }',
      data: { byMail: { loans: [{ no: "l-c2", days: 4 }] } },
      fetches: { mails: 1, people: 1, cards: 1, loans: 1 },
    },
    "are asked back the same way": {
      query: '{ byMail(mail: "a@x") { loans { owner { name mail } } } }',
      data: { byMail: { loans: [{ owner: { name: "An", mail: "a@x" } }] } },
    },
  },
);

describeGraph(
  "a key that nobody can be asked by",
  {
    orders: {
      sdl: `type Query { order: Order }
        type Order { id: ID! buyer: User } type User @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: { Query: { order: () => ({ id: "o", buyer: { id: "u1" } }) } },
    },
    users: {
      sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String }',
      resolvers: {
        Query: { me: () => ({ id: "u1" }) },
        User: { __resolveReference: itself, name: ({ id }: { id: string }) => `n ${id}` },
      },
    },
  },
  {
    "still leads to the member that has the rest": {
      query: "{ order { id buyer { id name } } me { name } }",
      data: { order: { id: "o", buyer: { id: "u1", name: "n u1" } }, me: { name: "n u1" } },
      fetches: { orders: 1, users: 2 },
    },
  },
);

describeGraph(
  "resolvable and other keys of one type",
  {
    shop: {
      sdl: `type Query { item: Item }
        type Item @key(fields: "id", resolvable: false) @key(fields: "code") { id: ID! @shareable code: String! @shareable shelf: String! }`,
      resolvers: {
        Query: { item: () => ({ id: "i", code: "c", shelf: "A" }) },
        Item: {
          __resolveReference: ({ id, code }: { id?: string; code?: string }) =>
            id !== undefined ? null : { id: "i", code, shelf: "A" },
        },
      },
    },
    list: {
      sdl: `type Query { listed: Item }
        type Item @key(fields: "id") @key(fields: "code") { id: ID! @shareable code: String! @shareable rank: Int! }`,
      resolvers: {
        Query: { listed: () => ({ id: "i", code: "c", rank: 3 }) },
        Item: { __resolveReference: () => ({ id: "i", code: "c", rank: 3 }) },
      },
    },
  },
  {
    "lead by the one that something can be found by": {
      query: "{ listed { shelf rank } item { rank shelf } }",
      data: { listed: { shelf: "A", rank: 3 }, item: { rank: 3, shelf: "A" } },
    },
  },
);

describeGraph(
  "keys that are null",
  {
    a: {
      sdl: 'type Query { books: [Book] } type Book @key(fields: "isbn") @key(fields: "upc") { isbn: ID upc: ID }',
      resolvers: {
        Query: { books: () => [{ isbn: null, upc: "u1" }, null, { isbn: "i2", upc: null }] },
        Book: { __resolveReference: itself },
      },
    },
    b: {
      sdl: 'type Book @key(fields: "isbn") { isbn: ID title: String }',
      resolvers: {
        Book: {
          __resolveReference: ({ isbn }: { isbn: string | null }) =>
            isbn === null ? null : { isbn, title: `t ${isbn}` },
        },
      },
    },
  },
  {
    "cost their own entities and no other": {
      query: "{ books { upc title } }",
      data: { books: [{ upc: "u1", title: null }, null, { upc: null, title: "t i2" }] },
    },
  },
);

describeGraph(
  "Federation 1 beside Federation 2",
  {
    accounts: {
      isFirst: true,
      sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String }',
      resolvers: { Query: { me: () => ({ id: "1" }) }, User: { __resolveReference: itself, name: () => "Ada" } },
    },
    reviews: {
      isFirst: true,
      sdl: `extend type User @key(fields: "id") { id: ID! @external name: String @external reviews: [Review] shout: String @requires(fields: "name") }
        type Review { body: String author: User @provides(fields: "name") }`,
      resolvers: {
        User: {
          __resolveReference: itself,
          reviews: ({ id }: { id: string }) => [{ body: "fine", author: { id, name: "Ada" } }],
          shout: ({ name }: { name: string }) => `${name}!`,
        },
      },
    },
    ages: {
      sdl: 'type User @key(fields: "id") { id: ID! age: Int }',
      resolvers: { User: { __resolveReference: itself, age: () => 36 } },
    },
  },
  {
    "is one graph": {
      query: "{ me { age shout reviews { body author { name age } } } }",
      data: { me: { age: 36, shout: "Ada!", reviews: [{ body: "fine", author: { name: "Ada", age: 36 } }] } },
    },
  },
);
