import { ApolloGateway } from "@apollo/gateway";
import type { ApolloServer } from "@apollo/server";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { OperationRequest } from "#gateway/http/operation.ts";
import { apolloLogger } from "./apollo-logger.ts";
import { startApolloServer } from "./apollo-server.ts";
import type { CallNode } from "./call-node.ts";
import type { Engine, EngineResult } from "./engine.ts";
import type { EntityFetcher } from "./fetch-entities.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { NodeDataSource } from "./node-data-source.ts";
import type { RequestState } from "./request-state.ts";

const PLAN_STORE_MIB = 50;

export interface ApolloEngineParts {
  /** In parts. */
  readonly supergraphSdl: readonly string[];
  readonly nodes: readonly GatewayNode[];
  readonly callNode: CallNode;
  readonly entities: EntityFetcher;
  readonly introspection: boolean;
  readonly logger: Logger;
}

/**
 * Planning and running by @apollo/gateway behind @apollo/server's own parsing, validation and plugins. HTTP, CSRF, limits
 * and error texts are ours; documents reach it only after the guards.
 */
export async function createApolloEngine(parts: ApolloEngineParts): Promise<Engine> {
  const { nodes, callNode, entities, logger } = parts;
  const gateway = new ApolloGateway({
    supergraphSdl: async () => ({ supergraphSdl: parts.supergraphSdl.join("") }),
    experimental_approximateQueryPlanStoreMiB: PLAN_STORE_MIB,
    logger: apolloLogger(logger),
    buildService: ({ name }) => {
      const node = nodes.find((candidate) => candidate.code === name);
      return node === undefined ? unasked(name) : new NodeDataSource(node, callNode, entities);
    },
  });
  const { introspection } = parts;
  const server = await startApolloServer<RequestState>({ gateway, introspection, logger });
  return {
    run: (operation, state) => run(server, operation, state),
    // It keeps its plans to itself, and begins without.
    planned: () => [],
    prepare: async () => 0,
    stop: () => server.stop(),
  };
}

async function run(
  server: ApolloServer<RequestState>,
  operation: OperationRequest,
  state: RequestState,
): Promise<EngineResult> {
  const { query, operationName, variables } = operation;
  const { body } = await server.executeOperation(
    { query, ...(operationName === undefined ? {} : { operationName }), variables: { ...variables } },
    { contextValue: state },
  );
  if (body.kind !== "single") throw new Error("incremental delivery is not served");
  const { data, errors = [], extensions } = body.singleResult;
  return { data, errors: [...errors, ...unfitValues(extensions)] };
}

/** The engine tells values that break the schema beside the data instead of as errors; a client must not find a null without a word. */
function unfitValues(extensions: Readonly<Record<string, unknown>> | undefined): readonly Error[] {
  const told = extensions?.["valueCompletion"];
  return Array.isArray(told) ? told.filter((error) => error instanceof Error) : [];
}

/** The kernel holds no fields that can be asked for; a plan that went there would be a mistake of ours. */
function unasked(name: string) {
  return { process: () => Promise.reject(new Error(`member ${name} is never asked`)) };
}
