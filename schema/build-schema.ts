import { setImmediate } from "node:timers/promises";
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLNamedType,
  GraphQLSchema,
  isTypeDefinitionNode,
  Kind,
  specifiedDirectives,
} from "graphql";
// What `buildASTSchema` is made of (graphql 16.15); by itself it does all in one go.
import { extendSchemaImpl } from "graphql/utilities/extendSchema.js";
import { inPlace, type KeptTypes, keptTypes, leadToKept, standIns } from "./kept-types.ts";
import { KnownDefinitions } from "./known-definitions.ts";

type Config = ReturnType<typeof extendSchemaImpl>;

/** Fields made between two turns of the event loop: well below a millisecond. */
const FIELDS_A_TURN = 150;

/**
 * `buildSchema` for a schema that is known to be valid, with its text in pieces of whole definitions: a large graph is built
 * over many turns of the event loop, and what is being served meanwhile is not kept waiting (100 ms and more for 50 nodes of 20
 * types, bench `gateways --only scale`). Types of `last` that are the same are taken from it: most of them where one node comes.
 */
export async function buildSchemaInTurns(
  pieces: readonly string[],
  known = new KnownDefinitions(),
  last?: GraphQLSchema,
): Promise<GraphQLSchema> {
  return schemaOfInTurns(await known.parse(pieces), last);
}

/** The same of what has been parsed. Types that are extended and nowhere defined are not in it. */
export async function schemaOfInTurns(
  definitions: readonly DefinitionNode[],
  last?: GraphQLSchema,
): Promise<GraphQLSchema> {
  const kept = keptTypes(last, definitions);
  const anew = definitions.filter((one) => !isTypeDefinitionNode(one) || !kept.has(one.name.value));
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [...anew, ...standIns(kept)] };
  const config = extendSchemaImpl(NOTHING, document, { assumeValid: true });
  await setImmediate();
  await makeFields(config);
  const made = config.types.filter(({ name }) => !kept.has(name));
  if (kept.size > 0) leadToKept(made, config.directives, kept);
  const declared = new Set(config.directives.map(({ name }) => name));
  return new GraphQLSchema({
    ...config,
    ...rootTypes(config, kept),
    types: inOrder(definitions, [...made, ...kept.values()]),
    directives: [...config.directives, ...specifiedDirectives.filter(({ name }) => !declared.has(name))],
  });
}

const NOTHING: Config = {
  description: undefined,
  query: undefined,
  mutation: undefined,
  subscription: undefined,
  types: [],
  directives: [],
  extensions: {},
  astNode: undefined,
  extensionASTNodes: [],
  assumeValid: false,
};

/** Types make them when first asked, and the schema's constructor asks all at once. */
async function makeFields({ types }: Config): Promise<void> {
  let made = 0;
  for (const type of types) {
    if ("getInterfaces" in type) type.getInterfaces();
    if (!("getFields" in type)) continue;
    made += Object.keys(type.getFields()).length;
    if (made < FIELDS_A_TURN) continue;
    made = 0;
    await setImmediate();
  }
  await setImmediate();
}

/** In which they are defined. */
function inOrder(definitions: readonly DefinitionNode[], types: readonly GraphQLNamedType[]): GraphQLNamedType[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  return definitions.flatMap((one) => (isTypeDefinitionNode(one) ? (byName.get(one.name.value) ?? []) : []));
}

/** Where no `schema { … }` names others, by their usual names. */
function rootTypes({ types, astNode, ...named }: Config, kept: KeptTypes) {
  const usual = (wanted: string) => types.find(({ name }) => name === wanted) as Config["query"];
  const roots =
    astNode == null
      ? { query: usual("Query"), mutation: usual("Mutation"), subscription: usual("Subscription") }
      : { query: named.query, mutation: named.mutation, subscription: named.subscription };
  const inTheirPlace = Object.entries(roots).map(([operation, type]) => [operation, type && inPlace(type, kept)]);
  return Object.fromEntries(inTheirPlace) as typeof roots;
}
