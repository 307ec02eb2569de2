import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/**
 * Whoever is being served goes first. On Linux every thread has a niceness of its own, and those that it starts later inherit it
 * (setpriority(2), "C library/kernel differences"); elsewhere it is the whole process's.
 */
export function stepBack(niceness: number): void {
  for (const thread of ownThreads()) {
    try {
      if (getPriority(thread) < niceness) setPriority(thread, niceness);
    } catch {
      // Where it is forbidden, and for a thread that has ended, things stay as they are.
    }
  }
}

/** By the ids that the kernel gives them; 0 is whoever asks. */
function ownThreads(): readonly number[] {
  try {
    return readdirSync("/proc/self/task").map(Number);
  } catch {
    return [0];
  }
}
