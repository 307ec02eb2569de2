import { inTurn } from "#tests/bench/measure.ts";
import { drip, hangInBody } from "#tests/support/proxy-faults.ts";
import { askHanging } from "./ask-hanging.ts";
import type { Requirement } from "./requirement.ts";

export const requirement: Requirement = {
  number: 3,
  promise: "the same for a hang in mid-body and a drip of 1 B/s",
  measure: async (house) => (await inTurn([hangInBody, drip(1_000)], (fault) => askHanging(house, fault))).flat(),
};
