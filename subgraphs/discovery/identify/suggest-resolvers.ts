import type { Suggestion, SuggestKind, SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput, emptyText } from "#subgraphs/runtime/operation-error.ts";

interface SuggestLoad {
  readonly summaries: SummaryIndex | null;
}

interface SuggestArguments {
  readonly prefix: string;
  readonly kinds?: readonly SuggestKind[] | null;
  readonly first?: number | null;
}

const LONGEST_PREFIX = 60;
const DEFAULT_COUNT = 10;
const MOST = 30;
const EVERY_KIND: readonly SuggestKind[] = ["TITLE", "ORGANIZATION", "CLASSIFICATION"];

export const suggestResolvers: ResolverMap<SuggestLoad> = {
  Query: {
    suggest: (_parent: never, args: SuggestArguments, context: NodeContext<SuggestLoad>) => suggest(args, context),
  },
  Suggestion: {
    kind: ({ kind }: Suggestion) => ({ code: kind }),
    asset: ({ record }: Suggestion) => (record === null ? null : { __typename: record.typeName, id: record.id }),
  },
};

function suggest({ prefix, kinds, first }: SuggestArguments, { load, call }: NodeContext<SuggestLoad>) {
  const typed = prefix.trim();
  const count = first ?? DEFAULT_COUNT;
  if (typed === "") throw emptyText("prefix");
  if (typed.length > LONGEST_PREFIX) {
    throw badInput("prefix", `至多 ${LONGEST_PREFIX} 字`, `prefix has at most ${LONGEST_PREFIX} characters`);
  }
  if (count < 1 || count > MOST) {
    throw badInput("first", `条数须在 1 到 ${MOST} 之间`, `first must lie between 1 and ${MOST}`);
  }
  return load.summaries?.suggest(typed, kinds ?? EVERY_KIND, count, call.signal) ?? null;
}
