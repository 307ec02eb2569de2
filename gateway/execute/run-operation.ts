import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import { PlanTrace } from "#gateway/engine/plan-trace.ts";
import type { OperationOutcome, RunOperation } from "#gateway/http/operation.ts";
import { toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import type { FindStanding } from "#subgraphs/runtime/plug-in.ts";
import type { CountConflict } from "#subgraphs/runtime/ports.ts";
import { AnswerTree } from "./answer-tree.ts";
import type { CallNode } from "./call-node.ts";
import type { Engine, EngineResult } from "./engine.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { createNodeCaller } from "./node-caller.ts";
import { createNodeDirectory } from "./node-directory.ts";
import { type RequestState, SourceBook } from "./request-state.ts";

export interface RunOperationParts {
  readonly engine: Engine;
  readonly nodes: readonly GatewayNode[];
  readonly callNode: CallNode;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of nodes that were plugged in. */
  readonly standingOf?: FindStanding | undefined;
  readonly countConflict?: CountConflict | undefined;
}

/** From an operation read from HTTP to its outcome: the engine's result with presentable errors and `extensions.hub`. */
export function createRunOperation(parts: RunOperationParts): RunOperation {
  const { engine, nodes, callNode, clock, logger, standingOf, countConflict } = parts;
  const everybodys = createNodeDirectory(nodes, { standingOf });
  const operators = createNodeDirectory(nodes, { standingOf, showsDetails: true });
  return async (operation, scope) => {
    const books = { sources: new SourceBook(), policy: new AnswerPolicy() };
    const caller = createNodeCaller(nodes, callNode, { scope, ...books, clock });
    const directory = scope.isOperator === true ? operators : everybodys;
    const trace = scope.wantsTrace === true ? new PlanTrace() : undefined;
    const state: RequestState = {
      scope,
      ...books,
      trace,
      answers: new AnswerTree(),
      others: { directory, caller, countConflict },
    };
    return toOutcome(await engine.run(operation, state), state, logger);
  };
}

function toOutcome(
  { data, errors }: EngineResult,
  { scope, sources, policy, trace }: RequestState,
  logger: Logger,
): OperationOutcome {
  const context = { language: scope.language, requestId: scope.requestId, logger };
  const told = errors.map((error) => toGraphQLError(error, context));
  return {
    policy: policy.read(),
    kind: data === undefined ? "request-error" : "executed",
    body: {
      ...(told.length === 0 ? {} : { errors: told }),
      ...(data === undefined ? {} : { data }),
      ...(scope.wantsSources || trace !== undefined
        ? {
            extensions: {
              hub: {
                ...(scope.wantsSources ? { sources: sources.list() } : {}),
                ...(trace === undefined ? {} : { trace: trace.read() }),
              },
            },
          }
        : {}),
    },
  };
}
