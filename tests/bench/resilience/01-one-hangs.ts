import { setTimeout } from "node:timers/promises";
import { atMost, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { gauge, measureCalmly, quantile, runMany, timed, until } from "#tests/bench/load.ts";
import { inTurn } from "#tests/bench/measure.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { hang } from "#tests/support/proxy-faults.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

const PAIRS = 7;
const IN_FLIGHT = 500;
const SAMPLES = 400;
/** Longer stalls mean that the hub is still at work on what came in. */
const CALM_MS = 8;
const LOOK_MS = 300;
const TAKEN_IN_WITHIN_MS = 6_000;
const QUERY = `query Stored($number: String!) { patent(number: $number) { title legalStatus { code } applicants { name } } }`;
const NUMBERS = ["CN202310123456.6", "CN202220765432.1", "CN201810555666.1", "CN202110444555.5", "CN202430234567.X"];
const { query, variables } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 1,
  promise: "one of five sources hangs with 500 requests in flight: p99 of the others ≤ 1.1× (or + 2 ms)",
  measure: (house) => measureCalmly("isolation", () => comparePairs(house)),
};

async function comparePairs(house: House): Promise<readonly Figure[]> {
  await house.tidy();
  await using hub = await house.hub();
  house.portals.of("sichuan-portal").proxy.obey(scripted({ fault: hang }));
  await p99Of(hub);
  const pairs = await inTurn(
    Array.from({ length: PAIRS }, (_, index) => index),
    async (pair) => {
      const calm = await p99Of(hub);
      await using _held = await holdRequests(hub, pair);
      const inFlight = await gauge(hub.url, "hub_http_requests_in_flight");
      return { calm, hanging: await p99Of(hub), inFlight };
    },
  );
  const beyond = pairs.map(({ calm, hanging }) => Math.max(0, hanging - Math.max(calm * 1.1, calm + 2)));
  return [
    {
      what: "p99 of other queries, nothing hangs",
      unit: "ms",
      promised: NO_PROMISE,
      measured: middle(pairs, "calm"),
    },
    { what: "p99 of other queries, 500 hang", unit: "ms", promised: NO_PROMISE, measured: middle(pairs, "hanging") },
    {
      what: `requests in flight meanwhile, of ${IN_FLIGHT} sent; the rest were told NODE_BUSY`,
      unit: "",
      promised: NO_PROMISE,
      measured: quantile(
        pairs.map(({ inFlight }) => inFlight),
        0.5,
      ),
    },
    {
      what: "p99 beyond 1.1× or + 2 ms, median of 7 pairs",
      unit: "ms",
      promised: atMost(0),
      measured: quantile(beyond, 0.5),
    },
  ];
}

function middle(pairs: readonly { readonly calm: number; readonly hanging: number }[], which: "calm" | "hanging") {
  return quantile(
    pairs.map((pair) => pair[which]),
    0.5,
  );
}

async function p99Of(hub: HubProcess): Promise<number> {
  const answers = await runMany(SAMPLES, 2, (index) =>
    timed(() => hub.ask(QUERY, { number: NUMBERS[index % NUMBERS.length] })),
  );
  if (answers.some(({ result }) => result.errors.length > 0)) throw new Error("a query that touches no portal failed");
  return quantile(
    answers.map(({ ms }) => ms),
    0.99,
  );
}

/** Parsing and planning 500 requests is work of its own; what is promised is the time after that, while they wait. */
async function hasTakenIn(hub: HubProcess): Promise<boolean> {
  await hub.tell({ kind: "stall" });
  await setTimeout(LOOK_MS);
  return (await hub.tell({ kind: "stall" })).longestMs < CALM_MS;
}

/** So many requests that hang, each a question of its own, until disposed of. */
async function holdRequests(hub: HubProcess, round: number): Promise<AsyncDisposable> {
  const leaving = new AbortController();
  const held = Array.from({ length: IN_FLIGHT }, (_, index) =>
    fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables: variables(1 + round * IN_FLIGHT + index) }),
      signal: leaving.signal,
    }).catch(() => null),
  );
  await until(() => hasTakenIn(hub), TAKEN_IN_WITHIN_MS);
  return {
    [Symbol.asyncDispose]: async () => {
      leaving.abort();
      await Promise.all(held);
      await setTimeout(300);
    },
  };
}
