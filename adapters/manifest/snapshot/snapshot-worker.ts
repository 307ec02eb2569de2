import { parentPort, workerData } from "node:worker_threads";
import type { WorkerAnswer, WorkerQuestion } from "#adapters/runtime/worker-pool.ts";
import { SnapshotFiles, type SnapshotScene } from "./snapshot-files.ts";

const SWEEP_MS = 60_000;

/** Entry of the thread that verifies, maps and searches a source's files. */
const scene = workerData as SnapshotScene;
const files = new SnapshotFiles(scene, Date.now);
// What is left of a failed one is met by the next.
const sweep = () => void files.sweep().catch(() => {});
const sweeping = scene.keepAtMostMs === null ? undefined : setInterval(sweep, SWEEP_MS).unref();

let underWay: Promise<unknown> = Promise.resolve();
parentPort?.on("message", (question: WorkerQuestion | "close") => {
  if (question !== "close") {
    underWay = answer(question).then((told) => parentPort?.postMessage(told));
    return;
  }
  clearInterval(sweeping);
  void underWay.then(() => parentPort?.close());
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
