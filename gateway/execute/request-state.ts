import type { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { PlanTrace } from "#gateway/engine/plan-trace.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { NodeResponse, NodeScope } from "#subgraphs/runtime/node-service.ts";
import { isSuccess, joinOutcomes, type SourceReport } from "#subgraphs/runtime/source-report.ts";
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
  /** Failures for which something stood in count no more. */
  readonly #failures = new Map<string, SourceReport[]>();

  add(reports: readonly SourceReport[]): void {
    for (const report of reports) {
      const key = keyOf(report);
      if (isSuccess(report.outcome)) {
        const before = this.#reports.get(key);
        this.#reports.set(key, before === undefined ? report : join(before, report));
      } else this.#failures.set(key, [...(this.#failures.get(key) ?? []), report]);
    }
  }

  /** Something that was kept stands in for all of an answer that a node failed to give: its last failure is made good. */
  cover(reports: readonly SourceReport[]): void {
    for (const key of new Set(reports.map(keyOf))) this.#failures.get(key)?.pop();
    this.add(reports);
  }

  list(): readonly SourceReport[] {
    const keys = new Set([...this.#reports.keys(), ...this.#failures.keys()]);
    return [...keys].flatMap((key) => {
      const [first, ...more] = [this.#reports.get(key), ...(this.#failures.get(key) ?? [])].filter(
        (one) => one !== undefined,
      );
      return first === undefined ? [] : [more.reduce(join, first)];
    });
  }
}

function keyOf({ node, source }: SourceReport): string {
  return `${node}/${source}`;
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
