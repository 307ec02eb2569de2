import { type DocumentNode, execute, type GraphQLFieldResolver } from "graphql";
import type { Composed } from "./compose-graph.ts";
import { fieldOf } from "./graph-model.ts";
import { fieldSet, inputsInWorld } from "./required-inputs.ts";
import type { Thing, World } from "./world.ts";

/** An answer as a client gets it. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] | undefined }[];
}

export interface Request {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
}

/** The reference: graphql-js over the API schema, where the world answers every field. */
export async function askMonolith(composed: Composed, world: World, request: Request): Promise<Answer> {
  const { api, graph, whole } = composed;
  const fieldResolver: GraphQLFieldResolver<Thing | undefined, unknown> = (source, args, _context, info) => {
    const typeName = info.parentType.name;
    const { owner, field } = fieldOf(graph, typeName, info.fieldName);
    const thing = source ?? { __typename: typeName, ident: typeName };
    const set = field.requires === null ? null : fieldSet(field.requires);
    const inputs = set === null ? undefined : inputsInWorld({ graph, world, whole }, thing, set);
    return world.value({ owner, field, ident: thing.ident, args, inputs });
  };
  const { data, errors = [] } = await execute({
    schema: api,
    document: request.document,
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver,
    typeResolver: ({ __typename }: Thing) => __typename,
  });
  return { data, errors };
}
