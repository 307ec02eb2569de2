import { byReference, describeGraph, itself } from "./describe-graph.ts";

describeGraph(
  "an object that only its parent entity leads to",
  {
    products: {
      sdl: `type Query { products: [Product] } type Product @key(fields: "id pid") { id: String! pid: String }`,
      resolvers: {
        Query: {
          products: () => [
            { id: "p1", pid: "x1" },
            { id: "p2", pid: "x2" },
          ],
        },
      },
    },
    details: {
      sdl: `type Product @key(fields: "id pid") { id: String! pid: String category: Category @shareable }
        type Category { details: String }`,
      resolvers: {
        Product: { __resolveReference: itself, category: ({ pid }: { pid: string }) => ({ details: `of ${pid}` }) },
      },
    },
    names: {
      sdl: `type Product @key(fields: "id") { id: String! category: Category @shareable }
        type Category { name: String! }`,
      resolvers: {
        Product: {
          __resolveReference: itself,
          category: ({ id }: { id: string }) => (id === "p2" ? null : { name: `name of ${id}` }),
        },
      },
    },
  },
  {
    "is put together by the parent's keys": {
      query: "{ products { category { details name } } }",
      data: { products: [{ category: { details: "of x1", name: "name of p1" } }, { category: null }] },
      errorsAt: [["products", 1, "category", "name"]],
      fetches: { products: 1, details: 1, names: 1 },
    },
  },
);

const PARTS = [{ id: "1", pId: "p1", composite: { two: "2", three: "3" }, name: "one" }];

describeGraph(
  "an entity with keys of every form, another that holds it, and a field that requires it",
  {
    a: {
      sdl: `type A @key(fields: "id") @key(fields: "pId") @key(fields: "composite { two three }") @key(fields: "composite { two } id") {
          id: ID! pId: ID! composite: C! name: String! }
        type C @shareable { two: ID! three: ID! }`,
      resolvers: { A: { __resolveReference: byReference(PARTS) } },
    },
    b: {
      sdl: `type Query { b: B } type B @key(fields: "id") { id: ID! a: [A!]! }
        type A @key(fields: "id") @key(fields: "composite { two } id") { id: ID! composite: C! @shareable
          name: String! @external nameInB: String! @requires(fields: "name") }
        type C @shareable { two: ID! three: ID! }`.replace("composite: C! @shareable", "composite: C!"),
      resolvers: {
        Query: { b: () => ({ id: "100", a: [{ id: "1", composite: { two: "2", three: "3" } }] }) },
        A: { __resolveReference: itself, nameInB: ({ name }: { name: string }) => `b ${name}` },
      },
    },
  },
  {
    "is found by one of them": {
      query: "{ b { a { id name nameInB pId composite { three } } } }",
      data: { b: { a: [{ id: "1", name: "one", nameInB: "b one", pId: "p1", composite: { three: "3" } }] } },
    },
  },
);

describeGraph(
  "fields that are external for no reason",
  {
    price: {
      isFirst: true,
      sdl: 'type Product @key(fields: "id") { id: ID! price: Float }',
      resolvers: { Product: { __resolveReference: itself, price: () => 9.5 } },
    },
    product: {
      isFirst: true,
      sdl: `extend type Product @key(fields: "id") { id: ID! @external name: String price: Float @external }
        extend type Query { product: Product }`,
      resolvers: {
        Query: { product: () => ({ id: "1", name: "n" }) },
        Product: { __resolveReference: itself, name: () => "n" },
      },
    },
  },
  {
    "are asked of the member that has them": {
      query: "{ product { id name price } }",
      data: { product: { id: "1", name: "n", price: 9.5 } },
    },
  },
);

describeGraph(
  "an extended type whose owner only names its key",
  {
    a: {
      isFirst: true,
      sdl: `type Query { randomUser: User } type User @extends @key(fields: "id") { id: ID! @external rid: ID }`,
      resolvers: {
        Query: { randomUser: () => ({ id: "u1", rid: "r1" }) },
        User: { __resolveReference: ({ id }: { id: string }) => ({ id, rid: "r1" }) },
      },
    },
    b: {
      isFirst: true,
      sdl: `extend type Query { userById(id: ID): User } type User @key(fields: "id") { id: ID! name: String! nickname: String }`,
      resolvers: {
        Query: { userById: (_: unknown, { id }: { id: string }) => ({ id }) },
        User: { __resolveReference: itself, name: ({ id }: { id: string }) => `name ${id}`, nickname: () => null },
      },
    },
  },
  {
    "is one type from both sides": {
      query: '{ randomUser { id name rid } userById(id: "u2") { rid name nickname } }',
      data: {
        randomUser: { id: "u1", name: "name u1", rid: "r1" },
        userById: { rid: "r1", name: "name u2", nickname: null },
      },
    },
  },
);

