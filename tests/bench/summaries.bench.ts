import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createSummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import type { SummaryIndex, SummaryQuestion } from "#subgraphs/discovery/summaries/summary-index.ts";
import { atMost, type Bench, type Figure, NO_PROMISE } from "./bench.ts";
import { quantile, timed } from "./load.ts";
import { inTurn } from "./measure.ts";
import { Dice, LEXICON } from "./national/vocabulary.ts";
import { indexFolder, prepareIndex } from "./summaries/prepare-index.ts";
import { onlyCount } from "./wrong-use.ts";

const RECORDS = 500_000;
const ROUNDS = 40;
const SEARCH_MS = 60;
const SUGGEST_MS = 20;
const NEVER = new AbortController().signal;
const FACETS = ["kind", "node", "region", "class", "status", "year"] as const;

/** The index of summaries alone, from the call on the serving thread to its answer there. `-- summaries 50000` takes fewer. */
export const bench: Bench = {
  summary: "the index of summaries: searches with filters and facets, suggestions, over 500,000 records",
  usage: "[RECORDS]",
  run: async (args) => {
    const records = onlyCount("RECORDS", args, RECORDS);
    const folder = indexFolder(records);
    const writing = prepareIndex(folder, records);
    const store = createSummaryStore(folder, systemClock);
    try {
      const everything = () => store.index.search({ kinds: [], first: 1 }, NEVER);
      const [started] = await Promise.all([timed(everything), everything()]);
      const searches = await inTurn(QUESTIONS, ([what, question]) =>
        measure(what, SEARCH_MS, (round) => store.index.search(question(new Dice(round)), NEVER)),
      );
      const suggestions = await measure("suggestions by one to four letters or characters", SUGGEST_MS, (round) =>
        suggest(store.index, round),
      );
      return [
        { what: `${records} records: first answer`, unit: "s", promised: NO_PROMISE, measured: started.ms / 1_000 },
        { what: "writing a record", unit: "ms", promised: NO_PROMISE, measured: writing },
        ...searches.flat(),
        ...suggestions,
        { what: "memory of the process", unit: "MB", promised: NO_PROMISE, measured: process.memoryUsage.rss() / 1e6 },
      ];
    } finally {
      await store.close();
    }
  },
};

type Question = (dice: Dice) => SummaryQuestion;

/** Words as they are frequent in titles. */
function words(dice: Dice, count: number): string {
  return Array.from({ length: count }, () => LEXICON[dice.rank(LEXICON.length)] ?? "").join("");
}

const QUESTIONS: readonly (readonly [what: string, Question])[] = [
  ["one word, all facets", (dice) => ({ kinds: [], text: words(dice, 1), first: 20, facets: FACETS })],
  ["a title, all facets", (dice) => ({ kinds: [], text: `一种${words(dice, 3)}及其方法`, first: 20, facets: FACETS })],
  [
    "two words with kinds, region and state",
    (dice) => ({
      kinds: ["LISTING", "DEMAND"],
      text: words(dice, 2),
      first: 20,
      filter: { regions: ["CHENGDU_CHONGQING"], statuses: ["OPEN"] },
      facets: FACETS,
    }),
  ],
  ["no text, all facets", () => ({ kinds: [], first: 20, facets: FACETS })],
  [
    "a class and years, newest first",
    () => ({
      kinds: ["PATENT"],
      first: 20,
      filter: { classes: ["C09J"], date: { from: "2015-01-01" } },
      facets: FACETS,
    }),
  ],
  [
    "any of a demand's hundred characters",
    (dice) => ({ kinds: ["PATENT"], text: words(dice, 40), match: "ANY", first: 50 }),
  ],
  [
    "a party by part of its name",
    (dice) => ({ kinds: [], first: 20, filter: { party: `成都${LEXICON[1_000 + dice.below(20_000)]}` } }),
  ],
];

function suggest(index: SummaryIndex, round: number) {
  const dice = new Dice(round);
  const prefix =
    round % 2 === 0
      ? words(dice, 1).slice(0, 1 + (round % 3))
      : "yzcdgh".slice(round % 3, (round % 3) + 1 + (round % 4));
  return index.suggest(prefix, ["TITLE", "ORGANIZATION", "CLASSIFICATION"], 10, NEVER);
}

async function measure(
  what: string,
  promised: number,
  ask: (round: number) => Promise<unknown>,
): Promise<readonly Figure[]> {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round + 1);
  await inTurn(rounds.slice(0, 5), ask);
  const times = await inTurn(rounds, async (round) => (await timed(() => ask(round))).ms);
  return [
    { what: `${what}, p95`, unit: "ms", promised: atMost(promised), measured: quantile(times, 0.95) },
    { what: `${what}, median`, unit: "ms", promised: NO_PROMISE, measured: quantile(times, 0.5) },
  ];
}
