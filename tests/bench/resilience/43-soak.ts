import { runSoak } from "#tests/bench/soak/run-soak.ts";
import type { Requirement } from "./requirement.ts";

/** Enough for a leak of sockets or timers to show; how memory goes over an hour is for `soak --minutes 60`. */
const MINUTES = 5;

export const requirement: Requirement = {
  number: 43,
  promise: "faults and load: RSS slope ≤ 1 MB / 10 min after warm-up, no leaked socket or timer",
  measure: () => runSoak(MINUTES),
};
