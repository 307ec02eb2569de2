import type { Refusal } from "#gateway/report/refusal.ts";
import { type ErrorContext, toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { MediaType } from "./negotiate-media-type.ts";
import type { OperationOutcome } from "./operation.ts";
import { jsonReply, type Reply } from "./reply.ts";

/** Errors of a well-formed request about its document: 200 for clients of plain application/json (GraphQL over HTTP). */
const DOCUMENT_CODES: ReadonlySet<string> = new Set<ErrorCodeName>([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

export function refusalReply(refusal: Refusal, mediaType: MediaType, context: ErrorContext): Reply {
  const status = outcomeStatus("request-error", [refusal.code], mediaType);
  const headers = { "content-type": `${mediaType}; charset=utf-8`, ...refusal.headers };
  const reply = jsonReply(status, { errors: [toGraphQLError(refusal, context)] }, headers);
  const closes = refusal.code === "REQUEST_TOO_LARGE" || refusal.code === "REQUEST_TIMEOUT";
  return { ...reply, closes };
}

/** GraphQL over HTTP, sections "application/json" and "application/graphql-response+json". */
export function outcomeStatus(kind: OperationOutcome["kind"], codes: readonly string[], mediaType: MediaType): number {
  if (kind === "executed") return 200;
  if (mediaType === "application/json" && codes.length > 0 && codes.every((code) => DOCUMENT_CODES.has(code)))
    return 200;
  // A code that usually stands beside partial data (status 200) is the caller's mistake when nothing was executed.
  return Math.max(400, ...codes.map(statusOf));
}

function statusOf(code: string): number {
  return Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCodeName].status : 500;
}
