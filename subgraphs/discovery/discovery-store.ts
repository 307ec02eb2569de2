import { defineStore } from "#subgraphs/runtime/node-store.ts";
import { readCursorKey } from "./search/cursor-key.ts";
import { SearchDesk } from "./search/search-desk.ts";
import type { SummaryIndex } from "./summaries/summary-index.ts";
import { summaryStore } from "./summaries/summary-store.ts";

/** What discovery keeps beyond a request: the index of summaries and the searches under way. */
export interface DiscoveryStore {
  /** Null where the settings leave it off. */
  readonly summaries: SummaryIndex | null;
  readonly desk: SearchDesk;
}

const { section, settings } = summaryStore;

export const discoveryStore = defineStore<DiscoveryStore, typeof settings>({
  section,
  settings,
  open: (runtime, values) => {
    const index = summaryStore.open(runtime, values);
    const desk = new SearchDesk({ timer: runtime.timer, key: readCursorKey(runtime.dataDir) });
    return {
      store: { summaries: index?.store ?? null, desk },
      start: (others) => index?.start(others),
      tasks: () => index?.tasks() ?? {},
      status: async () => ({ ...(await index?.status()), searches: { open: desk.size, bytes: desk.bytes } }),
      close: async () => index?.close(),
    };
  },
});

/** Of a discovery node that is opened without a folder of its own. */
export const WITHOUT_STORE: DiscoveryStore = { summaries: null, desk: new SearchDesk() };