describeGraph(
  "interface objects of several members",
  {
    types: {
      sdl: `type Query { users: [Account!]! } interface Account @key(fields: "id") { id: ID! }
        type User implements Account @key(fields: "id") { id: ID! age: Int } type Admin implements Account @key(fields: "id") { id: ID! level: Int }`,
      resolvers: {
        Query: {
          users: () => [
            { __typename: "User", id: "1", age: 30 },
            { __typename: "Admin", id: "2", level: 5 },
          ],
        },
        Account: {
          __resolveReference: ({ id }: { id: string }) =>
            id === "1" ? { __typename: "User", id, age: 30 } : { __typename: "Admin", id, level: 5 },
        },
        User: { __resolveReference: ({ id }: { id: string }) => ({ id, age: 30 }) },
        Admin: { __resolveReference: ({ id }: { id: string }) => ({ id, level: 5 }) },
      },
    },
    names: {
      sdl: 'type Query { anotherUsers: [Account] } type Account @interfaceObject @key(fields: "id") { id: ID! name: String! }',
      resolvers: {
        Query: { anotherUsers: () => [{ id: "1" }, null, { id: "2" }] },
        Account: { __resolveReference: itself, name: ({ id }: { id: string }) => `name ${id}` },
      },
    },
    greetings: {
      sdl: `type Account @interfaceObject @key(fields: "id") { id: ID! name: String! @external
        greeting: String! @requires(fields: "name") }`,
      resolvers: { Account: { __resolveReference: itself, greeting: ({ name }: { name: string }) => `hello ${name}` } },
    },
  },
  {
    "are asked one after the other for what they require": {
      query: "{ users { greeting } anotherUsers { greeting } }",
      data: {
        users: [{ greeting: "hello name 1" }, { greeting: "hello name 2" }],
        anotherUsers: [{ greeting: "hello name 1" }, null, { greeting: "hello name 2" }],
      },
    },
    "are found again by their types": {
      query: "{ anotherUsers { __typename ... on User { age greeting } ... on Admin { id name } } }",
      data: {
        anotherUsers: [
          { __typename: "User", age: 30, greeting: "hello name 1" },
          null,
          { __typename: "Admin", id: "2", name: "name 2" },
        ],
      },
    },
    "leave those out that are of another type": {
      query: "{ users { ... on Admin { name } } }",
      data: { users: [{}, { name: "name 2" }] },
    },
  },
);

describeGraph(
  "an interface's field that moved for one of its types",
  {
    a: {
      sdl: `type Query { feed: [Post] } interface Post { id: ID! createdAt: String! }
        type ImagePost implements Post @key(fields: "id") { id: ID! createdAt: String! }
        type TextPost implements Post @key(fields: "id") { id: ID! createdAt: String! body: String! }`,
      resolvers: {
        Query: {
          feed: () => [
            { __typename: "ImagePost", id: "i1", createdAt: "old" },
            { __typename: "TextPost", id: "t1", createdAt: "own", body: "b" },
          ],
        },
        ImagePost: { __resolveReference: ({ id }: { id: string }) => ({ id, createdAt: "old" }) },
        TextPost: { __resolveReference: ({ id }: { id: string }) => ({ id, createdAt: "own", body: "b" }) },
      },
    },
    b: {
      sdl: `type Query { another: [AnotherPost] } interface AnotherPost { id: ID! createdAt: String! }
        type ImagePost implements AnotherPost @key(fields: "id") { id: ID! createdAt: String! @override(from: "a") }`,
      resolvers: {
        Query: { another: () => [{ __typename: "ImagePost", id: "i2" }] },
        ImagePost: { __resolveReference: itself, createdAt: () => "new" },
      },
    },
  },
  {
    "is asked where it moved to, for that type only": {
      query: "{ feed { id createdAt ... on TextPost { body } } another { createdAt } }",
      data: {
        feed: [
          { id: "i1", createdAt: "new" },
          { id: "t1", createdAt: "own", body: "b" },
        ],
        another: [{ createdAt: "new" }],
      },
    },
  },
);
