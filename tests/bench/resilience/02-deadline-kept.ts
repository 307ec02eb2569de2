import { hang } from "#tests/support/proxy-faults.ts";
import { askHanging } from "./ask-hanging.ts";
import type { Requirement } from "./requirement.ts";

export const requirement: Requirement = {
  number: 2,
  promise: "queries that touch what hangs: partial answer within the deadline + 50 ms, NODE_TIMEOUT, node, path",
  measure: (house) => askHanging(house, hang),
};
