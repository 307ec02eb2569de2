import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSummaryDatabase } from "#subgraphs/discovery/summaries/open-database.ts";
import { SummaryWriter } from "#subgraphs/discovery/summaries/summary-writer.ts";
import { inventSummary, SHARES } from "./invent-summaries.ts";

const BATCH = 1_000;

/** Where the invented index is kept between runs: HUB_BENCH_DIR, or a folder among the system's temporary ones. */
export function indexFolder(records: number): string {
  return join(process.env["HUB_BENCH_DIR"] ?? join(tmpdir(), "chengyu-hub-bench"), `summaries-v1-${records}`);
}

/** Fills the index through its writer with as many records as are missing; milliseconds for each of those written now. */
export function prepareIndex(folder: string, records: number): number | null {
  const database = openSummaryDatabase(folder);
  const writer = new SummaryWriter(database).methods();
  let first = 0;
  let written = 0;
  const startedAt = performance.now();
  for (const [node, kind, typeName, share] of SHARES) {
    const end = first + Math.round(records * share);
    const { run, cursor } = writer.begin(node, kind, { mode: "whole", now: 1, anew: false });
    const isDone = writer
      .states()
      .some((state) => state.node === node && state.kind === kind && state.wholeAt !== null);
    for (let from = isDone ? end : Number(cursor ?? first); from < end; from += BATCH) {
      const to = Math.min(end, from + BATCH);
      const items = Array.from({ length: to - from }, (_, at) => inventSummary(from + at, typeName));
      writer.put({ node, kind, run, items, removed: [], cursor: String(to), most: 10_000_000 });
      written += items.length;
      if ((from / BATCH) % 20 === 0) writer.maintain();
      process.stderr.write(`\rinventing summaries: ${to} of ${records}   `);
    }
    if (!isDone) writer.end(node, kind, { resume: null, now: 1 });
    first = end;
  }
  writer.maintain();
  if (written > 0) process.stderr.write("\n");
  database.close();
  return written === 0 ? null : (performance.now() - startedAt) / written;
}
