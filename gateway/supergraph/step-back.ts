import { getPriority, setPriority } from "node:os";
import { isMainThread } from "node:worker_threads";

/** As of work that nobody waits for. */
const NICENESS = 10;

// Whoever is being served goes first: on Linux every thread has a niceness of its own (setpriority(2), "C library/kernel
// differences"); elsewhere it is the whole process's, and stays as it is.
if (process.platform === "linux" && !isMainThread) stepBack();

function stepBack(): void {
  try {
    if (getPriority() < NICENESS) setPriority(NICENESS);
  } catch {
    // Where it is forbidden, composing takes its share as before.
  }
}
