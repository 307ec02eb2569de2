import { setImmediate } from "node:timers/promises";
import { type DefinitionNode, GraphQLSchema, Kind, specifiedDirectives } from "graphql";
// What `buildASTSchema` is made of (graphql 16.15); by itself it does all in one go.
import { extendSchemaImpl } from "graphql/utilities/extendSchema.js";
import { KnownDefinitions } from "./known-definitions.ts";

type Config = ReturnType<typeof extendSchemaImpl>;

/** Fields made between two turns of the event loop: well below a millisecond. */
const FIELDS_A_TURN = 150;

/**
 * `buildSchema` for a schema that is known to be valid, with its text in pieces of whole definitions: a large graph is built
 * over many turns of the event loop, and what is being served meanwhile is not kept waiting (100 ms and more for 50 nodes of 20
 * types, bench `gateways --only scale`).
 */
export async function buildSchemaInTurns(
  pieces: readonly string[],
  known = new KnownDefinitions(),
): Promise<GraphQLSchema> {
  return schemaOfInTurns(await known.parse(pieces));
}

/** The same of what has been parsed. Types that are extended and nowhere defined are not in it. */
export async function schemaOfInTurns(definitions: readonly DefinitionNode[]): Promise<GraphQLSchema> {
  const config = extendSchemaImpl(NOTHING, { kind: Kind.DOCUMENT, definitions }, { assumeValid: true });
  await setImmediate();
  await makeFields(config);
  const declared = new Set(config.directives.map(({ name }) => name));
  return new GraphQLSchema({
    ...config,
    ...(config.astNode == null ? rootTypes(config) : {}),
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

/** By their usual names, where no `schema { … }` names others. */
function rootTypes({ types }: Config) {
  const named = (wanted: string) => types.find(({ name }) => name === wanted) as Config["query"];
  return { query: named("Query"), mutation: named("Mutation"), subscription: named("Subscription") };
}
