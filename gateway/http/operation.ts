import type { GraphQLFormattedError } from "graphql";
import type { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import type { CachePolicy } from "#gateway/cache/answer-policy.ts";

/** One GraphQL request as read from HTTP (GraphQL over HTTP, section "Request parameters"). */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The same before its document is known: the request may name it instead of sending it. */
export interface AskedOperation extends Omit<OperationRequest, "query"> {
  readonly query: string | undefined;
  readonly documentId: string | undefined;
}

export type Language = "zh" | "en";

/** What the HTTP request tells about its caller; built once, handed through every layer. */
export interface RequestScope {
  readonly requestId: string;
  /** GET may run queries only. */
  readonly method: "GET" | "POST";
  readonly language: Language;
  readonly signal: AbortSignal;
  /** When its headers were read, epoch milliseconds; absent where the hub asks of its own accord. */
  readonly arrivedAt?: number;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Platform tokens of the user by node code, from `Hub-Node-Authorization`. Never logged. */
  readonly nodeCredentials: ReadonlyMap<string, string>;
  /** The authorisation partition: everything about the caller that may change an answer (access/partition.ts). */
  readonly partition: string;
  /** `extensions.hub.sources[]` is wanted. */
  readonly wantsSources: boolean;
  /** `extensions.hub.trace` is wanted, by one who may see it. */
  readonly wantsTrace?: boolean;
  readonly traceparent?: string | undefined;
  /** The request carries the operator's token. */
  readonly isOperator?: boolean;
  /** The upstream calls that it may still cause. */
  readonly budget?: UpstreamBudget | undefined;
}

/** What running one operation gave. */
export interface OperationOutcome {
  /**
   * "request-error": nothing was executed (parse, validation, coercion, unknown operation, guard);
   * "executed": data, possibly partial. The HTTP status follows from this and the negotiated media type.
   */
  readonly kind: "request-error" | "executed";
  /** How its parts allow it to be kept; without one it is not. */
  readonly policy?: CachePolicy | undefined;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly GraphQLFormattedError[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
}

/** The engine's face towards HTTP: gateway/execute supplies it. */
export type RunOperation = (operation: OperationRequest, scope: RequestScope) => Promise<OperationOutcome>;
