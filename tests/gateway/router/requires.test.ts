import { byReference, describeGraph, itself } from "./describe-graph.ts";

const ITEMS = [
  { id: "1", price: 100, weight: 2, hidden: "h1" },
  { id: "2", price: 2_000, weight: 30, hidden: "h2" },
];

interface Item {
  readonly id: string;
  readonly price: number;
  readonly weight: number;
  readonly estimate: number;
}

describeGraph(
  "a field that is computed from fields elsewhere",
  {
    items: {
      sdl: 'type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! price: Int weight: Int }',
      resolvers: { Query: { items: () => ITEMS }, Item: { __resolveReference: byReference(ITEMS) } },
    },
    post: {
      sdl: `type Item @key(fields: "id") {
        id: ID! price: Int @external weight: Int @external estimate: Int @requires(fields: "price weight") inStock: Boolean! }`,
      resolvers: {
        Item: {
          __resolveReference: itself,
          estimate: ({ price, weight }: Item) => (price > 1_000 ? 0 : weight * 10),
          inStock: () => true,
        },
      },
    },
    tags: {
      sdl: `type Item @key(fields: "id") { id: ID! estimate: Int @external inStock: Boolean! @external
        label: String @requires(fields: "estimate inStock") }`,
      resolvers: {
        Item: {
          __resolveReference: itself,
          label: ({ estimate, inStock }: Item & { inStock: boolean }) => `${estimate}/${inStock}`,
        },
      },
    },
  },
  {
    "is given them, though no client asked": {
      query: "{ items { estimate } }",
      data: { items: [{ estimate: 20 }, { estimate: 0 }] },
    },
    "may itself be asked for by another": {
      query: "{ items { label } }",
      data: { items: [{ label: "20/true" }, { label: "0/true" }] },
      fetches: { items: 1, post: 1, tags: 1 },
    },
    "stands under every name that it is given": {
      query: "{ items { a: estimate price: estimate estimate: price b: label } }",
      data: {
        items: [
          { a: 20, price: 20, estimate: 100, b: "20/true" },
          { a: 0, price: 0, estimate: 2_000, b: "0/true" },
        ],
      },
    },
  },
);

