import { workerData } from "node:worker_threads";
import { createStatistics } from "#adapters/cnipa-bulk/analysis/answer-statistics.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { methodsOf, serveThread } from "#adapters/runtime/serve-thread.ts";
import { PatentColumns, type SharedColumns } from "./columns.ts";
import { SearchTooLong } from "./query-budget.ts";
import { bringIndexUpToDate } from "./rebuild-index.ts";
import { SearchEngine } from "./search-engine.ts";
import type { SearchMethods } from "./search-protocol.ts";

/** Entry of a thread that answers searches, one after another, over a connection and caches of its own. */
const { dataDir, columns } = workerData as { readonly dataDir: string; readonly columns: SharedColumns };
const database = openDatabase(dataDir);
// Postings are read as whole lists: what the index needs most stays in the process.
database.exec("PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456;");

serveThread({
  ask: methodsOf(createMethods()),
  close: () => database.close(),
  isTooLong: (error) => error instanceof SearchTooLong,
});

function createMethods(): SearchMethods {
  bringIndexUpToDate(database);
  const engine = new SearchEngine(database, new PatentColumns(columns));
  engine.warmUp();
  return { search: (request) => engine.search(request), statistics: createStatistics(engine, database) };
}
