import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { type GraphQLFormattedError, Kind, parse } from "graphql";
import { LRUCache } from "lru-cache";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { CallNode } from "./call-node.ts";
import type { EntityFetcher } from "./fetch-entities.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { RequestState } from "./request-state.ts";

type ProcessOptions = GraphQLDataSourceProcessOptions;
type Answer = Awaited<ReturnType<GraphQLDataSource["process"]>>;

/** Lets @apollo/gateway ask a node of ours: nothing of a node's words reaches an answer but data and coded errors. */
export class NodeDataSource implements GraphQLDataSource {
  readonly #node: GatewayNode;
  readonly #callNode: CallNode;
  readonly #entities: EntityFetcher;
  readonly #rootKeys = new LRUCache<string, readonly string[]>({ max: 1_000 });

  constructor(node: GatewayNode, callNode: CallNode, entities: EntityFetcher) {
    this.#node = node;
    this.#callNode = callNode;
    this.#entities = entities;
  }

  async process({ request, context }: ProcessOptions): Promise<Answer> {
    const state = context as unknown as RequestState;
    const { query = "", variables = {}, operationName } = request;
    const asked = { query, variables, operationName };
    if ("representations" in variables) {
      const { data, errors } = await this.#entities.fetch(this.#node, asked, state);
      return { data: { ...data }, ...formatted(errors) };
    }
    const response = await this.#callNode(this.#node, asked, state.scope, state.others);
    state.sources.add(response.extensions.hub.sources);
    return {
      data: response.data ? { ...response.data } : null,
      ...formatted(this.#placed(response.errors ?? [], query)),
    };
  }

  /** An error about the whole node stands at every root field that was asked of it. */
  #placed(errors: readonly NodeError[], query: string): readonly NodeError[] {
    return errors.flatMap((error) =>
      error.path === undefined ? this.#rootKeysOf(query).map((key) => ({ ...error, path: [key] })) : [error],
    );
  }

  #rootKeysOf(query: string): readonly string[] {
    const keys = this.#rootKeys.get(query) ?? readRootKeys(query);
    this.#rootKeys.set(query, keys);
    return keys;
  }
}

function formatted(errors: readonly NodeError[]): { readonly errors?: readonly GraphQLFormattedError[] } {
  if (errors.length === 0) return {};
  return {
    errors: errors.map(({ message, path, extensions }) => ({
      message,
      ...(path === undefined ? {} : { path }),
      extensions: { ...extensions },
    })),
  };
}

/** Response keys at the root of a planned fetch; the planner writes plain fields there. */
function readRootKeys(query: string): readonly string[] {
  const operation = parse(query, { noLocation: true }).definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  return (operation?.selectionSet.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.alias?.value ?? selection.name.value] : [],
  );
}
