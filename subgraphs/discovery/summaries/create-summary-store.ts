import { Worker } from "node:worker_threads";
import type { Clock } from "#adapters/runtime/source.ts";
import { WorkerPool } from "#adapters/runtime/worker-pool.ts";
import type { FoundSummaries, SearchMethods, WriterMethods } from "./store-protocol.ts";
import type { SummaryAnswer, SummaryIndex } from "./summary-index.ts";

const SOURCE_CODE = "summaries";
/** One for each of two processors; the second starts when it is first needed. */
const SEARCH_THREADS = 2;
const MOST_WAITING = 200;
/** The harvester waits for each of its batches; orders to take down come between them. */
const MOST_WRITES_WAITING = 1_000;
const NEVER = new AbortController().signal;

/** The store of summaries in threads of its own: what searches, and what writes. */
export interface SummaryStore {
  readonly index: SummaryIndex;
  readonly writer: { readonly [Name in keyof WriterMethods]: AsyncMethod<WriterMethods[Name]> };
  close(): Promise<void>;
}

type AsyncMethod<F> = F extends (...args: infer Args) => infer Result ? (...args: Args) => Promise<Result> : never;

export function createSummaryStore(dataDir: string, clock: Clock): SummaryStore {
  const start = (role: "search" | "write") => () =>
    new Worker(new URL("./summary-worker.ts", import.meta.url), { workerData: { dataDir, role } });
  const search = new WorkerPool<SearchMethods>({
    source: SOURCE_CODE,
    mostThreads: SEARCH_THREADS,
    mostWaiting: MOST_WAITING,
    start: start("search"),
  });
  const write = new WorkerPool<WriterMethods>({
    source: SOURCE_CODE,
    mostThreads: 1,
    mostWaiting: MOST_WRITES_WAITING,
    start: start("write"),
  });
  return {
    index: {
      search: async (question, signal) => toAnswer(await search.ask("search", [question], signal), clock.now()),
      suggest: (prefix, kinds, first, signal) => search.ask("suggest", [prefix, kinds, first], signal),
      byNumbers: (numbers, signal) => search.ask("byNumbers", [numbers], signal),
      byIds: (ids, signal) => search.ask("byIds", [ids], signal),
      coverage: () => search.ask("coverage", [], NEVER),
    },
    writer: {
      states: () => write.ask("states", []),
      hold: (...args) => write.ask("hold", args),
      begin: (...args) => write.ask("begin", args),
      put: (...args) => write.ask("put", args),
      unmet: (...args) => write.ask("unmet", args),
      keep: (...args) => write.ask("keep", args),
      remove: (...args) => write.ask("remove", args),
      expire: (...args) => write.ask("expire", args),
      end: (...args) => write.ask("end", args),
      drop: (...args) => write.ask("drop", args),
      reset: () => write.ask("reset", []),
      maintain: () => write.ask("maintain", []),
    },
    close: async () => {
      await Promise.all([search.close(), write.close()]);
    },
  };
}

function toAnswer({ perNode, ...found }: FoundSummaries, now: number): SummaryAnswer {
  const ages = perNode.map(({ node, hits, oldestFetchedAt }) => {
    const age = oldestFetchedAt === null ? null : Math.max(0, Math.round((now - Date.parse(oldestFetchedAt)) / 1_000));
    return [node, { hits, ageSeconds: age }] as const;
  });
  return { ...found, perNode: new Map(ages) };
}
