import type { GraphQLError, GraphQLFormattedError } from "graphql";

/** Of an error that came without one, as clients of other gateways know it. */
const SUBGRAPH_CODE = "DOWNSTREAM_SERVICE_ERROR";

/** An error as clients are told: message and extensions as the subgraph gave them, and always a code. */
export function toPlainError(
  { message, locations, path, extensions }: GraphQLFormattedError | GraphQLError,
  code: string = SUBGRAPH_CODE,
): GraphQLFormattedError {
  return {
    message,
    // Of errors about the client's own document only: a subgraph's places are in a document that no client knows.
    ...(locations === undefined || path !== undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: { code, ...extensions },
  };
}
