import { z } from "zod";
import { duration, flag } from "#adapters/runtime/settings/fields.ts";
import { defineStore, type StandingOthers, type StoreRuntime } from "#subgraphs/runtime/node-store.ts";
import type { NodeDirectory } from "#subgraphs/runtime/ports.ts";
import { createSummaryStore, type SummaryStore } from "./create-summary-store.ts";
import { Harvester } from "./harvester.ts";
import { indexStatus } from "./index-status.ts";
import { KeepWatch } from "./keep-watch.ts";
import type { SummaryIndex } from "./summary-index.ts";

const SETTINGS = z.strictObject({
  /** Off: no index at all, and nothing is harvested. */
  enabled: flag().default(true),
  /** Off: what is in the index is found, and nothing is added. */
  harvest: flag().default(true),
  /** Records that the index holds at most. */
  most: z.coerce.number().int().min(1_000).max(10_000_000).default(1_000_000),
  /** From the start of the hub to the first harvest. */
  startAfter: duration().default(5_000),
  /** How often a kind of a node is asked for what changed. */
  every: duration().default(6 * 3_600_000),
  /** How often it is read through as a whole, which shows what is gone. */
  wholeEvery: duration().default(24 * 3_600_000),
  /** After a batch, for every call that an upstream had to answer. */
  pause: duration().default(1_000),
  /** Of a source's daily quota, the share up to which it is harvested: the rest is for those who ask. */
  quotaShare: z.coerce.number().min(0).max(1).default(0.5),
});

type SummarySettings = z.output<typeof SETTINGS>;

/** The index of summaries: HUB_DATA_DIR/discovery, HUB_SUMMARIES_… */
export const summaryStore = defineStore<SummaryIndex, typeof SETTINGS>({
  section: "summaries",
  settings: SETTINGS,
  open: (runtime, settings) => {
    if (!settings.enabled) return null;
    const { index, writer, close } = createSummaryStore(runtime.dataDir, runtime.timer);
    let harvester: Harvester | null = null;
    let keepWatch: KeepWatch | null = null;
    let directory: NodeDirectory | null = null;
    return {
      store: index,
      start: (others) => {
        directory = others.directory;
        keepWatch = new KeepWatch({ writer, directory, timer: runtime.timer, logger: runtime.logger });
        keepWatch.start();
        if (settings.harvest) harvester = startHarvester(writer, others, runtime, settings);
      },
      tasks: () => (harvester === null ? {} : { "index-rebuild": () => harvester?.rebuild() ?? Promise.resolve() }),
      status: async () => ({
        kinds: indexStatus(directory?.list() ?? [], await index.coverage(), harvester?.standings ?? null),
      }),
      close: async () => {
        keepWatch?.stop();
        await harvester?.stop();
        await close();
      },
    };
  },
});

function startHarvester(
  writer: SummaryStore["writer"],
  others: StandingOthers,
  { timer, logger, takeDowns }: StoreRuntime,
  { most, pause, quotaShare, ...times }: SummarySettings,
): Harvester {
  const harvester = new Harvester({
    ...{ writer, others, timer, logger, takeDowns, most, times },
    manners: { pause, quotaShare },
  });
  harvester.start();
  return harvester;
}
