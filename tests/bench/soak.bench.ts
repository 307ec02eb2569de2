import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { runSoak } from "./soak/run-soak.ts";
import { readNumber } from "./wrong-use.ts";

/** Mixed load under random faults beside a fault-free twin: `-- soak --minutes 60`. */
export const bench: Bench = {
  summary:
    "mixed load with random faults beside a fault-free twin: no lost or wrong answer, memory, sockets (--minutes N)",
  usage: "[--minutes N]",
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { minutes: { type: "string", default: "10" } } });
    return runSoak(readNumber("--minutes", values.minutes, 24 * 60));
  },
};
