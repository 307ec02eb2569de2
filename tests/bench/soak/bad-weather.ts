import { setTimeout } from "node:timers/promises";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import { type Odds, randomly } from "#tests/support/fault-proxy.ts";
import * as faults from "#tests/support/proxy-faults.ts";
import type { Portal } from "#tests/support/start-portals.ts";

/** About one call in eight. */
const DRIZZLE: readonly Odds[] = [
  { fault: faults.latency(300), probability: 0.03 },
  { fault: faults.reset, probability: 0.015 },
  { fault: faults.cut, probability: 0.015 },
  { fault: faults.hang, probability: 0.005 },
  { fault: faults.hangInBody, probability: 0.005 },
  { fault: faults.drip(1_000), probability: 0.005 },
  { fault: faults.lengthTooLong, probability: 0.005 },
  { fault: faults.lengthTooShort, probability: 0.005 },
  { fault: faults.status(500), probability: 0.01 },
  { fault: faults.status(502), probability: 0.01 },
  { fault: faults.loginPage, probability: 0.005 },
  { fault: faults.maintenancePage, probability: 0.005 },
  { fault: faults.gbkRubbish, probability: 0.005 },
  { fault: faults.gzipBomb, probability: 0.002 },
  { fault: faults.retryAfterSeconds(429, 1), probability: 0.002 },
  { fault: faults.retryAfterDate(503, 1), probability: 0.002 },
];

const STORMS: readonly (readonly Odds[])[] = [
  [{ fault: faults.hang, probability: 1 }],
  [{ fault: faults.reset, probability: 1 }],
  [{ fault: faults.loginPage, probability: 1 }],
  [{ fault: faults.status(500), probability: 0.6 }],
  [{ fault: faults.latency(1_500), probability: 0.9 }],
];
const STORM_EVERY_MS = 25_000;
const STORM_LASTS_MS = 8_000;

/** Faults by chance at every portal, and now and then one portal that is bad altogether or away; until the signal. */
export async function makeBadWeather(portals: readonly Portal[], seed: number, signal: AbortSignal): Promise<void> {
  const random = createRandom(seed, "storms");
  const calm = (portal: Portal) => portal.proxy.obey(randomly(random.int(0, 2 ** 31), DRIZZLE));
  for (const portal of portals) calm(portal);
  while (!signal.aborted) {
    await pass(STORM_EVERY_MS, signal);
    const portal = random.pick(portals);
    const isAway = random.chance(0.25);
    if (isAway) await portal.proxy.front.stopListening();
    else portal.proxy.obey(randomly(random.int(0, 2 ** 31), random.pick(STORMS)));
    await pass(STORM_LASTS_MS, signal);
    if (isAway) await portal.proxy.front.listenAgain();
    calm(portal);
  }
  for (const { proxy } of portals) proxy.heal();
}

async function pass(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, null, { signal }).catch(() => null);
}
