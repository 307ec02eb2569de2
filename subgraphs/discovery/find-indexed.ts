import type { NodeContext, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { ListedNode, NodePage } from "#subgraphs/runtime/ports.ts";
import type { Positions } from "./merged-pages.ts";
import type { SummaryIndex } from "./summaries/summary-index.ts";
import { isUnable } from "./tell-together.ts";

interface Asked {
  readonly scope: { readonly kind: string; readonly about?: NodeSearch["about"] };
  readonly nodes: readonly ListedNode[];
  readonly start: Positions;
  readonly first: number;
}

type Answer = PromiseSettledResult<NodePage>;

/**
 * For a node that cannot be asked about the subject, what the index knows of it there: at least that. Where the index knows
 * nothing, the node's own word stands, for nothing found would be untrue.
 */
export async function withIndexed(
  answers: readonly Answer[],
  { scope, nodes, start, first }: Asked,
  { load, call }: NodeContext<{ readonly summaries: SummaryIndex | null }>,
): Promise<readonly Answer[]> {
  const { about, kind } = scope;
  const { summaries } = load;
  if (about == null || summaries === null) return answers;
  const fromIndex = async (answer: Answer, index: number): Promise<Answer> => {
    const node = nodes[index]?.code;
    if (node === undefined || answer.status === "fulfilled" || !isUnable(answer.reason)) return answer;
    const question = { kinds: [kind], nodes: [node], about, first, offset: start[node] ?? 0 };
    const { hits, total } = await summaries.search(question, call.signal);
    if (total === 0) return answer;
    return {
      status: "fulfilled",
      value: { items: hits.map(({ summary }) => summary), total, relation: "AT_LEAST" },
    };
  };
  return Promise.all(answers.map(fromIndex));
}
