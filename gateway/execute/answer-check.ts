import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type DocumentNode,
  executeSync,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  isAbstractType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  parse,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeQuestion } from "./call-node.ts";
import { nodeError } from "./refuse-for-node.ts";

const PARSED_DOCUMENTS = 1_000;
/** Beyond these the whole answer is rubbish, and telling each place would only cost. */
const MAX_ERRORS = 100;

type Data = Readonly<Record<string, unknown>>;

interface CheckedAnswer {
  readonly data: Data | null;
  /** NODE_BAD_RESPONSE at every place where the data was not what the schema promises. */
  readonly errors: readonly NodeError[];
}

/** Reduces a node's data to what was asked and what its schema allows. */
export type AnswerCheck = (question: NodeQuestion, data: Data) => CheckedAnswer;

/**
 * Runs the question over the node's data as graphql-js would have done at the node: fields that were not asked for are
 * gone, lists are lists, leaves are leaves, and null stands where it may. So nothing else reaches the engine, which
 * merges whatever it is given (DESIGN §12) and fails as a whole over a wrong shape. Nodes in process need no check:
 * their answers are graphql-js's own.
 */
export function createAnswerCheck(node: string, typeDefs: DocumentNode): AnswerCheck {
  const schema = plainSchema(typeDefs);
  const documents = new LRUCache<string, DocumentNode>({ max: PARSED_DOCUMENTS });
  return (question, data) => {
    const document = documents.get(question.query) ?? parse(question.query, { noLocation: true });
    documents.set(question.query, document);
    const result = executeSync({
      schema,
      document,
      rootValue: withEntityTypes(data, question.variables?.["representations"]),
      variableValues: question.variables,
      operationName: question.operationName,
      fieldResolver: byResponseKey,
      typeResolver: byTypename,
    });
    const errors = (result.errors ?? []).map(({ path }) => nodeError(node, "NODE_BAD_RESPONSE", path));
    if (errors.length > MAX_ERRORS) return { data: null, errors: [nodeError(node, "NODE_BAD_RESPONSE")] };
    return { data: result.data ?? null, errors };
  };
}

/** The node's schema without anything that resolves: values are read from the answer alone. */
function plainSchema(typeDefs: DocumentNode): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && !isSpecifiedScalarType(type)) type.serialize = toLeaf;
    if (isAbstractType(type)) type.resolveType = byTypename;
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) delete field.resolve;
  }
  return schema;
}

/** An entity is of the type that was asked for; one that says otherwise, or is no object, is nobody's. */
function withEntityTypes(data: Data, representations: unknown): Data {
  const entities = data["_entities"];
  if (!Array.isArray(representations) || !Array.isArray(entities)) return data;
  if (entities.length !== representations.length) return { ...data, _entities: null };
  const typed = entities.map((entity: unknown, index) => {
    if (entity === null || !isRecord(entity)) return entity;
    const typename: unknown = representations[index]?.__typename;
    return { ...entity, __typename: entity["__typename"] === undefined ? typename : agreed(entity, typename) };
  });
  return { ...data, _entities: typed };
}

function agreed({ __typename }: Data, typename: unknown): unknown {
  return __typename === typename ? typename : undefined;
}

const byResponseKey: GraphQLFieldResolver<unknown, unknown> = (parent, _args, _context, { path }) => {
  if (!isRecord(parent)) throw new TypeError("not an object");
  return Object.hasOwn(parent, path.key) ? parent[path.key] : undefined;
};

const byTypename: GraphQLTypeResolver<unknown, unknown> = (value) => {
  const typename = isRecord(value) ? value["__typename"] : undefined;
  return typeof typename === "string" ? typename : undefined;
};

/** Custom scalars travel as plain values; an object would be a place for anything. */
function toLeaf(value: unknown): string | number | boolean {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new TypeError("not a leaf");
}

function isRecord(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
