import { byReference, describeGraph, itself } from "./describe-graph.ts";

describeGraph(
  "a root field that several members answer in part",
  {
    categories: {
      sdl: `type Query { product: Product @shareable products: [Product] @shareable }
        type Product @shareable { id: ID! category: Part! } type Part @shareable { id: ID! } `,
      resolvers: {
        Query: {
          product: () => ({ id: "1", category: { id: "c1" } }),
          products: () => [
            { id: "1", category: { id: "c1" } },
            { id: "2", category: { id: "c2" } },
          ],
        },
      },
    },
    names: {
      sdl: `type Query { product: Product @shareable products: [Product] @shareable }
        type Product @shareable { id: ID! name: Part! } type Part @shareable { id: ID! }`,
      resolvers: {
        Query: {
          product: () => ({ id: "1", name: { id: "n1" } }),
          products: () => [
            { id: "1", name: { id: "n1" } },
            { id: "2", name: { id: "n2" } },
          ],
        },
      },
    },
    prices: {
      sdl: `type Query { product: Product @shareable products: [Product] @shareable }
        type Product @shareable { id: ID! price: Int! }`,
      resolvers: {
        Query: {
          product: () => ({ id: "1", price: 5 }),
          products: () => [
            { id: "1", price: 5 },
            { id: "2", price: 6 },
          ],
        },
      },
    },
  },
  {
    "is asked of each for its part": {
      query: "{ product { id name { id } category { id } price } }",
      data: { product: { id: "1", name: { id: "n1" }, category: { id: "c1" }, price: 5 } },
    },
    "joins lists by place": {
      query: "{ products { price name { id } category { id } } }",
      data: {
        products: [
          { price: 5, name: { id: "n1" }, category: { id: "c1" } },
          { price: 6, name: { id: "n2" }, category: { id: "c2" } },
        ],
      },
    },
    "is asked of one where one has all": {
      query: "{ product { id } }",
      data: { product: { id: "1" } },
    },
  },
);

describeGraph(
  "a field that moved to another member",
  {
    old: {
      sdl: `type Query { posts: [Post!]! } type Post @key(fields: "id") { id: ID! title: String! created: String! body: String! }`,
      resolvers: {
        Query: { posts: () => [{ id: "1", title: "old", created: "old", body: "b" }] },
        Post: { __resolveReference: ({ id }: { id: string }) => ({ id, title: "old", created: "old", body: "b" }) },
      },
    },
    next: {
      sdl: `type Query { feed: [Post!]! } type Post @key(fields: "id") {
        id: ID! created: String! @override(from: "old") title: String! @override(from: "gone")
        stamp: String! @requires(fields: "body") body: String! @external }`.replace(
        'title: String! @override(from: "gone")',
        "",
      ),
      resolvers: {
        Query: { feed: () => [{ id: "2" }] },
        Post: {
          __resolveReference: itself,
          created: ({ id }: { id: string }) => `new ${id}`,
          stamp: ({ body }: { body: string }) => `stamped ${body}`,
        },
      },
    },
  },
  {
    "is never asked of the old one": {
      query: "{ posts { id title created } feed { created title } }",
      data: {
        posts: [{ id: "1", title: "old", created: "new 1" }],
        feed: [{ created: "new 2", title: "old" }],
      },
    },
    "stands beside fields that require what stayed": {
      query: "{ feed { stamp created } }",
      data: { feed: [{ stamp: "stamped b", created: "new 2" }] },
    },
  },
);

describeGraph(
  "a field that claims to come from a member that there is not",
  {
    a: {
      sdl: 'type Query { post: Post } type Post @key(fields: "id") { id: ID! title: String! @override(from: "nobody") }',
      resolvers: { Query: { post: () => ({ id: "1" }) }, Post: { __resolveReference: itself, title: () => "T" } },
    },
    b: {
      sdl: 'type Post @key(fields: "id") { id: ID! likes: Int! }',
      resolvers: { Post: { __resolveReference: itself, likes: () => 3 } },
    },
  },
  { "is its own": { query: "{ post { title likes } }", data: { post: { title: "T", likes: 3 } } } },
);

