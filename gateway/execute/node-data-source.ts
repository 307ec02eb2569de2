import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { type GraphQLFormattedError, Kind, parse } from "graphql";
import { LRUCache } from "lru-cache";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import { placesAmong } from "./answer-tree.ts";
import type { CallNode, NodeQuestion } from "./call-node.ts";
import type { EntityFetcher } from "./fetch-entities.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { noteAnswer, type RequestState } from "./request-state.ts";

type ProcessOptions = GraphQLDataSourceProcessOptions;
type Answer = Awaited<ReturnType<GraphQLDataSource["process"]>>;

const KNOWN_QUERIES = 1_000;

/** Lets @apollo/gateway ask a node of ours: nothing of a node's words reaches an answer but data and coded errors. */
export class NodeDataSource implements GraphQLDataSource {
  readonly #node: GatewayNode;
  readonly #callNode: CallNode;
  readonly #entities: EntityFetcher;
  readonly #rootFields = new LRUCache<string, readonly RootField[]>({ max: KNOWN_QUERIES });

  constructor(node: GatewayNode, callNode: CallNode, entities: EntityFetcher) {
    this.#node = node;
    this.#callNode = callNode;
    this.#entities = entities;
  }

  async process(options: ProcessOptions): Promise<Answer> {
    const state = options.context as unknown as RequestState;
    const path = "pathInIncomingRequest" in options ? (options.pathInIncomingRequest ?? []) : [];
    const { query = "", variables = {}, operationName } = options.request;
    const question = { query, variables, operationName };
    const fields = this.#rootFieldsOf(query);
    // By the field and not by the variables: a client may call a variable of its own "representations".
    return fields.some(({ name }) => name === "_entities")
      ? this.#askEntities(question, state, path)
      : this.#askFields(question, state, { path, fields });
  }

  async #askEntities(question: NodeQuestion, state: RequestState, path: readonly (string | number)[]): Promise<Answer> {
    const { data, errors } = await this.#entities.fetch(this.#node, question, state);
    if (errors.length === 0) return { data: { ...data } };
    const representations = question.variables?.["representations"];
    const places = placesAmong(state.answers.at(path), Array.isArray(representations) ? representations : []);
    return { data: { ...data }, errors: errors.map((error) => formatted(amongObjects(error, places))) };
  }

  async #askFields(
    question: NodeQuestion,
    state: RequestState,
    { path, fields }: { readonly path: readonly unknown[]; readonly fields: readonly RootField[] },
  ): Promise<Answer> {
    const response = await this.#callNode(this.#node, question, state.scope, state.others);
    noteAnswer(state, this.#node.code, response);
    if (response.data && path.length === 0) state.answers.plant(response.data);
    const errors = (response.errors ?? []).flatMap((error) => atFields(error, fields));
    return {
      data: response.data ? { ...response.data } : null,
      ...(errors.length === 0 ? {} : { errors: errors.map(formatted) }),
    };
  }

  #rootFieldsOf(query: string): readonly RootField[] {
    const fields = this.#rootFields.get(query) ?? readRootFields(query);
    this.#rootFields.set(query, fields);
    return fields;
  }
}

/**
 * The engine takes the index in an entity's error path for a place among all objects where it stands, of whatever type;
 * nodes count the representations only. A place that is not known is not claimed.
 */
function amongObjects(error: NodeError, places: readonly (number | undefined)[]): NodeError {
  const [root, index, ...rest] = error.path ?? [];
  const place = typeof index === "number" ? places[index] : undefined;
  return { ...error, path: root === undefined || place === undefined ? undefined : [root, place, ...rest] };
}

/** An error about the whole question stands at every root field that was asked. */
function atFields(error: NodeError, fields: readonly RootField[]): readonly NodeError[] {
  return error.path === undefined ? fields.map(({ key }) => ({ ...error, path: [key] })) : [error];
}

function formatted({ message, path, extensions }: NodeError): GraphQLFormattedError {
  return { message, ...(path === undefined ? {} : { path }), extensions: { ...extensions } };
}

interface RootField {
  readonly name: string;
  /** Its key in the answer. */
  readonly key: string;
}

/** Fields at the root of a planned fetch; the planner writes plain fields there. */
function readRootFields(query: string): readonly RootField[] {
  const operation = parse(query, { noLocation: true }).definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  return (operation?.selectionSet.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD
      ? [{ name: selection.name.value, key: selection.alias?.value ?? selection.name.value }]
      : [],
  );
}
