import { expect, vi } from "vitest";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createSummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import type { TestHub } from "./start-test-hub.ts";

/** Settings of a hub that fills its index of summaries as soon as it listens. */
export const HARVESTS_AT_ONCE: Readonly<Record<string, string>> = {
  HUB_SUMMARIES_HARVEST: "on",
  HUB_SUMMARIES_START_AFTER: "0",
  HUB_SUMMARIES_PAUSE: "0",
};

/** Waits until every kind that may be harvested is in the index whole. */
export async function harvested({ hub }: TestHub, dataDir: string): Promise<void> {
  const kinds = hub.nodes.flatMap((node) => node.kinds.filter(({ harvest }) => harvest));
  expect(kinds.length).toBeGreaterThan(0);
  const reader = createSummaryStore(dataDir, systemClock);
  try {
    await vi.waitFor(
      async () => {
        const whole = (await reader.index.coverage()).filter(({ isComplete }) => isComplete);
        expect(whole).toHaveLength(kinds.length);
      },
      { timeout: 60_000, interval: 100 },
    );
  } finally {
    await reader.close();
  }
}
