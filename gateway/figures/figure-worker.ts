import { parentPort, workerData } from "node:worker_threads";
import type { WorkerAnswer, WorkerQuestion } from "#adapters/runtime/worker-pool.ts";
import { FigureFile } from "./figure-file.ts";

/** Entry of the thread that keeps the figures by day; one question after another. */
const { dataDir } = workerData as { readonly dataDir: string };
const file = new FigureFile(dataDir);
parentPort?.postMessage("ready");

parentPort?.on("message", (question: WorkerQuestion | "close") => {
  if (question !== "close") return parentPort?.postMessage(answer(question));
  file.close();
  parentPort?.close();
});

function answer({ id, method, args }: WorkerQuestion): WorkerAnswer {
  try {
    return { id, ok: true, value: ask(method, args as never) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : "unknown error" };
  }
}

function ask(method: string, args: Parameters<FigureFile["add"]> | Parameters<FigureFile["read"]>): unknown {
  return method === "add"
    ? file.add(...(args as Parameters<FigureFile["add"]>))
    : file.read(...(args as Parameters<FigureFile["read"]>));
}
