import { setImmediate } from "node:timers/promises";
import type { Timer } from "#adapters/runtime/timer.ts";

/** Waits, or until it is stopped: then it throws the signal's reason. At least other work gets its turn. */
export async function pauseFor(timer: Timer, delayMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (delayMs <= 0) {
    await setImmediate();
    return;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timer.after(delayMs, resolve);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  cancel();
  signal.throwIfAborted();
}
