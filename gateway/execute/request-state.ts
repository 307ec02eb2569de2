import type { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { PlanTrace } from "#gateway/engine/plan-trace.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { NodeResponse, NodeScope } from "#subgraphs/runtime/node-service.ts";
import { joinOutcomes, type SourceReport } from "#subgraphs/runtime/source-report.ts";
import type { AnswerTree } from "./answer-tree.ts";

/** What one operation carries through the engine. */
export interface RequestState {
  readonly scope: RequestScope;
  readonly sources: SourceBook;
  /** How the answer may be kept, as far as it is known. */
  readonly policy: AnswerPolicy;
  /** Where it is written down how the operation is planned and run; only for callers who may see that. */
  readonly trace?: PlanTrace | undefined;
  /** What the nodes have answered so far. */
  readonly answers: AnswerTree;
  /** The ports of the node that asks the others. */
  readonly others: NonNullable<NodeScope["others"]>;
}

/** Enters a node's answer into the books of an operation that uses it: whichever engine asked, and whoever shares the answer. */
export function noteAnswer({ sources, policy }: Books, node: string, response: NodeResponse): void {
  sources.add(response.extensions.hub.sources);
  policy.answered(node, response);
}

export type Books = Pick<RequestState, "sources" | "policy">;

/** What became of every source during one operation, over all calls to all nodes. */
export class SourceBook {
  readonly #reports = new Map<string, SourceReport>();

  add(reports: readonly SourceReport[]): void {
    for (const report of reports) {
      const key = `${report.node}/${report.source}`;
      const before = this.#reports.get(key);
      this.#reports.set(key, before === undefined ? report : join(before, report));
    }
  }

  list(): readonly SourceReport[] {
    return [...this.#reports.values()];
  }
}

function join(a: SourceReport, b: SourceReport): SourceReport {
  return {
    node: a.node,
    source: a.source,
    outcome: joinOutcomes(a.outcome, b.outcome),
    upstreamCalls: a.upstreamCalls + b.upstreamCalls,
    cacheHits: a.cacheHits + b.cacheHits,
    ageSeconds: Math.max(a.ageSeconds, b.ageSeconds),
    durationMs: Math.max(a.durationMs, b.durationMs),
  };
}
