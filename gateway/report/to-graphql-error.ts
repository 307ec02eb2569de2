import { GraphQLError, type GraphQLFormattedError, type SourceLocation } from "graphql";
import type { Logger } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { Language } from "#gateway/http/operation.ts";
import { codeOfFailure, ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import { isRestReason, reasonOfFailure } from "#schema/failure-reason.ts";
import { type PublicExtensions, readExtensions } from "./public-extensions.ts";
import { isRefusal } from "./refusal.ts";

export interface ErrorContext {
  readonly language: Language;
  readonly requestId: string;
  /** Told the whole of whatever is masked for the client. */
  readonly logger?: Logger;
}

type ClientError = GraphQLFormattedError & { readonly extensions: PublicExtensions };

/** Codes whose message of graphql-js speaks about the caller's own document and may be passed on. */
const DOCUMENT_CODES: ReadonlySet<ErrorCodeName> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
]);

const MAX_DETAIL = 300;

/**
 * The only maker of client errors: whatever was thrown, a node's formatted error, a refusal. Codes outside the
 * registry become INTERNAL, masked, with the request's id; upstream texts never pass.
 */
export function toGraphQLError(thrown: unknown, context: ErrorContext): ClientError {
  const code = codeOf(thrown);
  const extensions = readExtensions(rawExtensions(thrown), context.language);
  if (code === "INTERNAL") context.logger?.error({ requestId: context.requestId, err: thrown }, "masked error");
  return {
    message: messageOf(code, detailOf(thrown, code, context.language), extensions, context.language),
    ...locationsOf(thrown),
    ...pathOf(thrown),
    extensions: {
      ...extensions,
      code,
      retryable: extensions.retryable ?? ERROR_CODES[code].retryable,
      ...(code === "INTERNAL" ? { requestId: context.requestId } : {}),
    },
  };
}

function codeOf(thrown: unknown): ErrorCodeName {
  if (!isObject(thrown)) return "INTERNAL";
  if (thrown instanceof UpstreamError) return codeOfFailure(thrown.failure);
  const cause = causeOf(thrown);
  if (cause !== undefined) return codeOf(cause);
  const own = [isObject(thrown["extensions"]) ? thrown["extensions"]["code"] : undefined, thrown["code"]].find(
    isErrorCode,
  );
  if (own !== undefined) return own;
  return thrown instanceof GraphQLError ? documentCode(thrown) : "INTERNAL";
}

/** What a resolver threw, under graphql-js's located error. */
function causeOf(thrown: object): Error | undefined {
  if (!(thrown instanceof GraphQLError) || isErrorCode(thrown.extensions["code"])) return undefined;
  return thrown.originalError ?? undefined;
}

/** Errors of graphql-js itself carry no code: those about the document have a place in it and no response path. */
function documentCode(error: GraphQLError): ErrorCodeName {
  if (error.path !== undefined) return "INTERNAL";
  if (error.message.startsWith("Syntax Error")) return "GRAPHQL_PARSE_FAILED";
  if (/^Variable "\$/.test(error.message) && error.nodes?.length === 1) return "BAD_USER_INPUT";
  const isAboutDocument = error.nodes !== undefined || error.message.startsWith("Too many validation errors");
  return isAboutDocument ? "GRAPHQL_VALIDATION_FAILED" : "INTERNAL";
}

function detailOf(thrown: unknown, code: ErrorCodeName, language: Language): string | undefined {
  if (!isObject(thrown)) return undefined;
  if (isRefusal(thrown)) return thrown.detail?.[language];
  const { path, message } = thrown;
  // A place in the document and none in the response: graphql-js speaks, before any node was asked. Nodes' errors have no locations.
  const isAboutDocument = path === undefined && "locations" in locationsOf(thrown) && DOCUMENT_CODES.has(code);
  return isAboutDocument && typeof message === "string" ? withoutSuggestions(message) : undefined;
}

/** Suggestions would name parts of the schema that the caller may not be allowed to see. */
function withoutSuggestions(message: string): string {
  const plain = message.replace(/\s*Did you mean [\s\S]*$/, "").replace(/^Syntax Error: /, "");
  return plain.length > MAX_DETAIL ? `${plain.slice(0, MAX_DETAIL)}…` : plain;
}

/** A reason that says all stands alone. */
function messageOf(
  code: ErrorCodeName,
  detail: string | undefined,
  { reason }: PublicExtensions,
  language: Language,
): string {
  if (detail === undefined && code === "NODE_THROTTLED" && isRestReason(reason?.code) && reason?.message !== undefined)
    return reason.message;
  return composeMessage(code, detail ?? reason?.message, language);
}

function composeMessage(code: ErrorCodeName, detail: string | undefined, language: Language): string {
  const message = ERROR_CODES[code].message[language];
  if (detail === undefined || code === "INTERNAL") return message;
  return language === "zh" ? `${message}：${detail}` : `${message}: ${detail}`;
}

function rawExtensions(thrown: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(thrown)) return {};
  if (thrown instanceof UpstreamError) return upstreamExtensions(thrown);
  const cause = causeOf(thrown);
  if (cause !== undefined) return rawExtensions(cause);
  return { ...thrown, ...(isObject(thrown["extensions"]) ? thrown["extensions"] : {}) };
}

function upstreamExtensions({ source, failure }: UpstreamError): Readonly<Record<string, unknown>> {
  const reason = reasonOfFailure(failure);
  return {
    source,
    ...("retryAfterMs" in failure ? { retryAfterMs: failure.retryAfterMs } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

function locationsOf(thrown: unknown): { readonly locations?: readonly SourceLocation[] } {
  const locations = isObject(thrown) ? thrown["locations"] : undefined;
  if (!Array.isArray(locations)) return {};
  const places = locations
    .filter(isLocation)
    .slice(0, 10)
    .map(({ line, column }) => ({ line, column }));
  return places.length === 0 ? {} : { locations: places };
}

function pathOf(thrown: unknown): { readonly path?: readonly (string | number)[] } {
  const path = isObject(thrown) ? thrown["path"] : undefined;
  return Array.isArray(path) && path.every(isPathKey) ? { path } : {};
}

function isPathKey(key: unknown): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

function isLocation(value: unknown): value is SourceLocation {
  return isObject(value) && typeof value["line"] === "number" && typeof value["column"] === "number";
}

function isErrorCode(code: unknown): code is ErrorCodeName {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
