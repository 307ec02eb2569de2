import { openSummaryDatabase } from "#subgraphs/discovery/summaries/open-database.ts";
import { SummaryWriter } from "#subgraphs/discovery/summaries/summary-writer.ts";
import { BATCHES, batchOf } from "./written-batches.ts";

/** A process of its own that harvests into the store it is given, and says a line for each batch that is kept. */
const [, , dataDir = ""] = process.argv;
const writer = new SummaryWriter(openSummaryDatabase(dataDir)).methods();
const { run } = writer.begin("a", "LISTING", { mode: "whole", now: 1, anew: false });
for (let batch = 0; batch < BATCHES; batch++) {
  const cursor = String(batch + 1);
  writer.put({ node: "a", kind: "LISTING", run, items: batchOf(batch), removed: [], cursor, most: 100_000 });
  process.stdout.write(`${cursor}\n`);
}
