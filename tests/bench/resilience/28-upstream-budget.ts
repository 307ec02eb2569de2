import { atMost, type Figure } from "#tests/bench/bench.ts";
import { inTurn } from "#tests/bench/measure.ts";
import { askGenerated } from "./ask-generated.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

const OPERATIONS = 100;

export const requirement: Requirement = {
  number: 28,
  promise: "upstream calls per operation ≤ budget, decided before the first",
  measure: async (house) => [
    await beyondBudget(house, "budget by cost", {}),
    ...(await inTurn([2, 5], (calls) =>
      beyondBudget(house, `budget of ${calls}`, { HUB_LIMITS_UPSTREAM_CALLS: String(calls) }),
    )),
  ],
};

async function beyondBudget(house: House, what: string, env: Readonly<Record<string, string>>): Promise<Figure> {
  await using hub = await house.hub({ HUB_LOG_LEVEL: "silent", ...env });
  const asked = await askGenerated(house, hub, OPERATIONS);
  const beyond = asked.map(({ upstreamCalls, upstreamCallsLimit }) => upstreamCalls - upstreamCallsLimit);
  return {
    what: `${what}: calls beyond it, most of ${asked.length} operations`,
    unit: "",
    promised: atMost(0),
    measured: Math.max(...beyond),
  };
}
