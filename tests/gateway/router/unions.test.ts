import { describeGraph, itself } from "./describe-graph.ts";

describeGraph(
  "a union of which each member has its own part",
  {
    a: {
      sdl: `type Query { found: [Found] @shareable onlyA: [Found] } union Found = Book | Film
        type Book @shareable { title: String! } type Film @shareable { title: String! }`,
      resolvers: {
        Query: {
          found: () => [{ __typename: "Book", title: "B" }, null, { __typename: "Film", title: "F" }],
          onlyA: () => [{ __typename: "Film", title: "FA" }],
        },
      },
    },
    b: {
      sdl: `type Query { onlyB: [Found] } union Found = Book | Song
        type Book @shareable { title: String! } type Song { title: String! seconds: Int! }`,
      resolvers: {
        Query: {
          onlyB: () => [
            { __typename: "Song", title: "S", seconds: 180 },
            { __typename: "Book", title: "BB" },
          ],
        },
      },
    },
  },
  {
    "is asked only for the types that it has there": {
      query: `{ onlyA { ...F } onlyB { ...F } found { ...F } }
        fragment F on Found { __typename ... on Book { title } ... on Film { title } ... on Song { title seconds } }`,
      data: {
        onlyA: [{ __typename: "Film", title: "FA" }],
        onlyB: [
          { __typename: "Song", title: "S", seconds: 180 },
          { __typename: "Book", title: "BB" },
        ],
        found: [{ __typename: "Book", title: "B" }, null, { __typename: "Film", title: "F" }],
      },
    },
    "answers nothing for a type that does not come": {
      query: "{ onlyA { ... on Song { seconds } } }",
      data: { onlyA: [{}] },
    },
  },
);

describeGraph(
  "one object that stands as different types in different members",
  {
    a: {
      sdl: `type Query { users: [User!]! accounts: [Account!]! } union Account = User | Admin
        type User @key(fields: "id") { id: ID name: String } type Admin @shareable { id: ID photo: String }`,
      resolvers: {
        Query: {
          users: () => [{ id: "u1", name: "U" }],
          accounts: () => [
            { __typename: "User", id: "u1", name: "U" },
            { __typename: "Admin", id: "a1", name: "A", photo: "p" },
          ],
        },
        User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: "U" }) },
      },
    },
    b: {
      sdl: `type Query { similar: [Account!]! } union Account = User | Admin type User @key(fields: "id") { id: ID! similar: [Account!]! }
        type Admin @shareable { id: ID! photo: String }`,
      resolvers: {
        Query: {
          similar: () => [
            { __typename: "Admin", id: "a1", photo: "q" },
            { __typename: "User", id: "u1" },
          ],
        },
        User: {
          __resolveReference: itself,
          similar: () => [
            { __typename: "User", id: "u2" },
            { __typename: "Admin", id: "a2" },
          ],
        },
      },
    },
  },
  {
    "is answered with what its own member has of it": {
      query:
        "{ similar { ... on User { id name } ... on Admin { id photo } } accounts { ... on Admin { photo } ... on User { similar { ... on Admin { id } } } } }",
      data: {
        similar: [
          { id: "a1", photo: "q" },
          { id: "u1", name: "U" },
        ],
        accounts: [{ similar: [{}, { id: "a2" }] }, { photo: "p" }],
      },
    },
  },
);

describeGraph(
  "interfaces in a circle",
  {
    a: {
      sdl: `type Query { product: Product } interface Product { samePrice: [Product!]! }
        type Book implements Product @key(fields: "id") { id: ID! samePrice: [Book!]! @provides(fields: "price") price: Float @external }`,
      resolvers: {
        Query: { product: () => ({ __typename: "Book", id: "1" }) },
        Book: {
          __resolveReference: itself,
          samePrice: ({ id }: { id: string }) => [{ id: id === "1" ? "2" : "1", price: 10 }],
        },
      },
    },
    b: {
      sdl: 'type Book @key(fields: "id") { id: ID! price: Float @shareable }',
      resolvers: { Book: { __resolveReference: itself, price: () => 10 } },
    },
  },
  {
    "are gone round as often as the client asks": {
      query: "{ product { samePrice { ... on Book { id price samePrice { ... on Book { id price } } } } } }",
      data: { product: { samePrice: [{ id: "2", price: 10, samePrice: [{ id: "1", price: 10 }] }] } },
    },
  },
);

describeGraph(
  "Relay's node over members that each have their own types",
  {
    a: {
      sdl: `type Query { node(id: ID!): Node @shareable } interface Node { id: ID! } type Apple implements Node @key(fields: "id") { id: ID! color: String! }`,
      resolvers: {
        Query: {
          node: (_: unknown, { id }: { id: string }) =>
            id.startsWith("a") ? { __typename: "Apple", id, color: "red" } : null,
        },
        Apple: { __resolveReference: ({ id }: { id: string }) => ({ id, color: "red" }) },
      },
    },
    b: {
      sdl: `interface Node { id: ID! } type Apple implements Node @key(fields: "id") { id: ID! sweet: Boolean! }
        type Nut implements Node @key(fields: "id") { id: ID! hard: Boolean! }`,
      resolvers: { Apple: { __resolveReference: itself, sweet: () => true }, Nut: { __resolveReference: itself } },
    },
  },
  {
    "is put together from them": {
      query: '{ node(id: "a1") { id ... on Apple { color sweet } ... on Nut { hard } } none: node(id: "n1") { id } }',
      data: { node: { id: "a1", color: "red", sweet: true }, none: null },
    },
  },
);
