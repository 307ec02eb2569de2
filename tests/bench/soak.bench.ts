import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { runSoak } from "./soak/run-soak.ts";

/** Mixed load under random faults beside a fault-free twin: `-- soak --minutes 60`. */
export const bench: Bench = {
  summary:
    "mixed load with random faults beside a fault-free twin: no lost or wrong answer, memory, sockets (--minutes N)",
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { minutes: { type: "string", default: "10" } } });
    const minutes = Number(values.minutes);
    if (!(minutes > 0 && minutes <= 24 * 60)) throw new RangeError("--minutes wants a number of minutes, up to a day");
    return runSoak(minutes);
  },
};
