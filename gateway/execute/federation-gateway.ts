import { ApolloServer, type ApolloServerOptions } from "@apollo/server";
import { InMemoryLRUCache } from "@apollo/utils.keyvaluecache";
import { type DocumentNode, GraphQLError } from "graphql";
import { LRUCache } from "lru-cache";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { FederationEngine } from "#gateway/engine/federation-engine.ts";
import type { OperationRequest } from "#gateway/http/operation.ts";
import { apolloLogger } from "./apollo-logger.ts";
import type { EngineResult } from "./engine.ts";

const DOCUMENT_STORE_BYTES = 30 * 1024 * 1024;
const KNOWN_TEXT = 4_000_000;

export interface FederationGatewayParts<Context extends object> {
  readonly engine: FederationEngine<Context>;
  readonly supergraphSdl: string;
  readonly introspection: boolean;
  readonly logger: Logger;
}

export interface FederationGateway<Context extends object> {
  run(operation: OperationRequest, context: Context): Promise<EngineResult>;
  stop(): Promise<void>;
}

/**
 * Our engine as the gateway of an @apollo/server, which parses, validates and formats. What the server has validated once is
 * run without it from then on: its pipeline costs more than most answers.
 */
export async function startFederationGateway<Context extends object>(
  parts: FederationGatewayParts<Context>,
): Promise<FederationGateway<Context>> {
  const { engine, logger } = parts;
  const validated = new LRUCache<string, DocumentNode>({
    maxSize: KNOWN_TEXT,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const server = new ApolloServer<Context>({
    gateway: gatewayOf(parts, validated),
    introspection: parts.introspection,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    documentStore: new InMemoryLRUCache<DocumentNode>({ maxSize: DOCUMENT_STORE_BYTES }),
    persistedQueries: false,
    logger: apolloLogger(logger),
  });
  await server.start();
  const run = async (operation: OperationRequest, context: Context): Promise<EngineResult> => {
    const { query, operationName, variables } = operation;
    const document = validated.get(query);
    if (document !== undefined) return engine.execute({ document, operationName, variables }, context);
    const request = { query, ...(operationName === undefined ? {} : { operationName }), variables: { ...variables } };
    const { body } = await server.executeOperation(request, { contextValue: context });
    if (body.kind !== "single") throw new Error("incremental delivery is not served");
    return { data: body.singleResult.data, errors: body.singleResult.errors ?? [] };
  };
  return { run, stop: () => server.stop() };
}

type ApolloGatewayInterface = NonNullable<ApolloServerOptions<Record<string, unknown>>["gateway"]>;

function gatewayOf<Context extends object>(
  { engine, supergraphSdl }: FederationGatewayParts<Context>,
  validated: LRUCache<string, DocumentNode>,
): ApolloGatewayInterface {
  return {
    load: async () => ({
      executor: async ({ document, source, operationName, request, context }) => {
        validated.set(source, document);
        const answer = await engine.execute(
          { document, operationName: operationName ?? undefined, variables: request.variables },
          context as Context,
        );
        return { ...answer, errors: answer.errors.map(toError) };
      },
    }),
    onSchemaLoadOrUpdate: (listen) => {
      listen({ apiSchema: engine.schema, coreSupergraphSdl: supergraphSdl });
      return () => {};
    },
    stop: async () => {},
  };
}

/** The server takes errors of graphql-js. */
function toError(error: Awaited<ReturnType<FederationEngine<object>["execute"]>>["errors"][number]): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { message, path, extensions } = error;
  return new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null });
}
