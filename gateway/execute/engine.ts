import type { GraphQLFormattedError } from "graphql";
import type { OperationRequest } from "#gateway/http/operation.ts";
import type { RequestState } from "./request-state.ts";

/** What running an operation gave, before errors are made presentable. */
export interface EngineResult {
  /** Absent when nothing was executed (parse, validation, unknown operation, variables). */
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly (GraphQLFormattedError | Error)[];
}

/** The seam before whatever plans and runs operations over one composed graph (DESIGN §12: Planner and executor can be replaced). */
export interface Engine {
  run(operation: OperationRequest, state: RequestState): Promise<EngineResult>;
  /** The operations that have plans, the last used first: for the engine that is to take this one's place. */
  planned(): readonly string[];
  /** Plans them before anybody waits, until the signal says stop; how many this graph still takes. */
  prepare(operations: readonly string[], signal: AbortSignal): Promise<number>;
  stop(): Promise<void>;
}
