import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { OperationOutcome, OperationRequest, RequestScope, RunOperation } from "#gateway/http/operation.ts";
import { toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import type { CallNode } from "./call-node.ts";
import type { Engine } from "./engine.ts";
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
}

/** From an operation read from HTTP to its outcome: the engine's result with presentable errors and `extensions.hub`. */
export function createRunOperation({ engine, nodes, callNode, clock, logger }: RunOperationParts): RunOperation {
  const directory = createNodeDirectory(nodes);
  return async (operation, scope) => {
    const sources = new SourceBook();
    const caller = createNodeCaller(nodes, callNode, clock, () => ({ scope, sources }));
    const state: RequestState = { scope, sources, others: { directory, caller } };
    return toOutcome(await engine.run(operation, state), { operation, scope, sources, logger });
  };
}

interface Presentation {
  readonly operation: OperationRequest;
  readonly scope: RequestScope;
  readonly sources: SourceBook;
  readonly logger: Logger;
}

function toOutcome(
  result: Awaited<ReturnType<Engine["run"]>>,
  { scope, sources, logger }: Presentation,
): OperationOutcome {
  const context = { language: scope.language, requestId: scope.requestId, logger };
  const errors = result.errors.map((error) => toGraphQLError(error, context));
  const extensions = scope.wantsSources ? { extensions: { hub: { sources: sources.list() } } } : {};
  return {
    kind: result.data === undefined ? "request-error" : "executed",
    body: {
      ...(errors.length === 0 ? {} : { errors }),
      ...(result.data === undefined ? {} : { data: result.data }),
      ...extensions,
    },
  };
}
