import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  print,
  printType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { nodeSdl } from "#schema/node-sdl.ts";
import { createComposedService, createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { ComposedSchemas, checkedSchema } from "#subgraphs/runtime/node-schema.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { stallNode } from "#tests/support/stall-node.ts";
import { books, ENTITIES, smallNode } from "./small-node.ts";

const definitions = [...(await discoverNodes()), stallNode("stall")];
const platforms = definitions.filter(({ seesOthers }) => seesOthers !== true);
const peers = platforms.map((definition) => nodeSdl(ownSchemaOf(definition, [])));
const schemas = new ComposedSchemas();

/** Without the directives of the specification and what they are declared by: nobody asks for those in process. */
function told(schema: GraphQLSchema): string {
  const types = Object.values(lexicographicSortSchema(schema).getTypeMap());
  return types
    .filter(({ name }) => !/^(?:federation__|link__|__)/.test(name))
    .map(printType)
    .join("\n\n");
}

/** What of it is code, by type and field. */
function resolved(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .flatMap((type) => {
      const { extensions } = type;
      const own = Object.keys(extensions).length > 0 || (isAbstractType(type) && type.resolveType) ? [type.name] : [];
      if (!isObjectType(type)) return own;
      const fields = Object.values(type.getFields()).filter(({ resolve }) => resolve !== undefined);
      return [...own, ...fields.map(({ name }) => `${type.name}.${name}`)];
    })
    .toSorted();
}

/** Directives decide about caches and privacy. */
function marks(schema: GraphQLSchema): readonly string[] {
  const marked = Object.values(schema.getTypeMap()).flatMap((type) => {
    const fields = "getFields" in type ? Object.values(type.getFields()) : [];
    return [type, ...fields].map(({ name, astNode }) => `${type.name}.${name} ${words(astNode?.directives)}`);
  });
  return marked.filter((text) => !text.endsWith(" ")).toSorted();
}

function words(directives: readonly ConstDirectiveNode[] = []): string {
  return directives
    .map(print)
    .map((text) => text.replaceAll(/\s+/g, " "))
    .toSorted()
    .join(" ");
}

test.each(definitions.map((definition) => [definition.code, definition] as const))(
  "the schema of %s is the same built in turns as checked at once",
  async (_code, definition) => {
    const options = { definition, clients: {}, ownSchema: ownSchemaOf(definition, peers) };
    const [checked, composed] = [createNodeService(options), await createComposedService(options, schemas)];
    expect(told(composed.schema)).toBe(told(checked.schema));
    expect(told(checked.schema).length).toBeGreaterThan(10_000);
    expect(resolved(composed.schema)).toEqual(resolved(checked.schema));
    expect(resolved(checked.schema)).toContain("Query._entities");
    expect(marks(composed.schema)).toEqual(marks(checked.schema));
  },
);

const field = (names: readonly string[]) =>
  fc
    .record({
      name: fc.constantFrom(...names),
      type: fc.constantFrom("Int", "[String!]", "Colour!", "[Green]", "Either", "Node", "When", "Blue!"),
      given: fc.constantFrom("", "(by: Choice)", "(first: Int = 3, in: [Colour!] = [DARK])"),
      mark: fc.constantFrom("", "@shareable", "@cacheControl(maxAge: 5)", '@deprecated(reason: "old")'),
    })
    .map(({ name, type, given, mark }) => [name, `"${name} / ${type}" ${name}${given}: ${type} ${mark}`] as const);
const fields = (...names: readonly string[]) =>
  fc
    .array(field(names), { minLength: 1, maxLength: names.length })
    .map((list) => [...new Map(list).values()].join("\n"));

/** A type as owners write them: defined, extended, or extended and defined nowhere. */
const typeSdl = (name: string) =>
  fc
    .record({
      word: fc.constantFrom("type", "extend type"),
      key: fc.constantFrom("", '@key(fields: "id")', '@key(fields: "id", resolvable: false)'),
      mark: fc.constantFrom("", "@private", "@shareable"),
      own: fields("one", "two", "three"),
      more: fc.option(fields("four", "five"), { nil: undefined }),
    })
    .map(({ word, key, mark, own, more }) => {
      const extension = more === undefined ? "" : `extend type ${name} { ${more} }`;
      return `${word} ${name} implements Node ${key} ${mark} { id: ID! ${own} } ${extension}`;
    });

const REST = `
  enum Colour { LIGHT DARK @deprecated } input Choice { in: Colour = LIGHT not: Choice } union Either = Red | Green
  scalar When @specifiedBy(url: "https://example.org/when") extend type Query { find(by: Choice!): Either }
  extend type Patent { red: Red }`;

test("so is that of whatever an owner writes", async () => {
  await fc.assert(
    fc.asyncProperty(typeSdl("Red"), typeSdl("Green"), typeSdl("Blue"), async (...types) => {
      const typeDefs = nodeSdl(parse([...types, REST].join("\n")));
      const checked = checkedSchema(typeDefs, {});
      const composed = await schemas.build(typeDefs, () => ({}));
      expect(told(composed)).toBe(told(checked));
      expect(resolved(composed)).toEqual(resolved(checked));
    }),
    { numRuns: 25 },
  );
});

describe("a node that is composed answers as one that runs by itself", () => {
  const unknown = { representations: [{ __typename: "Nothing", id: "1" }] };
  test.each([
    [
      "entities in order, and what fails among them",
      ENTITIES("__typename ... on Book { id title }"),
      books("1", "none", "bad", "2"),
    ],
    ["entities of a type that it does not have", ENTITIES("__typename"), unknown],
    ["fields and the types of what they give", "{ book(id: 1) { __typename title state } shelf { nodes { id } } }", {}],
    ["its contract", "{ hubNodeInformation { contractVersion kinds { kind } } }", {}],
    ["its schema as text", "{ _service { sdl } }", {}],
    ["nothing to what it does not have", "{ nothing }", {}],
  ])("%s", async (_what, query, variables) => {
    const node = smallNode({
      resolveBooks: async (references) =>
        references.map(({ id }) => {
          if (id === "bad") return new Error("planted");
          return id === "none" ? null : { id, title: `title ${id}` };
        }),
      resolvers: {
        Query: { book: () => ({ id: "1", title: { zh: "书", en: "book" } }), shelf: () => ({ nodes: [{ id: "1" }] }) },
      },
    });
    const [byItself, composed] = [await node.ask(query, variables), await (await node.composed())(query, variables)];
    expect(composed).toEqual({ ...byItself, extensions: composed.extensions });
    expect(composed.data ?? composed.errors).not.toBeUndefined();
  });
});

test("others have their turns while schemas are built, and no two are built at once", async () => {
  const [one, other] = peers.map((typeDefs) => ({ typeDefs, turns: 0 }));
  if (one === undefined || other === undefined) throw new Error("no platforms");
  const order: string[] = [];
  const building = Promise.all([
    schemas.build(one.typeDefs, () => ({})).then(() => order.push("one is built")),
    schemas.build(other.typeDefs, () => {
      order.push("the other is begun");
      return {};
    }),
  ]);
  let isBuilt = false;
  void building.then(() => {
    isBuilt = true;
  });
  let turns = 0;
  for (; !isBuilt; turns += 1) await setImmediate();
  expect(order).toEqual(["one is built", "the other is begun"]);
  expect(turns).toBeGreaterThan(10);
});

test("a schema that cannot be built fails alone", async () => {
  const queue = new ComposedSchemas();
  const bad = queue.build(parse("type Query { a: Nothing }"), () => ({}));
  const good = queue.build(parse("type Query { a: Int }"), () => ({}));
  await expect(bad).rejects.toThrow("Nothing");
  expect((await good).getQueryType()?.getFields()).toHaveProperty("_service");
});
