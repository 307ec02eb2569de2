import { atLeast, exactly, NO_PROMISE } from "#tests/bench/bench.ts";
import { quantile } from "#tests/bench/load.ts";
import { askGenerated } from "./ask-generated.ts";
import type { Requirement } from "./requirement.ts";

const OPERATIONS = 300;

export const requirement: Requirement = {
  number: 27,
  promise: "static cost ≥ actual cost",
  measure: async (house) => {
    await using hub = await house.hub({ HUB_LOG_LEVEL: "silent" });
    const asked = await askGenerated(house, hub, OPERATIONS);
    const ratios = asked.filter(({ actual }) => actual > 0).map((cost) => cost.static / cost.actual);
    return [
      { what: "operations reckoned and run", unit: "", promised: atLeast(OPERATIONS / 2), measured: asked.length },
      {
        what: "of them answered with INTERNAL",
        unit: "",
        promised: exactly(0),
        measured: asked.filter(({ internal }) => internal > 0).length,
      },
      {
        what: "static − actual cost, least",
        unit: "",
        promised: atLeast(0),
        measured: Math.min(...asked.map((cost) => cost.static - cost.actual)),
      },
      { what: "static : actual cost, median", unit: "×", promised: NO_PROMISE, measured: quantile(ratios, 0.5) },
    ];
  },
};
