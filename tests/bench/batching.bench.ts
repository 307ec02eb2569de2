import { readFileSync } from "node:fs";
import { type Journey, journeyNamed, readJourneys } from "#tests/journeys/read-journeys.ts";
import { startTestHub, type TestHub, type UpstreamCounts } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { atLeast, atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { inTurn } from "./measure.ts";

const PATENTS = 2_000;
const AT_ONCE = 1_000;
const OFFERS = 20;

interface Budget {
  readonly cold: UpstreamCounts;
  readonly again: UpstreamCounts;
}

const BUDGETS = JSON.parse(
  readFileSync(new URL("../journeys/upstream-budgets.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Budget>>;

/** How rarely the upstreams are asked: per journey cold and again, by a crowd, and how look-ups share requests. */
export const bench: Bench = {
  summary: "upstream calls per journey against their budgets, cold and again; a crowd; look-ups per request",
  run: async () => {
    await using folder = await temporaryFolder();
    const journeys = await inTurn(readJourneys("foundation"), (journey) => costOf(journey, folder.path));
    return [...journeys.flat(), ...(await crowd(folder.path)), ...(await lookUps(folder.path))];
  },
};

async function costOf({ name, query, variables, headers }: Journey, dataDir: string): Promise<readonly Figure[]> {
  await using hub = await startTestHub({ patents: PATENTS, dataDir });
  const coldMs = await timeOf(() => hub.ask(query, variables, headers));
  const cold = sumOf(await hub.counts());
  await hub.resetCounts();
  const againMs = await timeOf(() => hub.ask(query, variables, headers));
  const again = sumOf(await hub.counts());
  const budget = BUDGETS[name];
  return [
    { what: `${name}: upstream calls, cold`, unit: "", promised: atMost(sumOf(budget?.cold ?? {})), measured: cold },
    { what: `${name}: upstream calls, again`, unit: "", promised: atMost(sumOf(budget?.again ?? {})), measured: again },
    { what: `${name}: time cold : again`, unit: "×", promised: NO_PROMISE, measured: coldMs / againMs },
  ];
}

/** Identical questions at once: what each upstream operation sees of them. */
async function crowd(dataDir: string): Promise<readonly Figure[]> {
  await using hub = await startTestHub({ patents: PATENTS, dataDir });
  const query =
    "{ agencies(first: 1) { nodes { code } } experts(first: 1) { nodes { id } } services(first: 1) { nodes { id } } }";
  await Promise.all(Array.from({ length: AT_ONCE }, () => hub.ask(query)));
  const calls = Object.values(await hub.counts()).flatMap((operations) => Object.values(operations));
  const what = `${AT_ONCE} identical queries at once: most calls of one upstream operation`;
  return [
    { what, unit: "", promised: exactly(1), measured: Math.max(...calls) },
    {
      what: "questions of the crowd : upstream calls",
      unit: "×",
      promised: atLeast(AT_ONCE / 2),
      measured: (AT_ONCE * calls.length) / sum(calls),
    },
  ];
}

/** The patents of a platform's offers: look-ups that share one request to their owner. */
async function lookUps(dataDir: string): Promise<readonly Figure[]> {
  await using hub = await startTestHub({ patents: PATENTS, dataDir });
  const { query, variables } = journeyNamed("foundation", "one-platform");
  await hub.ask(query, variables);
  const requests = await hub.nodeRequests("national");
  const lookedUp = await entitiesOf(hub, "national");
  return [
    {
      what: `patents of ${OFFERS} offers: requests to their owner`,
      unit: "",
      promised: exactly(1),
      measured: requests,
    },
    { what: "look-ups : requests", unit: "×", promised: atLeast(OFFERS * 0.75), measured: lookedUp / requests },
  ];
}

/** Entities that operations asked a node for, from wherever they then came. */
async function entitiesOf({ url }: TestHub, node: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const samples = [...metrics.matchAll(/^hub_entities_total\{([^}]*)\} (\d+)$/gm)];
  return sum(samples.flatMap(([, labels = "", count]) => (labels.includes(`node="${node}"`) ? [Number(count)] : [])));
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

function sumOf(counts: UpstreamCounts): number {
  return sum(Object.values(counts).flatMap((operations) => Object.values(operations)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
