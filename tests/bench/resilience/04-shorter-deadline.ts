import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { startSubgraph } from "#gateway/cli/start-subgraph.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { atLeast, atMost, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { measureCalmly, timed } from "#tests/bench/load.ts";
import { inTurn } from "#tests/bench/measure.ts";
import { scripted, startFaultProxy } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { hang } from "#tests/support/proxy-faults.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

const DEADLINES_MS = [200, 500, 1_000, 2_000, 4_000];
const SIGNING_KEYS = "bench-2026:0123456789abcdef0123456789abcdef";
/** Asked at its own node. What is asked of all nodes comes earlier: discovery keeps time to fetch what the others have. */
const direct = questionOf("epo-ops");
const remote = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 4,
  promise: "a client's shorter deadline is honoured ± 50 ms, and decreases from hop to hop",
  measure: async (house) => [...(await measureCalmly("deadline", () => honoured(house))), ...(await handedOn(house))],
};

async function honoured(house: House): Promise<readonly Figure[]> {
  await house.tidy();
  await using hub = await house.hub();
  await hub.ask(direct.query, direct.variables(0));
  house.portals.of(direct.source).proxy.obey(scripted({ fault: hang }));
  const off = await Promise.all(
    DEADLINES_MS.map(async (deadlineMs, index) => {
      const headers = { "hub-deadline-ms": String(deadlineMs) };
      const { ms } = await timed(() => hub.ask(direct.query, direct.variables(1 + index), headers));
      return Math.abs(ms - deadlineMs);
    }),
  );
  return [
    {
      what: "answer off the client's deadline, worst of 200 ms … 4 s",
      unit: "ms",
      promised: atMost(50),
      measured: Math.max(...off),
    },
  ];
}

/** The node in a server of its own, a proxy on the way to it that sees what is handed on. */
async function handedOn(house: House): Promise<readonly Figure[]> {
  const sichuan = (await discoverNodes()).find(({ code }) => code === "sichuan");
  if (sichuan === undefined) throw new Error("no node sichuan");
  await using folder = await temporaryFolder();
  const { portals } = house;
  const env = { ...portals.env, HUB_DATA_DIR: folder.path, HUB_LOG_LEVEL: "error", HUB_SIGNING_KEYS: SIGNING_KEYS };
  const subgraph = await startSubgraph(sichuan, readSettings({ env, file: null }), 0);
  const target = new URL(subgraph.url);
  await using hop = await startFaultProxy(target.origin);
  const hopUrl = `${hop.front.url}${target.pathname}`;
  await using hub = await house.hub({ HUB_NODE_SICHUAN_URL: hopUrl, HUB_SIGNING_KEYS: SIGNING_KEYS });
  try {
    const handed = await inTurn(DEADLINES_MS, async (deadlineMs) => {
      hop.front.forget();
      await hub.ask(remote.query, remote.variables(deadlineMs), { "hub-deadline-ms": String(deadlineMs) });
      return deadlineMs - Math.max(...hop.front.requests.map(({ headers }) => Number(headers["hub-deadline-ms"])));
    });
    return [
      {
        what: "taken off the deadline by the hop to a node, least",
        unit: "ms",
        promised: atLeast(1),
        measured: Math.min(...handed),
      },
      {
        what: "taken off the deadline by the hop to a node, most",
        unit: "ms",
        promised: NO_PROMISE,
        measured: Math.max(...handed),
      },
    ];
  } finally {
    await subgraph.stop();
  }
}
