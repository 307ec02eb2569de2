import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createSummaryStore, type SummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

export const NEVER = new AbortController().signal;

/** A store of summaries in a folder of its own, or in one that is there already. */
export async function openStore(dataDir?: string): Promise<{ readonly store: SummaryStore } & AsyncDisposable> {
  const own = dataDir === undefined ? await temporaryFolder() : undefined;
  const store = createSummaryStore(dataDir ?? own?.path ?? "", systemClock);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await own?.[Symbol.asyncDispose]();
    },
  };
}

/** One whole harvest of a kind of a node. */
export async function harvested(
  { writer }: SummaryStore,
  node: string,
  kind: string,
  items: readonly NodeSummary[],
): Promise<void> {
  const { run } = await writer.begin(node, kind, { mode: "whole", now: 0, anew: false });
  await writer.put({ node, kind, run, items, removed: [], cursor: null, most: 1_000_000 });
  const gone = await writer.unmet(node, kind, run, 1_000);
  await writer.remove(gone);
  await writer.end(node, kind, { resume: null, now: Date.UTC(2026, 10, 1) });
}
