import { expect, test, vi } from "vitest";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createSummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import type { Coverage } from "#subgraphs/discovery/summaries/summary-index.ts";
import { ADMIN_ENV, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const FAST = { HUB_SUMMARIES_HARVEST: "on", HUB_SUMMARIES_START_AFTER: "0", HUB_SUMMARIES_PAUSE: "0" };

test("a hub reads through what its nodes allow to be harvested, and nothing private; its operator has it read anew", {
  timeout: 90_000,
}, async () => {
  await using folder = await temporaryFolder();
  await using hub = await startTestHub({ dataDir: folder.path, env: { ...FAST, ...ADMIN_ENV } });
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
    expect(await rebuilt(hub.url, kinds.length)).toBe(coverage.reduce((sum, { count }) => sum + count, 0));
    const { data } = await hub.ask<{ readonly hubNodes: readonly ToldNode[] }>(
      "{ hubNodes { provides { kind indexed { count isComplete lastHarvestAt } } } }",
    );
    const indexed = data?.hubNodes.flatMap(({ provides }) => provides.filter((one) => one.indexed !== null)) ?? [];
    expect(indexed.map(({ kind }) => kind).toSorted()).toEqual(kinds.map(({ kind }) => kind).toSorted());
    expect(indexed.every((one) => one.indexed?.isComplete)).toBe(true);
  } finally {
    await reader.close();
  }
});

interface ToldNode {
  readonly provides: readonly {
    readonly kind: string;
    readonly indexed: { readonly count: number; readonly isComplete: boolean } | null;
  }[];
}

/** Has the index made anew from the command line; the records that it said to have in the end. */
async function rebuilt(url: string, kinds: number): Promise<number> {
  const { code, out, err } = await runCli({ HUB_URL: url, HUB_ADMIN_TOKEN: OPERATOR_TOKEN }, "index", "rebuild");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [, records = ""] = new RegExp(`${kinds}/${kinds}, 记录 records (\\d+)`).exec(out) ?? [];
  return Number(records);
}

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
