import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  valueFromAST,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import { complete } from "#gateway/engine/complete.ts";
import { type ObjectShape, outputShape } from "#gateway/engine/output-shape.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeQuestion } from "./call-node.ts";
import { nodeError } from "./refuse-for-node.ts";

const KNOWN_QUESTIONS = 1_000;
/** Beyond these the whole answer is rubbish, and telling each place would only cost. */
const MAX_ERRORS = 100;
/** More combinations of conditions than these are made anew each time. */
const KNOWN_SHAPES = 64;

type Data = Readonly<Record<string, unknown>>;

interface CheckedAnswer {
  readonly data: Data | null;
  /** NODE_BAD_RESPONSE at every place where the data was not what the schema promises. */
  readonly errors: readonly NodeError[];
}

/** Reduces a node's data to what was asked and what its schema allows. */
export type AnswerCheck = (question: NodeQuestion, data: Data) => CheckedAnswer;

/**
 * Completes the node's data as graphql-js would have done at the node, by the engine's own compiled shapes: fields that were
 * not asked for are gone, lists are lists, leaves are leaves, and null stands where it may. So nothing else reaches a cache,
 * whoever asks the nodes, or an engine. Nodes in process need no check: their answers are graphql-js's own.
 */
export function createAnswerCheck(node: string, typeDefs: DocumentNode): AnswerCheck {
  const schema = buildSubgraphSchema({ typeDefs });
  const known = new LRUCache<string, CheckedQuestion>({ max: KNOWN_QUESTIONS });
  return (question, data) => {
    const { query, operationName, variables = {} } = question;
    const key = `${operationName ?? ""} ${query}`;
    const checked = known.get(key) ?? new CheckedQuestion(schema, query, operationName);
    known.set(key, checked);
    const result = complete(
      checked.shape(variables),
      { root: withEntityTypes(data, variables["representations"]) },
      () => null,
    );
    if (result.misfits.length > MAX_ERRORS) return { data: null, errors: [nodeError(node, "NODE_BAD_RESPONSE")] };
    const errors = result.misfits.map(({ path }) => nodeError(node, "NODE_BAD_RESPONSE", path));
    return { data: result.data, errors };
  };
}

/** A question, with the shapes of its answer: by what its @skip and @include decide. */
class CheckedQuestion {
  readonly #schema: GraphQLSchema;
  readonly #definition: OperationDefinitionNode;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** Names in the answer, where they are not the fields' own. */
  readonly #keys = new Map<FieldNode, string>();
  readonly #conditions = new Map<string, unknown>();
  readonly #shapes = new Map<string, ObjectShape>();

  constructor(schema: GraphQLSchema, query: string, operationName: string | undefined) {
    const document = parse(query, { noLocation: true });
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new Error("a question without an operation");
    this.#schema = schema;
    this.#definition = definition;
    const conditions = new Set<string>();
    visit(document, {
      FragmentDefinition: (node) => void this.#fragments.set(node.name.value, node),
      Field: (node) => {
        if (node.alias !== undefined) this.#keys.set(node, node.alias.value);
      },
      Directive: ({ arguments: given = [] }) => {
        for (const { value } of given) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
      },
    });
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      const name = variable.name.value;
      if (conditions.has(name))
        this.#conditions.set(name, defaultValue === undefined ? undefined : valueFromAST(defaultValue, GraphQLBoolean));
    }
  }

  shape(variables: Data): ObjectShape {
    const conditions: Record<string, unknown> = {};
    let key = "";
    for (const [name, otherwise] of this.#conditions) {
      conditions[name] = variables[name] ?? otherwise;
      key += Number(conditions[name] === true);
    }
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const shape = outputShape({
      schema: this.#schema,
      operation: { definition: this.#definition, fragments: this.#fragments, keys: this.#keys },
      conditions,
      // An object would be a place for anything.
      allowsObjectScalars: false,
      allowsInterfaceObjects: false,
    });
    if (this.#shapes.size < KNOWN_SHAPES) this.#shapes.set(key, shape);
    return shape;
  }
}

/** An entity is of the type that was asked for; one that says otherwise, or is no object, is nobody's. */
function withEntityTypes(data: Data, representations: unknown): Data {
  const entities = data["_entities"];
  if (!Array.isArray(representations) || !Array.isArray(entities)) return data;
  if (entities.length !== representations.length) return { ...data, _entities: null };
  const typed = entities.map((entity: unknown, index) => {
    if (entity === null || !isRecord(entity)) return entity;
    const typename: unknown = representations[index]?.__typename;
    const told = entity["__typename"];
    if (told === typename) return entity;
    return { ...entity, __typename: told === undefined ? typename : undefined };
  });
  return { ...data, _entities: typed };
}

function isRecord(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
