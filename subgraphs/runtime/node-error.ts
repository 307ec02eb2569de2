import { GraphQLError } from "graphql";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { codeOfFailure, ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import { reasonOfFailure } from "#schema/failure-reason.ts";
import { NodeCallError } from "./node-call-error.ts";
import { type ErrorReason, OperationError } from "./operation-error.ts";

/** An error as it crosses from a node to the gateway; the gateway alone turns it into what a client sees. */
export interface NodeError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions: NodeErrorExtensions;
}

export interface NodeErrorExtensions {
  readonly code: ErrorCodeName;
  readonly node: string;
  /** All of whom it is told, where it stands for several; `node` is the first of them. */
  readonly nodes?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly reason?: ErrorReason | undefined;
}

/** Whatever a resolver threw, without anything of the upstream's own words. */
export function toNodeError(thrown: unknown, node: string, path?: readonly (string | number)[]): NodeError {
  const cause = rootCause(thrown);
  const at = path ?? (thrown instanceof GraphQLError ? thrown.path : undefined);
  const extensions = extensionsOf(cause, node);
  return { message: ERROR_CODES[extensions.code].message.en, ...(at === undefined ? {} : { path: at }), extensions };
}

function extensionsOf(cause: unknown, node: string): NodeErrorExtensions {
  if (cause instanceof OperationError) {
    return { ...coded(cause.code, node), ...(cause.reason === undefined ? {} : { reason: cause.reason }) };
  }
  if (cause instanceof UpstreamError) {
    const { failure } = cause;
    const reason = reasonOfFailure(failure);
    const extensions = {
      ...coded(codeOfFailure(failure), node),
      source: cause.source,
      ...(reason === undefined ? {} : { reason }),
    };
    return "retryAfterMs" in failure ? { ...extensions, retryAfterMs: failure.retryAfterMs } : extensions;
  }
  if (cause instanceof NodeCallError) return cause.extensions;
  return coded("INTERNAL", node);
}

function coded(code: ErrorCodeName, node: string): NodeErrorExtensions {
  return { code, node, retryable: ERROR_CODES[code].retryable };
}

/** The error under graphql-js's own wrapping. */
function rootCause(thrown: unknown): unknown {
  return thrown instanceof GraphQLError && thrown.originalError ? rootCause(thrown.originalError) : thrown;
}
