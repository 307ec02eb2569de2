import { describeGraph, itself } from "./describe-graph.ts";

const DIRECTORY = {
  sdl: `type User @key(fields: "id") { id: ID! name: String! @shareable address: Address! @shareable }
    type Address @shareable { city: String! street: String! }`,
  resolvers: {
    User: {
      __resolveReference: itself,
      name: ({ id }: { id: string }) => `asked ${id}`,
      address: () => ({ city: "asked", street: "asked" }),
    },
  },
};

describeGraph(
  "fields that a member provides",
  {
    directory: DIRECTORY,
    reviews: {
      sdl: `type Query { best: Review @shareable any: Review }
        type Review { text: String! author: User @provides(fields: "name address { city }") writer: User }
        type User @key(fields: "id") { id: ID! name: String! @external address: Address! @external }
        type Address { city: String! @external }`,
      resolvers: {
        Query: {
          best: () => ({
            text: "good",
            author: { id: "1", name: "given", address: { city: "given" } },
            writer: { id: "2" },
          }),
          any: () => null,
        },
      },
    },
  },
  {
    "are not asked for elsewhere": {
      query: "{ best { author { id name address { city } } } }",
      data: { best: { author: { id: "1", name: "given", address: { city: "given" } } } },
      fetches: { reviews: 1 },
    },
    "are asked for where nobody provides them": {
      query: "{ best { writer { name } } any { text } }",
      data: { best: { writer: { name: "asked 2" } }, any: null },
      fetches: { reviews: 1, directory: 1 },
    },
    "do not hide those that are not provided": {
      query: "{ best { author { name address { street } } } }",
      data: { best: { author: { name: "given", address: { street: "asked" } } } },
      fetches: { reviews: 1, directory: 1 },
    },
  },
);

const MEDIA = `interface Media { id: ID! } type Book implements Media @key(fields: "id") { id: ID! X }
  type Film implements Media @key(fields: "id") { id: ID! Y } union Shown = Book | Film`;
const SHELF = [
  { __typename: "Book", id: "b", title: "given b" },
  { __typename: "Film", id: "f", title: "given f" },
];

describeGraph(
  "fields that a member provides of an interface and of a union",
  {
    titles: {
      sdl: MEDIA.replace("X", "title: String! @shareable pages: Int").replace(
        "Y",
        "title: String! @shareable minutes: Int",
      ),
      resolvers: {
        Book: { __resolveReference: itself, title: ({ id }: { id: string }) => `asked ${id}`, pages: () => 300 },
        Film: { __resolveReference: itself, title: ({ id }: { id: string }) => `asked ${id}`, minutes: () => 90 },
      },
    },
    shelf: {
      sdl: `type Query {
          media: [Media!]! @provides(fields: "... on Book { title }")
          shown: [Shown!]! @provides(fields: "... on Film { title }") }
        ${MEDIA.replace("X", "title: String! @external").replace("Y", "title: String! @external")}`,
      resolvers: { Query: { media: () => SHELF, shown: () => SHELF } },
    },
  },
  {
    "are taken for the type that has them, and asked for of the others": {
      query: "{ media { id ... on Book { title } ... on Film { title } } }",
      data: {
        media: [
          { id: "b", title: "given b" },
          { id: "f", title: "asked f" },
        ],
      },
      fetches: { shelf: 1, titles: 1 },
    },
    "are taken of a union's members": {
      query: "{ shown { __typename ... on Film { title } ... on Book { pages } } }",
      data: {
        shown: [
          { __typename: "Book", pages: 300 },
          { __typename: "Film", title: "given f" },
        ],
      },
      fetches: { shelf: 1, titles: 1 },
    },
    "spare a question where only they are asked for": {
      query: "{ media { __typename ... on Book { title } } }",
      data: { media: [{ __typename: "Book", title: "given b" }, { __typename: "Film" }] },
      fetches: { shelf: 1 },
    },
  },
);

describeGraph(
  "fields provided some levels below",
  {
    a: {
      sdl: `type Query { home: Home @provides(fields: "rooms { lamp { color } }") }
        type Home @key(fields: "id") { id: ID! rooms: [Room!]! @external } type Room { lamp: Lamp! @external }
        type Lamp { color: String! @external }`,
      resolvers: {
        Query: { home: () => ({ id: "h", rooms: [{ lamp: { color: "given" } }, { lamp: { color: "given" } }] }) },
      },
    },
    b: {
      sdl: `type Home @key(fields: "id") { id: ID! rooms: [Room!]! @shareable } type Room @shareable { lamp: Lamp! no: Int! } type Lamp @shareable { color: String! watts: Int! }`,
      resolvers: {
        Home: {
          __resolveReference: itself,
          rooms: () => [
            { no: 1, lamp: { color: "asked", watts: 5 } },
            { no: 2, lamp: { color: "asked", watts: 6 } },
          ],
        },
      },
    },
  },
  {
    "are given by the member that provides them": {
      query: "{ home { rooms { lamp { color } } } }",
      data: { home: { rooms: [{ lamp: { color: "given" } }, { lamp: { color: "given" } }] } },
      fetches: { a: 1 },
    },
  },
);
