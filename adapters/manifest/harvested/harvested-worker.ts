import { parentPort, workerData } from "node:worker_threads";
import type { WorkerAnswer, WorkerQuestion } from "#adapters/runtime/worker-pool.ts";
import { type HarvestedKinds, HarvestedRecords } from "./harvested-records.ts";
import { openHarvestedDatabase } from "./open-database.ts";

/** Entry of the thread that keeps a node's harvested records; one question after another. */
const { dataDir, code, kinds } = workerData as {
  readonly dataDir: string;
  readonly code: string;
  readonly kinds: HarvestedKinds;
};
const database = openHarvestedDatabase(dataDir, code);
const records = new HarvestedRecords(database, kinds);
parentPort?.postMessage("ready");

parentPort?.on("message", (question: WorkerQuestion | "close") => {
  if (question === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(question));
});

function answer({ id, method, args }: WorkerQuestion): WorkerAnswer {
  try {
    const ask = records[method as keyof HarvestedRecords] as (...values: readonly unknown[]) => unknown;
    return { id, ok: true, value: ask.apply(records, [...args]) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : "unknown error" };
  }
}
