import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** One for what is measured, one for load, subgraphs and the bench itself, both for what has threads of its own. */
export type Core = "measured" | "load" | "both";

const CORES: Readonly<Record<Core, string>> = { measured: "0", load: "1", both: "0,1" };

/** Whether processes can be bound to a core: `taskset` is Linux's. */
const isPinned = process.platform === "linux" && availableParallelism() > 1;

/** The command that runs this on its core. */
export function onCore(core: Core, command: readonly string[]): readonly string[] {
  return isPinned ? ["taskset", "-c", CORES[core], ...command] : command;
}

/** The bench itself leaves the measured core alone. */
export function leaveMeasuredCore(): void {
  if (isPinned) execFileSync("taskset", ["-a", "-p", "-c", CORES.load, String(process.pid)], { stdio: "ignore" });
}
