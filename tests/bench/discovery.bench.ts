import { TECHNICAL_FIELDS } from "#adapters/runtime/sandbox/world/vocabulary.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { atLeast, atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { percentile } from "./discovery/judge.ts";
import { type Judgement, judgeSeed } from "./discovery/judge-seed.ts";
import { sendCrowd } from "./discovery/send-crowd.ts";
import { overSlowest } from "./discovery/slow-nodes.ts";
import { inTurn } from "./measure.ts";

/** None of them was looked at while the weights were chosen. */
const SEEDS = [7_001, 7_002, 7_003];
const PATENTS = 2_000;
const AT_ONCE = 100;
const DEADLINE_MS = 1_500;
const LATENCY_MS = 800;
const ROUNDS = 20;
const WARM_UPS = 20;
const ONE_SILENT = "sichuan-portal";

/** How good and how fast the federated search is. */
export const bench: Bench = {
  summary: "federated search: ranking and duplicates judged by the generator, crowds, a node that is silent",
  run: async () => [
    ...judged(await inTurn(SEEDS, (seed) => judgeSeed(seed, PATENTS))),
    ...(await crowds()),
    {
      what: `ten nodes of ${LATENCY_MS} ms: a search beyond the slowest, p95`,
      unit: "ms",
      promised: atMost(20),
      measured: percentile(await overSlowest(LATENCY_MS, ROUNDS), 0.95),
    },
  ],
};

function judged(judgements: readonly Judgement[]): readonly Figure[] {
  const [pairs, merged, falseMerges] = (["pairs", "merged", "falseMerges"] as const).map((name) =>
    judgements.reduce((sum, judgement) => sum + judgement[name], 0),
  );
  const gains = judgements.map(({ ndcg, bestNode }) => ndcg - bestNode);
  return [
    ...judgements.map(({ ndcg }, index) => ({
      what: `nDCG@10, seed ${SEEDS[index]}`,
      unit: "",
      promised: atLeast(0.85),
      measured: ndcg,
    })),
    {
      what: "nDCG@10 of topics asked for in English, least of the seeds",
      unit: "",
      promised: NO_PROMISE,
      measured: Math.min(...judgements.map(({ english }) => english)),
    },
    {
      what: "nDCG@10 above the best node alone, least of the seeds",
      unit: "",
      promised: atLeast(0),
      measured: Math.min(...gains),
    },
    { what: "things found at two nodes", unit: "", promised: NO_PROMISE, measured: pairs ?? null },
    { what: "recall of them as one hit", unit: "", promised: atLeast(0.99), measured: (merged ?? 0) / (pairs ?? 0) },
    { what: "false merges", unit: "", promised: exactly(0), measured: falseMerges ?? null },
  ];
}

async function crowds(): Promise<readonly Figure[]> {
  await using hub = await startTestHub({ patents: PATENTS });
  // A hub that has served for a while; what the crowds ask was never asked before.
  await inTurn(Array.from({ length: WARM_UPS }), () => timesOf(hub, 10));
  const all = await timesOf(hub, AT_ONCE);
  await hub.sandbox(ONE_SILENT).setFault({ mode: "hang" });
  const silent = await timesOf(hub, AT_ONCE);
  return [
    crowd(`${AT_ONCE} different searches at once: p99`, all),
    crowd(`the same with one portal silent: p99`, silent),
  ];
}

function crowd(what: string, times: readonly number[]): Figure {
  return { what, unit: "ms", promised: atMost(DEADLINE_MS + 50), measured: percentile(times, 0.99) };
}

const SEARCH = /* GraphQL */ `query ($query: String!) {
  search(query: $query, kinds: [PATENT, LISTING, DEMAND], deadlineMs: ${DEADLINE_MS}) { edges { node { id } } total { value } }
}`;
/** What things are about with what they are better at: each finds something, no two the same. */
const PHRASES = TECHNICAL_FIELDS.flatMap(({ objects, parts, effects }) =>
  effects.flatMap(([effect]) => [...objects, ...parts].map(([word]) => `${word} ${effect}`)),
);
let turn = 0;

function timesOf({ url }: TestHub, count: number): Promise<readonly number[]> {
  const variables = Array.from({ length: count }, () => ({ query: PHRASES[turn++ % PHRASES.length] }));
  return sendCrowd({ url, query: SEARCH, variables });
}
