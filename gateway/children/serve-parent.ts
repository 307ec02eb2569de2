import { stepBack } from "./step-back.ts";

/** What a child process does from its first line on: it steps back behind what is being served, and lives as long as its parent. */
export function serveParent<Question>(niceness: number, answer: (question: Question) => void): void {
  stepBack(niceness);
  process.on("message", answer);
  process.on("disconnect", () => process.exit(0));
  // Terminals and service managers tell all processes at once: the parent ends in its own time, and this one with it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
}

/** To the parent; nobody hears it who has ended meanwhile. */
export function tellParent<Answer extends object>(answer: Answer): void {
  process.send?.(answer, undefined, undefined, () => {});
}
