import { Worker } from "node:worker_threads";
import { WorkerPool } from "#adapters/runtime/worker-pool.ts";
import { PatentColumns, type SharedColumns } from "./columns.ts";
import type { SearchMethods } from "./search-protocol.ts";

/** One for each of two processors; the second starts when it is first needed. */
const MOST_THREADS = 2;
const MOST_WAITING = 200;

/** Threads that answer searches. They share the columns and nothing else: when one fails, all load anew. */
export function createSearchPool(dataDir: string): WorkerPool<SearchMethods> {
  let columns: SharedColumns | null = null;
  return new WorkerPool<SearchMethods>({
    source: "cnipa-bulk",
    mostThreads: MOST_THREADS,
    mostWaiting: MOST_WAITING,
    start: () => {
      columns ??= new PatentColumns().shared;
      return new Worker(new URL("./search-worker.ts", import.meta.url), { workerData: { dataDir, columns } });
    },
    onAbandon: () => {
      columns = null;
    },
  });
}
