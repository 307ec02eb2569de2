import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import type { Logger } from "#adapters/runtime/logger.ts";
import { apolloLogger } from "./apollo-logger.ts";

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
    // For a store of documents that it is given it prints and hashes the whole schema; its own is of the same size (30 MiB).
    persistedQueries: false,
    // How long answers hold is the front's (cache/answer-policy.ts).
    plugins: [ApolloServerPluginCacheControlDisabled()],
    logger: apolloLogger(logger),
  });
  await server.start();
  return server;
}
