import { expect, test, vi } from "vitest";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createSummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import type { Coverage } from "#subgraphs/discovery/summaries/summary-index.ts";
import { startTestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const FAST = { HUB_SUMMARIES_HARVEST: "on", HUB_SUMMARIES_START_AFTER: "0", HUB_SUMMARIES_PAUSE: "0" };

test("a hub reads through what its nodes allow to be harvested, and nothing private", async () => {
  await using folder = await temporaryFolder();
  await using hub = await startTestHub({ dataDir: folder.path, env: FAST });
  const reader = createSummaryStore(folder.path, systemClock);
  try {
    const kinds = hub.hub.nodes.flatMap((node) => node.kinds.filter(({ harvest }) => harvest));
    const coverage = await vi.waitFor(
      async () => {
        const now = await reader.index.coverage();
        expect(now.filter(({ isComplete }) => isComplete)).toHaveLength(kinds.length);
        return now;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(coverage.map(({ kind }) => kind)).not.toContain("CASE");
    expect(await wrongTotals(coverage, hub)).toEqual([]);
    const found = await reader.index.byNumbers(["CN202310123456.6"], new AbortController().signal);
    expect(found.map(({ typeName }) => typeName)).toContain("SichuanListing");
  } finally {
    await reader.close();
  }
});

/** Kinds of which the index has another number of records than the node says that it has. */
async function wrongTotals(
  coverage: readonly Coverage[],
  { hub }: { readonly hub: Awaited<ReturnType<typeof startTestHub>>["hub"] },
) {
  const checked = await Promise.all(
    coverage.map(async ({ node, kind, count }) => {
      const scope = {
        signal: AbortSignal.timeout(10_000),
        deadline: Date.now() + 10_000,
        requestId: "count",
        language: "zh" as const,
        partition: "public",
      };
      const query = `{ hubNodeSearch(searches: [{ kind: ${kind}, first: 1, offset: 0 }]) { total } }`;
      const { data } = (await hub.nodes.find(({ code }) => code === node)?.service.execute({ query, scope })) ?? {};
      const [page] = (data?.["hubNodeSearch"] ?? []) as readonly { readonly total: number }[];
      return page?.total === count ? [] : [{ node, kind, count, total: page?.total }];
    }),
  );
  return checked.flat();
}
