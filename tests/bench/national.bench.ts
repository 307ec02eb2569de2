import { monitorEventLoopDelay } from "node:perf_hooks";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { atLeast, atMost, type Bench, type Figure, NO_PROMISE } from "./bench.ts";
import { measureCalmly, quantile, timed } from "./load.ts";
import { inTurn } from "./measure.ts";
import { Baseline } from "./national/baseline.ts";
import { LANDSCAPES } from "./national/landscape.ts";
import { benchFolder, prepareStore } from "./national/prepare-store.ts";
import { MANY, type QueryClass, queryClasses, search } from "./national/query-mix.ts";
import { onlyCount } from "./wrong-use.ts";

const RECORDS = 1_000_000;
/** Of each class, in whole rounds: of fewer a twentieth is an accident. */
const LEAST_ASKED = 200;
/** Of the large terms, so many are asked of the baseline too: one takes it seconds. */
const BASELINE_TERMS = 3;
const STALL_MS = 10;
const START_S = 10;
const MEMORY_MB = 2_000;
const RATIO = 6;

/**
 * Search over a million invented patents, from the call on the serving thread to its answer there; the same records in a
 * plain FTS5 table beside it. `-- national 100000` takes fewer. Where they are kept: national/prepare-store.ts.
 */
export const bench: Bench = {
  summary: "search, facets and look-ups over a million patents, beside plain FTS5 (or over so many: 100000)",
  usage: "[PATENTS]",
  run: async (args) => {
    const records = onlyCount("PATENTS", args, RECORDS);
    const folder = benchFolder(records);
    prepareStore(folder, records);
    const baseline = new Baseline(folder, records);
    const store = createPatentStore(folder);
    try {
      const started = await timed(() => store.search(EVERYTHING));
      await inTurn(classesOf(records), (one) => askAll(store, one, 1));
      const figures = await measureCalmly("search", () => measure(store, records));
      return [
        {
          what: `${records} records: first answer after the start`,
          unit: "s",
          promised: atMost(START_S),
          measured: started.ms / 1_000,
        },
        ...figures,
        {
          what: "memory of the whole process",
          unit: "MB",
          promised: atMost(MEMORY_MB),
          measured: process.memoryUsage.rss() / 1e6,
        },
        ...(await besideBaseline(store, baseline)),
      ];
    } finally {
      await store.close();
      baseline.close();
    }
  },
};

function classesOf(records: number): readonly QueryClass[] {
  return [...queryClasses(records), ...LANDSCAPES];
}

const EVERYTHING = {
  query: null,
  filter: null,
  order: { field: "FILING_DATE", direction: "DESC" },
  first: 1,
  after: null,
  facets: [],
  facetTop: 0,
  wantsHighlights: false,
  today: "2026-11-15",
} as const;

/** Every class in turn, and how long the thread that asks was held meanwhile. */
async function measure(store: PatentStore, records: number): Promise<readonly Figure[]> {
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const classes = await inTurn(classesOf(records), (one) => measureClass(store, one));
  stalls.disable();
  const stall = { unit: "ms", promised: atMost(STALL_MS), measured: stalls.max / 1e6 };
  return [...classes.flat(), { what: "longest stall of the serving thread meanwhile", ...stall }];
}

async function measureClass(store: PatentStore, one: QueryClass): Promise<readonly Figure[]> {
  const asked = await askAll(store, one, Math.ceil(LEAST_ASKED / one.queries.length));
  const times = asked.map(({ ms }) => ms);
  const found = asked.map(({ result }) => result);
  const range = `${Math.min(...found).toLocaleString("en")} to ${Math.max(...found).toLocaleString("en")}`;
  return [
    { what: `${one.name}: p95`, unit: "ms", promised: atMost(one.limitMs), measured: quantile(times, 0.95) },
    { what: `  median (found: ${range})`, unit: "ms", promised: NO_PROMISE, measured: quantile(times, 0.5) },
  ];
}

async function askAll(store: PatentStore, { queries }: QueryClass, rounds: number) {
  const all = Array.from({ length: rounds }, () => queries).flat();
  return inTurn(all, (query) => timed(() => query(store)));
}

/** Large match sets, one query after the other here and there: the ratio of the medians. */
async function besideBaseline(store: PatentStore, baseline: Baseline): Promise<readonly Figure[]> {
  const here: number[] = [];
  const there: number[] = [];
  for (const term of MANY.slice(0, BASELINE_TERMS)) {
    const query = search({
      query: { kind: "text", fields: ["TITLE", "ABSTRACT", "CLAIMS"], text: term, match: "PHRASE" },
    });
    const own = await timed(() => query(store));
    const startedAt = performance.now();
    const found = baseline.search(term);
    there.push(performance.now() - startedAt);
    here.push(own.ms);
    if (found !== own.result) throw new Error(`${term}: ${own.result} here, ${found} in the baseline`);
  }
  const median = quantile(there, 0.5);
  return [
    { what: "200,000 to 400,000 matches with plain FTS5: median", unit: "ms", promised: NO_PROMISE, measured: median },
    { what: "  plain FTS5 : store", unit: "×", promised: atLeast(RATIO), measured: median / quantile(here, 0.5) },
  ];
}
