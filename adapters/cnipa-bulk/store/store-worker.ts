import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./open-database.ts";
import type { StoreMethod } from "./patent-store.ts";
import { StoreReader } from "./read-store.ts";
import type { StoreAnswer, StoreQuestion } from "./worker-protocol.ts";

/** Entry of the worker thread that answers the store's questions, one after another. */
const { dataDir } = workerData as { readonly dataDir: string };
const database = openDatabase(dataDir);
// Of SQLite's own 2 MB a hundred records by number leave nothing to the next question.
database.exec("PRAGMA cache_size = -32768");
const reader = new StoreReader(database, Date.now);

parentPort?.on("message", (question: StoreQuestion | "close") => {
  if (question === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(question));
});

function answer({ id, method, args }: StoreQuestion): StoreAnswer {
  try {
    return { id, ok: true, value: ask(method, args) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : "unknown error" };
  }
}

function ask(method: StoreMethod, args: readonly unknown[]): unknown {
  const bound = reader[method] as (...values: readonly unknown[]) => unknown;
  return bound.apply(reader, [...args]);
}
