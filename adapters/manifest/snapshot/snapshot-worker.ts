import { parentPort, workerData } from "node:worker_threads";
import type { WorkerAnswer, WorkerQuestion } from "#adapters/runtime/worker-pool.ts";
import { SnapshotFiles, type SnapshotScene } from "./snapshot-files.ts";

/** Entry of the thread that verifies, maps and searches a source's files. */
const files = new SnapshotFiles(workerData as SnapshotScene, Date.now);

parentPort?.on("message", (question: WorkerQuestion | "close") => {
  if (question === "close") parentPort?.close();
  else void answer(question).then((told) => parentPort?.postMessage(told));
});
parentPort?.postMessage("ready");

async function answer({ id, method, args }: WorkerQuestion): Promise<WorkerAnswer> {
  try {
    const bound = files[method as keyof SnapshotFiles] as (...values: readonly unknown[]) => unknown;
    return { id, ok: true, value: await bound.apply(files, [...args]) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : "unknown error" };
  }
}