const USERS = [
  { id: "u1", secret: "s1", role: "ADMIN" },
  { id: "u2", secret: "s2", role: "GUEST" },
];

describeGraph(
  "what is inaccessible",
  {
    a: {
      sdl: `type Query { users: [User!]! things: [Thing!]! } type User @key(fields: "id") @key(fields: "secret") { id: ID! secret: String! @inaccessible role: Role }
        enum Role { ADMIN GUEST @inaccessible } interface Thing { id: ID! }
        type Open implements Thing { id: ID! } type Shut implements Thing @inaccessible { id: ID! }`,
      resolvers: {
        Query: {
          users: () => USERS,
          things: () => [{ __typename: "Open", id: "o" }],
        },
        User: { __resolveReference: byReference(USERS) },
      },
    },
    b: {
      sdl: 'type User @key(fields: "secret") { secret: String! note: String! }',
      resolvers: { User: { __resolveReference: itself, note: ({ secret }: { secret: string }) => `knows ${secret}` } },
    },
  },
  {
    "still serves as a key": {
      query: "{ users { id note } }",
      data: {
        users: [
          { id: "u1", note: "knows s1" },
          { id: "u2", note: "knows s2" },
        ],
      },
    },
    "is no field for clients": {
      query: "{ users { secret } }",
      data: undefined,
      errorsAt: ['Cannot query field "secret" on type "User".'],
    },
    "is no value for clients": {
      query: "{ users { id role } }",
      data: {
        users: [
          { id: "u1", role: "ADMIN" },
          { id: "u2", role: null },
        ],
      },
      errorsAt: [["users", 1, "role"]],
    },
    "is no type in the schema that clients see": {
      query:
        '{ shut: __type(name: "Shut") { name } open: __type(name: "Open") { interfaces { name possibleTypes { name } } } things { id } }',
      data: {
        shut: null,
        open: { interfaces: [{ name: "Thing", possibleTypes: [{ name: "Open" }] }] },
        things: [{ id: "o" }],
      },
    },
  },
);

describeGraph(
  "inputs and enums that members know in part",
  {
    a: {
      sdl: `type Query { byKind(kind: Kind = BOOK): String byFilter(filter: Filter!): String kinds: [Kind!]! }
        enum Kind { BOOK FILM } input Filter { first: Int! = 2 name: String only: Int }`,
      resolvers: {
        Query: {
          byKind: (_: unknown, { kind }: { kind: string }) => kind,
          byFilter: (_: unknown, { filter }: { filter: object }) => JSON.stringify(filter),
          kinds: () => ["BOOK", "FILM"],
        },
      },
    },
    b: {
      sdl: "type Query { other(kind: Kind!, filter: Filter): String } enum Kind { BOOK FILM } input Filter { first: Int! = 2 name: String }",
      resolvers: {
        Query: {
          other: (_: unknown, { kind, filter }: { kind: string; filter: object }) =>
            `${kind} ${JSON.stringify(filter)}`,
        },
      },
    },
  },
  {
    "are sent as the client wrote them": {
      query: '{ byKind(kind: FILM) byFilter(filter: { name: "x" }) other(kind: BOOK, filter: { first: 5 }) kinds }',
      data: { byKind: "FILM", byFilter: '{"first":2,"name":"x"}', other: 'BOOK {"first":5}', kinds: ["BOOK", "FILM"] },
    },
    "are sent by variables as well, defaults filled in by the members": {
      query: "query ($kind: Kind, $filter: Filter!) { byKind(kind: $kind) byFilter(filter: $filter) }",
      variables: { filter: { first: 1 } },
      data: { byKind: "BOOK", byFilter: '{"first":1}' },
    },
    "are refused where not every member knows them": {
      query: "{ byFilter(filter: { only: 1 }) }",
      data: undefined,
      errorsAt: ['Field "only" is not defined by type "Filter".'],
    },
  },
);
