import { atLeast, atMost, NO_PROMISE } from "#tests/bench/bench.ts";
import { answerJson, answerStatus } from "#tests/support/upstream-faults.ts";
import { startLongDemand } from "./long-demand.ts";
import type { Requirement } from "./requirement.ts";

const MINUTES = 30;
/** 30 s ± 20 %, doubling up to 10 min ± 20 %. */
const SHORTEST_OPEN_MS = 24_000;
/** 0.5 + 1 + 2 + 4 + 8 + 10 min, a fifth shorter each. */
const MOST_PROBES = 8;
/** Calls this close together belong to one look at the portal: a probe and its retry. */
const ONE_LOOK_MS = 6_000;

export const requirement: Requirement = {
  number: 12,
  promise: "a portal that always fails: attempts ≤ 1.1× demand, then one probe per open period",
  measure: async () => {
    await using portal = await startLongDemand(answerStatus(502));
    await portal.demand(MINUTES * 60);
    const { arrivals } = portal;
    const quietFrom = arrivals.findIndex(
      (at, index) => (arrivals[index + 1] ?? Number.POSITIVE_INFINITY) - at > ONE_LOOK_MS,
    );
    const before = arrivals.slice(0, quietFrom + 1);
    const probes = arrivals.slice(quietFrom + 1);
    const demandBefore = Math.floor((before.at(-1) ?? 0) / 1_000) + 1;
    const gaps = [before.at(-1) ?? 0, ...probes].flatMap((at, index, all) =>
      index === 0 ? [] : [at - (all[index - 1] ?? 0)],
    );
    return [
      {
        what: `calls of ${MINUTES * 60} questions in ${MINUTES} min`,
        unit: "",
        promised: atMost(11 + MOST_PROBES),
        measured: arrivals.length,
      },
      {
        what: "attempts beyond 1.1 × demand until it is left alone (a quiet source has one retry at hand)",
        unit: "",
        promised: atMost(1),
        measured: before.length - 1.1 * demandBefore,
      },
      {
        what: "attempts : demand of a portal that fails every third time",
        unit: "×",
        promised: atMost(1.1),
        measured: await attemptsPerDemand(),
      },
      {
        what: `of these probes, one per open period`,
        unit: "",
        promised: atMost(MOST_PROBES),
        measured: probes.length,
      },
      {
        what: "shortest time between two of them",
        unit: "s",
        promised: atLeast(SHORTEST_OPEN_MS / 1_000),
        measured: Math.min(...gaps) / 1_000,
      },
      {
        what: "longest time between two of them",
        unit: "s",
        promised: NO_PROMISE,
        measured: Math.max(...gaps) / 1_000,
      },
    ];
  },
};

/** Never so bad that it is left alone. */
async function attemptsPerDemand(): Promise<number> {
  let count = 0;
  await using portal = await startLongDemand((request, response) => {
    count += 1;
    return (count % 3 === 0 ? answerStatus(502) : answerJson({}))(request, response);
  });
  const demand = 600;
  await portal.demand(demand);
  return portal.arrivals.length / demand;
}
