import type { SearchLoader } from "#subgraphs/discovery/find-records.ts";
import type { SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import type { Candidate } from "./candidate.ts";
import { findAsset } from "./find-asset.ts";
import { readCandidates } from "./read-candidates.ts";

interface IdentifyLoad {
  readonly search: SearchLoader;
  readonly summaries: SummaryIndex | null;
}

const MAX_INPUTS = 30;
const MAX_LENGTH = 200;

export const identifyResolvers: ResolverMap<IdentifyLoad> = {
  Query: {
    identify: (_parent: never, { inputs }: { inputs: readonly string[] }) => {
      checkInputs(inputs);
      return inputs.map((input) => ({ input, candidates: readCandidates(input) }));
    },
  },
  IdentifierCandidate: {
    kind: ({ kind }: Candidate) => ({ code: kind }),
    valid: ({ canonical }: Candidate) => canonical !== null,
    asset: (candidate: Candidate, _args: never, context: NodeContext<IdentifyLoad>) => findAsset(candidate, context),
  },
};

function checkInputs(inputs: readonly string[]): void {
  if (inputs.length > MAX_INPUTS) {
    throw badInput("inputs", `至多 ${MAX_INPUTS} 个号码`, `at most ${MAX_INPUTS} inputs at a time`);
  }
  const long = inputs.findIndex((input) => input.length > MAX_LENGTH);
  if (long < 0) return;
  throw badInput(
    "inputs",
    `第 ${long + 1} 个输入超过 ${MAX_LENGTH} 字`,
    `input ${long + 1} is longer than ${MAX_LENGTH} characters`,
  );
}
