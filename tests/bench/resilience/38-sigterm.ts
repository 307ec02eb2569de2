import { setTimeout } from "node:timers/promises";
import { Client } from "undici";
import { atMost, exactly, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { measureCalmly, until } from "#tests/bench/load.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { latency } from "#tests/support/proxy-faults.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

const IN_FLIGHT = 40;
const LOAD = 8;
const { query, variables, source } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 38,
  promise: "SIGTERM under load: ready = 503 at once, requests in flight finish, no reset, exit 0",
  measure: (house) => measureCalmly("stop", () => stopUnderLoad(house)),
};

async function stopUnderLoad(house: House): Promise<readonly Figure[]> {
  await house.tidy();
  await using hub = await house.hub();
  const { proxy } = house.portals.of(source);
  await hub.ask(query, variables(1));
  proxy.front.forget();
  proxy.obey(scripted({ fault: latency(1_500) }));
  const probe = await openProbe(hub.url);
  const load = keepAsking(hub);
  const held = Array.from({ length: IN_FLIGHT }, (_, index) =>
    hub.ask(query, variables(2 + index)).then(
      ({ status, errors }) => status === 200 && errors.length === 0,
      () => false,
    ),
  );
  await until(() => proxy.front.requests.length === IN_FLIGHT, 5_000);
  const stoppedAt = performance.now();
  const stopping = hub.stop();
  const notReadyMs = (await until(async () => (await probe.status()) === 503, 2_000))
    ? performance.now() - stoppedAt
    : null;
  const finished = (await Promise.all(held)).filter(Boolean).length;
  const { code } = await stopping;
  await probe.close();
  return [
    { what: "ready says 503 after", unit: "ms", promised: atMost(100), measured: notReadyMs },
    {
      what: `of ${IN_FLIGHT} requests in flight, finished whole`,
      unit: "",
      promised: exactly(IN_FLIGHT),
      measured: finished,
    },
    ...(await load.end()),
    { what: "exit code", unit: "", promised: exactly(0), measured: code },
  ];
}

/** A monitor's connection that is open already: a hub that stops takes no new ones. */
async function openProbe(url: string) {
  const client = new Client(url);
  const status = async () => {
    const response = await client.request({ path: "/health/ready", method: "GET" }).catch(() => null);
    await response?.body.dump();
    return response?.statusCode ?? null;
  };
  await status();
  return { status, close: () => client.destroy() };
}

/** Clients that keep asking until nobody takes their connections any more. */
function keepAsking(hub: HubProcess) {
  let answered = 0;
  const broken: string[] = [];
  const work = async () => {
    for (;;) {
      const end = await hub.ask("{ hubNodes { code } }").then(
        ({ status }) => {
          answered += 1;
          return status !== 200;
        },
        (error: unknown) => {
          const code = codeOf(error);
          if (code !== "ECONNREFUSED") broken.push(code);
          return true;
        },
      );
      if (end) return;
      await setTimeout(5);
    }
  };
  const working = Promise.all(Array.from({ length: LOAD }, work));
  return {
    end: async (): Promise<readonly Figure[]> => {
      await working;
      if (broken.length > 0) process.stderr.write(`   ${broken.join(" ")}\n`);
      return [
        { what: "answers to others meanwhile", unit: "", promised: NO_PROMISE, measured: answered },
        {
          what: "connections reset or ended without an answer",
          unit: "",
          promised: exactly(0),
          measured: broken.length,
        },
      ];
    },
  };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(error);
}
