import { setTimeout } from "node:timers/promises";
import { atMost, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { worstExcess } from "#tests/bench/load.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

const RATE = 5;
const BURST = 3;
const MANNERS = {
  HUB_SICHUAN_PORTAL_POLITENESS_REQUESTS_PER_SECOND: String(RATE),
  HUB_SICHUAN_PORTAL_POLITENESS_BURST: String(BURST),
  HUB_SICHUAN_PORTAL_POLITENESS_CONCURRENCY: "4",
} as const;
const FOR_MS = 8_000;
const EVERY_MS = 50;
/** Two calls that left in time may arrive closer together; half a call's worth, so that one too many still shows. */
const SLACK_MS = 500 / RATE;
const { query, variables } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 10,
  promise: "under any load the portal sees at most burst + rate × window, also from several gateway processes",
  measure: async (house) => [...(await press(house, 1)), ...(await press(house, 2))],
};

async function press(house: House, processes: number): Promise<readonly Figure[]> {
  await using folder = await temporaryFolder();
  await using hubs = new AsyncDisposableStack();
  const started: HubProcess[] = [];
  for (let count = 0; count < processes; count++) started.push(hubs.use(await house.hub(MANNERS, folder.path)));
  const { front } = house.portals.of("sichuan-portal").proxy;
  front.forget();
  const startedAt = performance.now();
  const asked: Promise<unknown>[] = [];
  for (let passed = 0; passed < FOR_MS; passed += EVERY_MS) {
    for (const [index, hub] of started.entries()) {
      const turn = 1 + processes * 1_000_000 + passed * 10 + index;
      asked.push(hub.ask(query, variables(turn), { "hub-deadline-ms": "3000" }));
    }
    await setTimeout(EVERY_MS);
  }
  await Promise.all(asked);
  const lastedMs = performance.now() - startedAt;
  const arrivals = front.requests.map(({ receivedAt }) => receivedAt);
  const what = processes === 1 ? "one process" : `${processes} processes on one data folder`;
  return [
    {
      what: `${what}: calls of ${asked.length} questions in ${FOR_MS / 1_000} s`,
      unit: "",
      promised: NO_PROMISE,
      measured: arrivals.length,
    },
    {
      what: `${what}: share of the allowed pace that was of use`,
      unit: "×",
      promised: NO_PROMISE,
      measured: arrivals.length / (BURST + (RATE * lastedMs) / 1_000),
    },
    {
      what: `${what}: arrivals beyond ${BURST} + ${RATE}/s × window, worst window`,
      unit: "",
      promised: atMost(0),
      measured: worstExcess(arrivals, { rate: RATE, burst: BURST, slackMs: SLACK_MS }),
    },
  ];
}