describeGraph(
  "fields that ask each other's members in turn",
  {
    one: {
      sdl: `type Query { feed: [Post!]! } type Post @key(fields: "id") {
        id: ID! author: Author! authorName: String @external line: String @requires(fields: "authorName") }
        type Author @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { feed: () => [{ id: "p1" }, { id: "p2" }] },
        Post: {
          __resolveReference: itself,
          author: ({ id }: { id: string }) => ({ id: `a-${id}` }),
          line: ({ authorName }: { authorName: string }) => `by ${authorName}`,
        },
      },
    },
    two: {
      sdl: `type Post @key(fields: "id") { id: ID! author: Author! @external authorName: String @requires(fields: "author { id name }") }
        type Author @key(fields: "id") { id: ID! name: String @external }`,
      resolvers: {
        Post: {
          __resolveReference: itself,
          authorName: ({ author }: { author: { name: string } }) => author.name,
        },
      },
    },
    three: {
      sdl: 'type Author @key(fields: "id") { id: ID! name: String }',
      resolvers: { Author: { __resolveReference: itself, name: ({ id }: { id: string }) => `name of ${id}` } },
    },
  },
  {
    "are asked there and back": {
      query: "{ feed { line } }",
      data: { feed: [{ line: "by name of a-p1" }, { line: "by name of a-p2" }] },
    },
    "are right beside what the client asks of the same": {
      query: "{ feed { author { id } line authorName } }",
      data: {
        feed: [
          { author: { id: "a-p1" }, line: "by name of a-p1", authorName: "name of a-p1" },
          { author: { id: "a-p2" }, line: "by name of a-p2", authorName: "name of a-p2" },
        ],
      },
    },
  },
);

interface Comments {
  readonly comments: readonly { readonly text: string }[];
}

const COMMENTS = ["c0", "c1", "c2", "c3"].map((text) => ({ text }));

describeGraph(
  "a field that asks for another with arguments",
  {
    posts: {
      sdl: `type Query { post: Post } type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment!]! }
        type Comment { text: String! }`,
      resolvers: {
        Query: { post: () => ({ id: "1" }) },
        Post: {
          __resolveReference: itself,
          comments: (_: unknown, { limit }: { limit: number }) => COMMENTS.slice(0, limit),
        },
      },
    },
    digests: {
      sdl: `type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment!]! @external
          digest: String @requires(fields: "comments(limit: 3) { text }")
          first: String @requires(fields: "comments(limit: 1) { text }") }
        type Comment { text: String! @external }`,
      resolvers: {
        Post: {
          __resolveReference: itself,
          digest: ({ comments }: Comments) => comments.map(({ text }) => text).join(),
          first: ({ comments }: Comments) => comments.map(({ text }) => text).join(),
        },
      },
    },
  },
  {
    "is given what it asks for": {
      query: "{ post { digest } }",
      data: { post: { digest: "c0,c1,c2" } },
    },
    "is given that also where the client asks for the same field with others": {
      query: "{ post { comments(limit: 1) { text } digest } }",
      data: { post: { comments: [{ text: "c0" }], digest: "c0,c1,c2" } },
    },
    "is given that also where the client's come by a variable": {
      query: "query ($n: Int!) { post { digest comments(limit: $n) { text } } }",
      variables: { n: 2 },
      data: { post: { comments: [{ text: "c0" }, { text: "c1" }], digest: "c0,c1,c2" } },
    },
    "is given that also beside one that asks otherwise": {
      query: "{ post { digest first } }",
      data: { post: { digest: "c0,c1,c2", first: "c0" } },
    },
  },
);

describeGraph(
  "a field that asks for parts of an interface by fragments",
  {
    a: {
      sdl: `type Query { owner: Owner } type Owner @key(fields: "id") { id: ID! pet: Pet things: [Thing!]! }
        interface Pet { name: String! } type Dog implements Pet { name: String! bark: Int! } type Cat implements Pet { name: String! lives: Int! }
        union Thing = Dog | Cat`,
      resolvers: {
        Query: { owner: () => ({ id: "o1" }) },
        Owner: {
          __resolveReference: itself,
          pet: () => ({ __typename: "Cat", name: "Tom", lives: 9 }),
          things: () => [
            { __typename: "Dog", name: "Rex", bark: 2 },
            { __typename: "Cat", name: "Tom", lives: 9 },
          ],
        },
      },
    },
    b: {
      sdl: `type Owner @key(fields: "id") { id: ID! pet: Pet @external things: [Thing!]! @external
          note: String @requires(fields: "pet { name ... on Dog { bark } ... on Cat { lives } }")
          sum: Int @requires(fields: "things { ... on Dog { bark } ... on Cat { lives } }") }
        interface Pet { name: String! } type Dog implements Pet { name: String! @external bark: Int! @external }
        type Cat implements Pet { name: String! @external lives: Int! @external } union Thing = Dog | Cat`,
      resolvers: {
        Owner: {
          __resolveReference: itself,
          note: ({ pet }: { pet: object }) => JSON.stringify(pet),
          sum: ({ things }: { things: readonly { bark?: number; lives?: number }[] }) =>
            things.reduce((sum, { bark = 0, lives = 0 }) => sum + bark + lives, 0),
        },
      },
    },
  },
  {
    "is given the parts of the type that is there": {
      query: "{ owner { note } }",
      data: { owner: { note: '{"name":"Tom","lives":9}' } },
    },
    "is given those of each member of a union": {
      query: "{ owner { sum pet { __typename } } }",
      data: { owner: { sum: 11, pet: { __typename: "Cat" } } },
    },
  },
);

describeGraph(
  "a required field that fails",
  {
    a: {
      sdl: 'type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! size: Int other: Int }',
      resolvers: {
        Query: { items: () => [{ id: "1" }, { id: "2" }] },
        Item: {
          __resolveReference: itself,
          size: ({ id }: Item) => {
            if (id === "1") throw new Error("no size");
            return 4;
          },
        },
      },
    },
    b: {
      sdl: 'type Item @key(fields: "id") { id: ID! size: Int @external twice: Int @requires(fields: "size") }',
      resolvers: {
        Item: {
          __resolveReference: itself,
          twice: ({ size }: { size: number | null }) => (size === null ? null : size * 2),
        },
      },
    },
  },
  {
    "costs its own entity": {
      query: "{ items { id twice } }",
      data: {
        items: [
          { id: "1", twice: null },
          { id: "2", twice: 8 },
        ],
      },
      errorsAt: [["items", 0]],
    },
  },
);

describeGraph(
  "a field that asks for what its own member has of others",
  {
    a: {
      sdl: 'type Query { box: Box } type Box @key(fields: "id") { id: ID! items: [Item!]! } type Item @key(fields: "id") { id: ID! label: String! }',
      resolvers: {
        Query: { box: () => ({ id: "b", items: [{ id: "1", label: "one" }] }) },
        Box: { __resolveReference: () => ({ id: "b", items: [{ id: "1", label: "one" }] }) },
      },
    },
    b: {
      sdl: `type Box @key(fields: "id") { id: ID! items: [Item!]! @external labels: [String!]! @requires(fields: "items { label deep { value } }") }
        type Item @key(fields: "id") { id: ID! label: String! @external deep: Deep } type Deep { value: Int }`,
      resolvers: {
        Box: {
          __resolveReference: itself,
          labels: ({ items }: { items: readonly { label: string; deep: { value: number } }[] }) =>
            items.map(({ label, deep }) => `${label}${deep.value}`),
        },
        Item: { __resolveReference: itself, deep: () => ({ value: 5 }) },
      },
    },
  },
  {
    "and nested fields of both members are given together": {
      query: "{ box { labels } }",
      data: { box: { labels: ["one5"] } },
    },
  },
);
