import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { prepareDocument } from "#adapters/cnipa-bulk/store/prepared-document.ts";
import { StoreWriter } from "#adapters/cnipa-bulk/store/write-store.ts";
import { INVENTION_VERSION, inventPatent } from "./invent-patents.ts";

const BATCH = 2_000;
const SOURCE = { file: "bench.xml", origin: "generated", now: 1 } as const;

/**
 * Where the invented stores are kept between runs: HUB_BENCH_DIR, or a folder among the system's temporary ones. A million
 * records take about 12 GB with the baseline and, alone on two processors, some ten minutes; what a run that was stopped left is gone on with.
 */
export function benchFolder(records: number): string {
  const root = process.env["HUB_BENCH_DIR"] ?? join(tmpdir(), "chengyu-hub-bench");
  return join(root, `national-v${INVENTION_VERSION}-${records}`);
}

/** Fills the store, straight through its writer, with as many records as are missing. */
export function prepareStore(folder: string, records: number): void {
  const database = openDatabase(folder);
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;");
  const writer = new StoreWriter(database);
  // Batches are whole or not there: their records are counted.
  let done = Number(database.prepare("SELECT count(*) AS count FROM documents").get()?.["count"]);
  const startedAt = performance.now();
  const begunWith = done;
  while (done < records) {
    writer.begin();
    for (const end = Math.min(records, done + BATCH); done < end; done++) write(writer, done);
    writer.commit();
    const secondsLeft = ((performance.now() - startedAt) / 1_000 / (done - begunWith)) * (records - done);
    process.stderr.write(`\rinventing patents: ${done} of ${records}, ${Math.ceil(secondsLeft)} s left   `);
  }
  if (done > begunWith) process.stderr.write("\n");
  database.close();
}

function write(writer: StoreWriter, index: number): void {
  const { document, legalEvents } = inventPatent(index);
  writer.document(prepareDocument(document), SOURCE);
  for (const event of legalEvents) writer.legalEvent(document.applicationNumber, event, SOURCE);
}
