import type { GraphQLFormattedError } from "graphql";
import type { Refusal } from "#gateway/report/refusal.ts";
import { type ErrorContext, toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { MediaType } from "./negotiate-media-type.ts";
import type { OperationOutcome } from "./operation.ts";
import { jsonReply, type Reply } from "./reply.ts";

/** Errors of a well-formed request about its document: 200 for clients of plain application/json (GraphQL over HTTP). */
const DOCUMENT_CODES: ReadonlySet<unknown> = new Set<ErrorCodeName>([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
]);

export function refusalReply(refusal: Refusal, mediaType: MediaType, context: ErrorContext): Reply {
  const reply = outcomeReply(
    { kind: "request-error", body: { errors: [toGraphQLError(refusal, context)] } },
    mediaType,
  );
  const closes = refusal.code === "REQUEST_TOO_LARGE" || refusal.code === "REQUEST_TIMEOUT";
  return { ...reply, headers: { ...reply.headers, ...refusal.headers }, closes };
}

/** GraphQL over HTTP, sections "application/json" and "application/graphql-response+json". */
export function outcomeReply(outcome: OperationOutcome, mediaType: MediaType): Reply {
  const status = outcome.kind === "executed" ? 200 : requestErrorStatus(outcome.body.errors ?? [], mediaType);
  return jsonReply(status, outcome.body, { "content-type": `${mediaType}; charset=utf-8` });
}

function requestErrorStatus(errors: readonly GraphQLFormattedError[], mediaType: MediaType): number {
  const codes = errors.map(({ extensions }) => extensions?.["code"]);
  if (mediaType === "application/json" && codes.length > 0 && codes.every((code) => DOCUMENT_CODES.has(code)))
    return 200;
  // A code that usually stands beside partial data (status 200) is the caller's mistake when nothing was executed.
  return Math.max(400, ...codes.map(statusOf));
}

function statusOf(code: unknown): number {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCodeName].status : 500;
}
