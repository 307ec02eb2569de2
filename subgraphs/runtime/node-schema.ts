import { setImmediate } from "node:timers/promises";
import { buildSubgraphSchema } from "@apollo/subgraph";
// What `buildSubgraphSchema` (@apollo/subgraph 2.14) is made of besides checks.
import { addResolversToSchema } from "@apollo/subgraph/dist/schema-helper/buildSchemaFromSDL.js";
import { entitiesResolver } from "@apollo/subgraph/dist/types.js";
import type { DocumentNode, GraphQLResolveInfo, GraphQLSchema } from "graphql";
import { schemaOfInTurns } from "#schema/build-schema.ts";
import { federatedDefinitions } from "./federated-definitions.ts";

/** Functions by type and field; typed per node where they are made, untyped as graphql-js takes them. */
export type SchemaResolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A member's schema, checked: for a node that nobody has composed. */
export function checkedSchema(typeDefs: DocumentNode, resolvers: SchemaResolvers): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
}

/**
 * The same of a node that is composed: composition checks all of it, in a process of its own (gateway/supergraph). It is built
 * over many turns of the event loop, since other nodes are being asked meanwhile (15 to 60 ms with the checks, for 150 to 300 types).
 */
async function composedSchema(typeDefs: DocumentNode, resolvers: SchemaResolvers): Promise<GraphQLSchema> {
  const schema = await schemaOfInTurns(federatedDefinitions(typeDefs));
  await setImmediate();
  addResolversToSchema(schema, federationResolvers(typeDefs));
  addResolversToSchema(schema, resolvers as never);
  return schema;
}

/** Schemas of nodes that are composed, one after the other: many at once would make every turn that much longer. */
export class ComposedSchemas {
  #building: Promise<unknown> = Promise.resolve();

  build(typeDefs: DocumentNode, resolvers: () => SchemaResolvers): Promise<GraphQLSchema> {
    const built = this.#building.then(async () => {
      await setImmediate();
      const made = resolvers();
      await setImmediate();
      return composedSchema(typeDefs, made);
    });
    this.#building = built.catch(() => {});
    return built;
  }
}

interface Asked {
  readonly representations: unknown;
}

function federationResolvers(typeDefs: DocumentNode) {
  return {
    Query: {
      _service: () => ({ sdl: () => checkedSdl(typeDefs) }),
      _entities: (_parent: unknown, { representations }: Asked, context: unknown, info: GraphQLResolveInfo) =>
        entitiesResolver({ representations, context, info }) as unknown,
    },
    _Entity: { __resolveType: ({ __typename }: { readonly __typename?: string }) => __typename },
  };
}

/** As the node would tell it that runs by itself. */
function checkedSdl(typeDefs: DocumentNode): string {
  const field = checkedSchema(typeDefs, {}).getQueryType()?.getFields()["_service"];
  const service = field?.resolve?.({}, {}, {}, {} as GraphQLResolveInfo) as { readonly sdl: string } | undefined;
  return service?.sdl ?? "";
}
