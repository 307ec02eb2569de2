import { ApolloServer } from "@apollo/server";
import { InMemoryLRUCache } from "@apollo/utils.keyvaluecache";
import type { DocumentNode } from "graphql";
import type { Logger } from "#adapters/runtime/logger.ts";
import { apolloLogger } from "./apollo-logger.ts";

const DOCUMENT_STORE_BYTES = 30 * 1024 * 1024;

type Options<Context extends object> = ConstructorParameters<typeof ApolloServer<Context>>[0];

export interface ApolloServerParts {
  readonly gateway: NonNullable<Options<object>["gateway"]>;
  readonly introspection: boolean;
  readonly logger: Logger;
}

/** An @apollo/server that parses, validates and formats, and does nothing else: HTTP, CSRF, limits and documents by name are the front's. */
export async function startApolloServer<Context extends object>({
  gateway,
  introspection,
  logger,
}: ApolloServerParts): Promise<ApolloServer<Context>> {
  const server = new ApolloServer<Context>({
    gateway,
    introspection,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    documentStore: new InMemoryLRUCache<DocumentNode>({ maxSize: DOCUMENT_STORE_BYTES }),
    persistedQueries: false,
    logger: apolloLogger(logger),
  });
  await server.start();
  return server;
}
