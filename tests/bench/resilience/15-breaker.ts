import { atMost, exactly } from "#tests/bench/bench.ts";
import { answerJson, answerStatus } from "#tests/support/upstream-faults.ts";
import { startLongDemand } from "./long-demand.ts";
import type { Requirement } from "./requirement.ts";

const OPEN_AT_MOST_S = 36;

export const requirement: Requirement = {
  number: 15,
  promise: "the breaker opens within 10 calls, and recovers one probe after repair",
  measure: async () => {
    await using portal = await startLongDemand(answerStatus(500));
    await portal.demand(20);
    const untilOpen = portal.arrivals.length;
    portal.upstream.answer(answerJson({}));
    const answeredMeanwhile = await portal.demand(OPEN_AT_MOST_S);
    const calls = portal.arrivals.length - untilOpen;
    const before = portal.arrivals.length;
    const answered = await portal.demand(20);
    return [
      { what: "calls until it opens", unit: "", promised: atMost(10), measured: untilOpen },
      { what: "calls that fail after the repair", unit: "", promised: exactly(0), measured: calls - answeredMeanwhile },
      { what: "of 20 questions after the probe, answered", unit: "", promised: exactly(20), measured: answered },
      { what: "their calls", unit: "", promised: exactly(20), measured: portal.arrivals.length - before },
    ];
  },
};
