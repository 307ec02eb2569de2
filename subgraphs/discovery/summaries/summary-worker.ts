import { workerData } from "node:worker_threads";
import { methodsOf, serveThread } from "#adapters/runtime/serve-thread.ts";
import { openSummaryDatabase } from "./open-database.ts";
import { SummaryEngine } from "./summary-engine.ts";
import { SummaryWriter } from "./summary-writer.ts";

/** Entry of a thread that searches the store of summaries, or of the one that writes it; one question after another. */
const { dataDir, role } = workerData as { readonly dataDir: string; readonly role: "search" | "write" };
const database = openSummaryDatabase(dataDir);
serveThread({ ask: methodsOf(createMethods()), close: () => database.close() });

function createMethods(): object {
  if (role === "write") return new SummaryWriter(database).methods();
  const engine = new SummaryEngine(database);
  engine.warmUp();
  return engine.methods();
}
