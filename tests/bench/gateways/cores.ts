import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** One for what is measured, one for load, subgraphs and the bench itself, both for what has threads of its own. */
export type Core = "measured" | "load" | "both";

const CORES: Readonly<Record<Core, string>> = { measured: "0", load: "1", both: "0,1" };

/** Binds processes to a core; Linux has it. */
const TASKSET = "taskset";

const isPinned = process.platform === "linux" && availableParallelism() > 1;

/** The command that runs this on its core. */
export function onCore(core: Core, command: readonly string[]): readonly string[] {
  return isPinned ? [TASKSET, "-c", CORES[core], ...command] : command;
}

/** The bench itself leaves the measured core alone. */
export function leaveMeasuredCore(): void {
  if (isPinned) execFileSync(TASKSET, ["-a", "-p", "-c", CORES.load, String(process.pid)], { stdio: "ignore" });
}
