import { parentPort, workerData } from "node:worker_threads";
import { bringIndexUpToDate, leaveIndexBehind } from "#adapters/cnipa-bulk/search/rebuild-index.ts";
import { clearTextFiles } from "#adapters/cnipa-bulk/store/clear-text-files.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { importGenerated } from "./import-generated.ts";
import { importPaths } from "./import-paths.ts";
import type { ImportTask } from "./import-report.ts";

/** Entry of the worker thread of one import, the one that writes: nothing of it touches the thread that serves. */
const { dataDir, task } = workerData as { readonly dataDir: string; readonly task: ImportTask };

let interrupted = false;
parentPort?.once("message", () => {
  interrupted = true;
});

const database = openDatabase(dataDir);
try {
  if (task.kind === "paths" && task.withoutIndex) leaveIndexBehind(database);
  else bringIndexUpToDate(database);
  const scene = {
    database,
    dataDir,
    now: Date.now,
    isInterrupted: () => interrupted,
    onProgress: (progress: unknown) => parentPort?.postMessage({ kind: "progress", progress }),
  };
  const summary = task.kind === "paths" ? await importPaths(task, scene) : await importGenerated(task, scene);
  clearTextFiles(database);
  parentPort?.postMessage({ kind: "done", summary });
} finally {
  database.close();
  parentPort?.close();
}
