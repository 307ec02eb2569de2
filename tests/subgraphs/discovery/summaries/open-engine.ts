import type { SummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import { openSummaryDatabase } from "#subgraphs/discovery/summaries/open-database.ts";
import { SummaryEngine } from "#subgraphs/discovery/summaries/summary-engine.ts";
import { SummaryWriter } from "#subgraphs/discovery/summaries/summary-writer.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

/** What the threads do, in this one: a writer and an engine on connections of their own to one store. */
export async function openEngine() {
  const folder = await temporaryFolder();
  const writing = openSummaryDatabase(folder.path);
  const reading = openSummaryDatabase(folder.path);
  const writer = new SummaryWriter(writing).methods();
  const engine = new SummaryEngine(reading).methods();
  return {
    path: folder.path,
    database: writing,
    writer,
    engine,
    /** The writer as the harvester knows it. */
    asyncWriter: Object.fromEntries(
      Object.entries(writer).map(([name, method]) => [
        name,
        async (...args: readonly unknown[]) => (method as (...given: readonly unknown[]) => unknown)(...args),
      ]),
    ) as unknown as SummaryStore["writer"],
    idsOf: (text?: string) =>
      engine
        .search({ kinds: [], first: 200, ...(text === undefined ? {} : { text }) })
        .hits.map(({ summary }) => summary.id)
        .toSorted(),
    [Symbol.asyncDispose]: async () => {
      reading.close();
      writing.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
