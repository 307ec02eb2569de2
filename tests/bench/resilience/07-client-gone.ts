import { setTimeout } from "node:timers/promises";
import { atMost, exactly } from "#tests/bench/bench.ts";
import { inTurn } from "#tests/bench/measure.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { hang } from "#tests/support/proxy-faults.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import type { Requirement } from "./requirement.ts";

const ROUNDS = 10;
const { query, variables } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 7,
  promise: "client gone: the upstream socket is closed within 100 ms of the last waiter's leaving",
  measure: async (house) => {
    await using hub = await house.hub();
    const { proxy } = house.portals.of("sichuan-portal");
    proxy.obey(scripted({ fault: hang }));
    const rounds = await inTurn(
      Array.from({ length: ROUNDS }, (_, index) => index + 1),
      async (turn) => {
        const [first, last] = [new AbortController(), new AbortController()];
        proxy.front.forget();
        leaveWith(hub, turn, first.signal);
        await proxy.front.received(1);
        leaveWith(hub, turn, last.signal);
        await setTimeout(50);
        first.abort();
        await setTimeout(150);
        const keptOpen = proxy.front.openSockets;
        const leftAt = performance.now();
        last.abort();
        await proxy.front.quiet();
        return { keptOpen, closedMs: performance.now() - leftAt };
      },
    );
    const kept = rounds.filter(({ keptOpen }) => keptOpen === 1).length;
    return [
      { what: "the first of two left: kept open for the other", unit: "", promised: exactly(ROUNDS), measured: kept },
      {
        what: "the last left: closed after, latest",
        unit: "ms",
        promised: atMost(100),
        measured: Math.max(...rounds.map(({ closedMs }) => closedMs)),
      },
    ];
  },
};

/** Two clients with the same question share one upstream call. */
function leaveWith(hub: HubProcess, turn: number, signal: AbortSignal): void {
  fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: variables(turn) }),
    signal,
  }).catch(() => null);
}
