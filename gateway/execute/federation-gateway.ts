import type { ApolloServerOptions } from "@apollo/server";
import { type DocumentNode, GraphQLError } from "graphql";
import { LRUCache } from "lru-cache";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { FederatedAnswer, FederatedRequest, FederationEngine } from "#gateway/engine/federation-engine.ts";
import type { PlanTrace } from "#gateway/engine/plan-trace.ts";
import type { OperationRequest } from "#gateway/http/operation.ts";
import { PlanningError } from "#gateway/plan/planner.ts";
import type { ErrorCodeName } from "#schema/error-codes.ts";
import { startApolloServer } from "./apollo-server.ts";
import type { EngineResult } from "./engine.ts";

const KNOWN_TEXT = 4_000_000;

/** What goes with an operation may ask for its trace. */
interface Traced {
  readonly trace?: PlanTrace | undefined;
}

export interface FederationGatewayParts<Context extends Traced> {
  readonly engine: FederationEngine<Context>;
  readonly introspection: boolean;
  readonly logger: Logger;
}

export interface FederationGateway<Context extends Traced> {
  run(operation: OperationRequest, context: Context): Promise<EngineResult>;
  stop(): Promise<void>;
}

/**
 * Our engine as the gateway of an @apollo/server, which parses, validates and formats. What the server has validated once is
 * run without it from then on: its pipeline costs more than most answers.
 */
export async function startFederationGateway<Context extends Traced>(
  parts: FederationGatewayParts<Context>,
): Promise<FederationGateway<Context>> {
  const { introspection, logger } = parts;
  const validated = new LRUCache<string, DocumentNode>({
    maxSize: KNOWN_TEXT,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const gateway = gatewayOf(parts, validated);
  const server = await startApolloServer<Context>({ gateway, introspection, logger });
  const run = async (operation: OperationRequest, context: Context): Promise<EngineResult> => {
    const { query, operationName, variables } = operation;
    const document = validated.get(query);
    if (document !== undefined) return execute(parts, { document, operationName, variables }, context);
    const request = { query, ...(operationName === undefined ? {} : { operationName }), variables: { ...variables } };
    const { body } = await server.executeOperation(request, { contextValue: context });
    if (body.kind !== "single") throw new Error("incremental delivery is not served");
    return { data: body.singleResult.data, errors: body.singleResult.errors ?? [] };
  };
  return { run, stop: () => server.stop() };
}

type ApolloGatewayInterface = NonNullable<ApolloServerOptions<Record<string, unknown>>["gateway"]>;

function gatewayOf<Context extends Traced>(
  parts: FederationGatewayParts<Context>,
  validated: LRUCache<string, DocumentNode>,
): ApolloGatewayInterface {
  return {
    load: async () => ({
      executor: async ({ document, source, operationName, request: http, context }) => {
        validated.set(source, document);
        const request = { document, operationName: operationName ?? undefined, variables: http.variables };
        const answer = await execute(parts, request, context as Context);
        return { ...answer, errors: answer.errors.map(toError) };
      },
    }),
    onSchemaLoadOrUpdate: (listen) => {
      // The supergraph is read by the server's reporting to Apollo alone, which is off.
      listen({ apiSchema: parts.engine.schema, coreSupergraphSdl: "" });
      return () => {};
    },
    stop: async () => {},
  };
}

/** Of a planner: it had too much to do, the operation was too much for it, or no node can be asked. */
const PLANNING_CODES = {
  busy: "OVERLOADED",
  "too-long": "QUERY_TOO_COSTLY",
  failed: "INTERNAL",
} as const satisfies Record<PlanningError["reason"], ErrorCodeName>;

async function execute<Context extends Traced>(
  { engine, logger }: FederationGatewayParts<Context>,
  request: FederatedRequest,
  context: Context,
): Promise<FederatedAnswer> {
  try {
    return await engine.execute({ ...request, trace: context.trace }, context);
  } catch (error) {
    if (!(error instanceof PlanningError)) throw error;
    logger.warn({ reason: error.reason, err: error }, "no plan");
    return { errors: [new GraphQLError("no plan", { extensions: { code: PLANNING_CODES[error.reason] } })] };
  }
}

/** The server takes errors of graphql-js. */
function toError(error: FederatedAnswer["errors"][number]): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { message, path, extensions } = error;
  return new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null });
}
