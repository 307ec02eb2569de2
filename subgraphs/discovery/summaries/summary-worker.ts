import { parentPort, workerData } from "node:worker_threads";
import type { WorkerAnswer, WorkerQuestion } from "#adapters/runtime/worker-pool.ts";
import { openSummaryDatabase } from "./open-database.ts";
import { SummaryEngine } from "./summary-engine.ts";
import { SummaryWriter } from "./summary-writer.ts";

/** Entry of a thread that searches the store of summaries, or of the one that writes it; one question after another. */
const { dataDir, role } = workerData as { readonly dataDir: string; readonly role: "search" | "write" };
const database = openSummaryDatabase(dataDir);
const methods: Readonly<Record<string, unknown>> = { ...createMethods() };
parentPort?.postMessage("ready");

parentPort?.on("message", (question: WorkerQuestion | "close") => {
  if (question === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(question));
});

function createMethods() {
  if (role === "write") return new SummaryWriter(database).methods();
  const engine = new SummaryEngine(database);
  engine.warmUp();
  return engine.methods();
}

function answer({ id, method, args }: WorkerQuestion): WorkerAnswer {
  try {
    const ask = methods[method] as (...values: readonly unknown[]) => unknown;
    return { id, ok: true, value: ask(...args) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : "unknown error" };
  }
}
