import { describeGraph, itself } from "./describe-graph.ts";

const log: string[] = [];
const noted = (what: string) => {
  log.push(what);
  return what;
};

describeGraph(
  "mutations",
  {
    a: {
      sdl: `type Query { log: [String!]! } type Mutation { addA(n: Int!): Item failA: Int! }
        type Item @key(fields: "id") { id: ID! n: Int! }`,
      resolvers: {
        Query: { log: () => [...log] },
        Mutation: {
          addA: (_: unknown, { n }: { n: number }) => ({ id: noted(`a${n}`), n }),
          failA: () => {
            noted("fail");
            throw new Error("it failed");
          },
        },
      },
    },
    b: {
      sdl: 'type Mutation { addB(n: Int!): Item clear: Boolean! } type Item @key(fields: "id") { id: ID! extra: String! }',
      resolvers: {
        Mutation: {
          addB: (_: unknown, { n }: { n: number }) => ({ id: noted(`b${n}`) }),
          clear: () => log.splice(0).length >= 0,
        },
        Item: { __resolveReference: itself, extra: ({ id }: { id: string }) => `${id} after ${log.length}` },
      },
    },
  },
  {
    "run in the order in which they stand, over all members": {
      query: "mutation { clear a: addA(n: 1) { n } b: addB(n: 2) { id } c: addA(n: 3) { id } d: addA(n: 4) { id } }",
      data: { clear: true, a: { n: 1 }, b: { id: "b2" }, c: { id: "a3" }, d: { id: "a4" } },
    },
    "did so": { query: "{ log }", data: { log: ["a1", "b2", "a3", "a4"] } },
    "have the fields of other members": {
      query: "mutation ($n: Int!) { clear addA(n: $n) { n extra } }",
      variables: { n: 7 },
      data: { clear: true, addA: { n: 7, extra: "a7 after 1" } },
    },
    "that fail are run once": {
      query: "mutation { clear failA }",
      data: null,
      errorsAt: [["failA"]],
    },
    "that failed are in the log once": { query: "{ log }", data: { log: ["fail"] } },
  },
);

describeGraph(
  "what is skipped and included",
  {
    a: {
      sdl: 'type Query { product: Product } type Product @key(fields: "id") { id: ID! price: Int! }',
      resolvers: {
        Query: { product: () => ({ id: "p", price: 699 }) },
        Product: { __resolveReference: itself, price: () => 699 },
      },
    },
    b: {
      sdl: `type Product @key(fields: "id") { id: ID! price: Int! @external
        dear: Boolean! @requires(fields: "price") neither: String! @requires(fields: "price") plain: Int }`,
      resolvers: {
        Product: {
          __resolveReference: itself,
          dear: ({ price }: { price: number }) => price > 500,
          neither: () => "never asked",
          plain: () => 1,
        },
      },
    },
  },
  {
    "by values": {
      query: "{ product { price dear @include(if: true) neither @skip(if: true) } }",
      data: { product: { price: 699, dear: true } },
    },
    "by variables": {
      query:
        "query ($yes: Boolean = true, $no: Boolean!) { product { dear @include(if: $yes) neither @include(if: $no) } }",
      variables: { no: false },
      data: { product: { dear: true } },
    },
    "leaves a member alone of which nothing is wanted": {
      query: "query ($no: Boolean!) { product { id ... @include(if: $no) { neither plain } } }",
      variables: { no: false },
      data: { product: { id: "p" } },
      fetches: { a: 1 },
    },
    "by both at once": {
      query:
        "query ($t: Boolean!, $f: Boolean!) { product { a: dear @skip(if: $f) @include(if: $t) b: dear @skip(if: $t) @include(if: $t) } }",
      variables: { t: true, f: false },
      data: { product: { a: true } },
    },
    "at the root, so that nobody is asked": {
      query: "query ($f: Boolean!) { __typename product @include(if: $f) { id dear } }",
      variables: { f: false },
      data: { __typename: "Query" },
      fetches: {},
    },
  },
);

describeGraph(
  "errors of members",
  {
    a: {
      sdl: `type Query { list: [Item] item: Item! down: Int } type Item @key(fields: "id") { id: ID! a: Int }`,
      resolvers: {
        Query: {
          list: () => [{ id: "1" }, { id: "2" }, { id: "3" }],
          item: () => ({ id: "2" }),
          down: () => {
            throw new Error("down is down");
          },
        },
        Item: { __resolveReference: itself, a: () => 1 },
      },
    },
    b: {
      sdl: 'type Item @key(fields: "id") { id: ID! soft: Int hard: Int! deep: [Deep!] } type Deep { n: Int! }',
      resolvers: {
        Item: {
          __resolveReference: async ({ id }: { id: string }) => {
            if (id === "3") throw new Error("no 3");
            return { id };
          },
          soft: ({ id }: { id: string }) => {
            if (id === "2") throw new Error("soft 2");
            return 1;
          },
          hard: ({ id }: { id: string }) => {
            if (id === "2") throw new Error("hard 2");
            return 1;
          },
          deep: ({ id }: { id: string }) => [{ n: 1 }, { n: id === "2" ? null : 2 }],
        },
      },
    },
  },
  {
    "stand at their places in lists": {
      query: "{ list { id soft } }",
      data: {
        list: [
          { id: "1", soft: 1 },
          { id: "2", soft: null },
          { id: "3", soft: null },
        ],
      },
      errorsAt: [
        ["list", 1, "soft"],
        ["list", 2],
      ],
    },
    "stand under the client's names": {
      query: "{ mine: list { x: soft } }",
      data: { mine: [{ x: 1 }, { x: null }, { x: null }] },
      errorsAt: [
        ["mine", 1, "x"],
        ["mine", 2],
      ],
    },
    "make null what must have a value, as far up as needed": {
      query: "{ list { id hard } }",
      data: { list: [{ id: "1", hard: 1 }, null, null] },
      errorsAt: [
        ["list", 1, "hard"],
        ["list", 2],
      ],
    },
    "take the whole answer where nothing on the way may be null": {
      query: "{ item { hard } }",
      data: null,
      errorsAt: [["item", "hard"]],
    },
    "below lists keep their indexes": {
      query: "{ item { deep { n } } }",
      data: { item: { deep: null } },
      errorsAt: [["item", "deep", 1, "n"]],
    },
    "leave other fields alone": {
      query: "{ down item { a } }",
      data: { down: null, item: { a: 1 } },
      errorsAt: [["down"]],
    },
  },
);
