import { Worker } from "node:worker_threads";
import { WorkerPool } from "#adapters/runtime/worker-pool.ts";
import type { SnapshotFiles, SnapshotScene } from "./snapshot-files.ts";

/** The thread's methods, settled: what it answers has crossed, promises and all. */
type Methods = {
  [Name in "restore" | "expire" | "sweep" | "take" | "find" | "byIds"]: (
    ...args: Parameters<SnapshotFiles[Name]>
  ) => Awaited<ReturnType<SnapshotFiles[Name]>>;
};

export type SnapshotStore = Pick<WorkerPool<Methods>, "ask" | "close">;

/**
 * An outlet's table, its text and its parts in memory; a file that needs more ends its own thread and nothing else, as long as
 * it takes it in small steps (read-table.ts).
 */
const HEAP_MB = 1_024;
const MOST_WAITING = 200;

/** One thread keeps a source's files; `onLost` is called when it failed and its memory with it. */
export function createSnapshotStore(source: string, scene: SnapshotScene, onLost: () => void): SnapshotStore {
  return new WorkerPool<Methods>({
    source,
    mostThreads: 1,
    mostWaiting: MOST_WAITING,
    start: () =>
      new Worker(new URL("./snapshot-worker.ts", import.meta.url), {
        workerData: scene,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      }),
    onAbandon: onLost,
  });
}
