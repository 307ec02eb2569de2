import { byReference, describeGraph, itself } from "./describe-graph.ts";

const ANIMALS = [
  { __typename: "Dog", id: "d", name: "Rex", bark: 2 },
  { __typename: "Cat", id: "c", name: "Tom", lives: 9 },
];

describeGraph(
  "an interface whose types are entities",
  {
    zoo: {
      sdl: `type Query { animals: [Animal!]! animal(id: ID!): Animal }
        interface Animal { id: ID! name: String! }
        type Dog implements Animal @key(fields: "id") { id: ID! name: String! bark: Int! }
        type Cat implements Animal @key(fields: "id") { id: ID! name: String! lives: Int! }`,
      resolvers: {
        Query: {
          animals: () => ANIMALS,
          animal: (_: unknown, { id }: { id: string }) => ANIMALS.find((animal) => animal.id === id),
        },
        Dog: { __resolveReference: byReference(ANIMALS) },
        Cat: { __resolveReference: byReference(ANIMALS) },
      },
    },
    vet: {
      sdl: `interface Animal { id: ID! weight: Int }
        type Dog implements Animal @key(fields: "id") { id: ID! weight: Int shots: Int }
        type Cat implements Animal @key(fields: "id") { id: ID! weight: Int }`,
      resolvers: {
        Dog: { __resolveReference: itself, weight: () => 30, shots: () => 4 },
        Cat: { __resolveReference: itself, weight: () => 4 },
      },
    },
  },
  {
    "has fields of another member, asked for at once": {
      query: "{ animals { name weight ... on Dog { shots bark } ... on Cat { lives } } }",
      data: {
        animals: [
          { name: "Rex", weight: 30, shots: 4, bark: 2 },
          { name: "Tom", weight: 4, lives: 9 },
        ],
      },
      fetches: { zoo: 1, vet: 1 },
    },
    "answers fragments within fragments by the type that is there": {
      query: `query { animal(id: "c") { ...A } } fragment A on Animal { ... on Animal { ... on Dog { bark } ...C } }
        fragment C on Cat { lives weight ... on Animal { name } }`,
      data: { animal: { lives: 9, weight: 4, name: "Tom" } },
    },
    "gives different types different fields under one name": {
      query: "{ animals { id ... on Dog { n: bark } ... on Cat { n: lives } } }",
      data: {
        animals: [
          { id: "d", n: 2 },
          { id: "c", n: 9 },
        ],
      },
    },
  },
);

describeGraph(
  "an interface that is an entity itself",
  {
    owner: {
      sdl: `type Query { media: [Media!]! }
        interface Media @key(fields: "id") { id: ID! title: String! }
        type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }
        type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! }`,
      resolvers: {
        Query: {
          media: () => [
            { __typename: "Book", id: "b", title: "B", pages: 3 },
            { __typename: "Film", id: "f", title: "F", minutes: 90 },
          ],
        },
        Media: {
          __resolveReference: ({ id }: { id: string }) =>
            id === "b"
              ? { __typename: "Book", id, title: "B", pages: 3 }
              : { __typename: "Film", id, title: "F", minutes: 90 },
          __resolveType: ({ __typename }: { __typename: string }) => __typename,
        },
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: "B", pages: 3 }) },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, title: "F", minutes: 90 }) },
      },
    },
    reviews: {
      sdl: `type Query { best: Media } type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int! reviews: [Review!]! title: String! @external
          headline: String! @requires(fields: "title") }
        type Review { text: String! of: Media! }`,
      resolvers: {
        Query: { best: () => ({ id: "f" }) },
        Media: {
          __resolveReference: itself,
          stars: () => 5,
          reviews: ({ id }: { id: string }) => [{ text: `on ${id}`, of: { id } }],
          headline: ({ title }: { title: string }) => `${title}!`,
        },
      },
    },
  },
  {
    "has fields that another member gives to all its types": {
      query: "{ media { __typename stars title ... on Book { pages } } }",
      data: {
        media: [
          { __typename: "Book", stars: 5, title: "B", pages: 3 },
          { __typename: "Film", stars: 5, title: "F" },
        ],
      },
      fetches: { owner: 1, reviews: 1 },
    },
    "is of its real type, where a member knows only the interface": {
      query: "{ best { __typename stars ... on Film { minutes } ... on Book { pages } } }",
      data: { best: { __typename: "Film", stars: 5, minutes: 90 } },
    },
    "is followed back from that member": {
      query: "{ media { ... on Book { reviews { text of { title __typename } } } } }",
      data: { media: [{ reviews: [{ text: "on b", of: { title: "B", __typename: "Book" } }] }, {}] },
    },
    "gives that member what a field of it requires": {
      query: "{ best { headline } media { headline } }",
      data: { best: { headline: "F!" }, media: [{ headline: "B!" }, { headline: "F!" }] },
    },
    "needs no other member for what the one member has": {
      query: "{ best { id stars } }",
      data: { best: { id: "f", stars: 5 } },
    },
  },
);

describeGraph(
  "an interface object whose key nobody else can be asked by",
  {
    a: {
      sdl: 'type Product @interfaceObject @key(fields: "id") { id: ID! price: Int! }',
      resolvers: { Product: { __resolveReference: itself, price: () => 9 } },
    },
    b: {
      sdl: `type Query { bread: Bread } interface Product @key(fields: "id", resolvable: false) { id: ID! }
        type Bread implements Product @key(fields: "id", resolvable: false) { id: ID! grain: String! }`,
      resolvers: { Query: { bread: () => ({ id: "p7", grain: "rye" }) } },
    },
  },
  {
    "gives its fields to the types": {
      query: "{ bread { grain price } }",
      data: { bread: { grain: "rye", price: 9 } },
    },
  },
);
