import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { scripted } from "#tests/support/fault-proxy.ts";
import { latency } from "#tests/support/proxy-faults.ts";
import { type Portals, startPortals } from "#tests/support/start-portals.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const PATENTS = 300;
const SLOW_MS = 800;
const SHORT_MS = 400;

const SEARCH = /* GraphQL */ `query ($query: String!, $after: String, $deadlineMs: Int) {
  search(query: $query, kinds: [PATENT, LISTING], after: $after, deadlineMs: $deadlineMs) {
    edges { foundBy { hubNode { code } } node { id ... on Listing { title } ... on PatentRecord { title } } }
    perNode { hubNode { code } outcome tookMs }
    pageInfo { endCursor }
    resumed
  }
}`;

interface Page {
  readonly edges: readonly {
    readonly foundBy: readonly { readonly hubNode: { readonly code: string } }[];
    readonly node: { readonly id: string; readonly title?: string | null };
  }[];
  readonly perNode: readonly {
    readonly hubNode: { readonly code: string };
    readonly outcome: string;
    readonly tookMs: number | null;
  }[];
  readonly pageInfo: { readonly endCursor: string };
  readonly resumed: boolean;
}

let portals: Portals;
let hub: TestHub;
beforeAll(async () => {
  portals = await startPortals({ patents: PATENTS });
  hub = await startTestHub({ patents: PATENTS, env: portals.env });
  await search({ query: "装置", deadlineMs: 10_000 });
});
afterAll(async () => {
  await hub?.stop();
  await portals?.[Symbol.asyncDispose]();
});

async function search(variables: Readonly<Record<string, unknown>>): Promise<Page> {
  const { data, errors } = await hub.ask(SEARCH, variables);
  expect(errors).toEqual([]);
  return (data as { readonly search: Page }).search;
}

function outcomeOf({ perNode }: Page, node: string): string | undefined {
  return perNode.find(({ hubNode }) => hubNode.code === node)?.outcome;
}

test("what a slow portal finds after the deadline comes on the next page, for the one call that it was asked", async () => {
  const { proxy } = portals.of("sichuan-portal");
  proxy.obey(scripted({ fault: latency(SLOW_MS) }));
  proxy.front.forget();
  const first = await search({ query: "光学胶", deadlineMs: SHORT_MS });
  expect(outcomeOf(first, "sichuan")).toBe("LATE");
  expect(outcomeOf(first, "national")).toBe("OK");
  const shown = new Set(first.edges.map(({ node }) => node.id));
  const next = await search({ query: "光学胶", after: first.pageInfo.endCursor, deadlineMs: 5_000 });
  expect(next.resumed).toBe(false);
  const late = next.edges.filter(({ foundBy }) => foundBy.some(({ hubNode }) => hubNode.code === "sichuan"));
  expect(late.length).toBeGreaterThan(0);
  expect(late.every(({ node }) => typeof node.title === "string" && !shown.has(node.id))).toBe(true);
  // Offers and copies: one question each, and none for the fields of what they found.
  expect(proxy.front.requests).toHaveLength(2);
  proxy.heal();
});
