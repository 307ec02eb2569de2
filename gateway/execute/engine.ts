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
  stop(): Promise<void>;
}
