import { workerData } from "node:worker_threads";
import { methodsOf, serveThread } from "#adapters/runtime/serve-thread.ts";
import { type HarvestedKinds, HarvestedRecords } from "./harvested-records.ts";
import { openHarvestedDatabase } from "./open-database.ts";

/** Entry of the thread that keeps a node's harvested records; one question after another. */
const { dataDir, code, kinds } = workerData as {
  readonly dataDir: string;
  readonly code: string;
  readonly kinds: HarvestedKinds;
};
const database = openHarvestedDatabase(dataDir, code);
serveThread({ ask: methodsOf(new HarvestedRecords(database, kinds)), close: () => database.close() });
