import { setTimeout } from "node:timers/promises";
import { atLeast, type Figure } from "#tests/bench/bench.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { type ProxyFault, retryAfterDate, retryAfterSeconds } from "#tests/support/proxy-faults.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

const SECONDS = 7;
const EVERY_MS = 200;
const GIVE_UP_MS = 12_000;

export const requirement: Requirement = {
  number: 11,
  promise: "Retry-After 7: no call for 7 s, both formats, also over a restart",
  measure: async (house) => {
    await using hub = await house.hub();
    const both = await Promise.all([
      silence("in seconds", house, { hub, source: "sichuan-portal", fault: retryAfterSeconds(429, SECONDS) }),
      silence("as a date", house, { hub, source: "chongqing-kjy01", fault: retryAfterDate(503, SECONDS) }),
    ]);
    return [...both, await overRestart(house)];
  },
};

interface Silence {
  readonly hub: HubProcess;
  readonly source: string;
  readonly fault: ProxyFault;
}

/** How long a portal hears nothing after asking for a pause, though it is asked for all the time. */
async function silence(what: string, house: House, { hub, source, fault }: Silence): Promise<Figure> {
  const { front } = await askForPause(house, hub, { source, fault });
  await demand(hub, source, () => front.requests.length > 1);
  return toFigure(`Retry-After ${what}: silence`, front.requests);
}

async function overRestart(house: House): Promise<Figure> {
  await using folder = await temporaryFolder();
  const source = "cnipa-agencies";
  const before = await house.hub({}, folder.path);
  const { front } = await askForPause(house, before, { source, fault: retryAfterSeconds(429, SECONDS) });
  await before.stop();
  await using hub = await house.hub({}, folder.path);
  await demand(hub, source, () => front.requests.length > 1);
  return toFigure("Retry-After over a restart: silence", front.requests);
}

async function askForPause(house: House, hub: HubProcess, { source, fault }: Omit<Silence, "hub">) {
  const { proxy } = house.portals.of(source);
  const { query, variables } = questionOf(source);
  await hub.ask(query, variables(1));
  proxy.front.forget();
  proxy.obey(scripted({ fault }));
  await hub.ask(query, variables(2));
  proxy.heal();
  return proxy;
}

async function demand(hub: HubProcess, source: string, isOver: () => boolean): Promise<void> {
  const { query, variables } = questionOf(source);
  for (let turn = 3; !isOver() && turn * EVERY_MS < GIVE_UP_MS; turn++) {
    await hub.ask(query, variables(turn));
    await setTimeout(EVERY_MS);
  }
}

function toFigure(what: string, requests: readonly { readonly receivedAt: number }[]): Figure {
  const [asked, next] = requests.map(({ receivedAt }) => receivedAt);
  const measured = asked === undefined || next === undefined ? null : (next - asked) / 1_000;
  return { what, unit: "s", promised: atLeast(SECONDS), measured };
}
