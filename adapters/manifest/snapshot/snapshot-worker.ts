import { workerData } from "node:worker_threads";
import { methodsOf, serveThread } from "#adapters/runtime/serve-thread.ts";
import { SnapshotFiles, type SnapshotScene } from "./snapshot-files.ts";

const SWEEP_MS = 60_000;

/** Entry of the thread that verifies, maps and searches a source's files. */
const scene = workerData as SnapshotScene;
const files = new SnapshotFiles(scene, Date.now);
// What is left of a failed one is met by the next.
const sweep = () => void files.sweep().catch(() => {});
const sweeping = scene.keepAtMostMs === null ? undefined : setInterval(sweep, SWEEP_MS).unref();
serveThread({ ask: methodsOf(files), close: () => clearInterval(sweeping) });
