import type { Clock } from "./source.ts";

/** Time that passes: the clock, and being woken up later. Tests move it by hand. */
export interface Timer extends Clock {
  /** Runs `wake` once after that many milliseconds; the function returned cancels it. */
  after(delayMs: number, wake: () => void): () => void;
}

/** setTimeout takes longer delays for none at all. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The real time. Whoever asks to be woken cancels it when done, so that the process can end. */
export const SYSTEM_TIMER: Timer = {
  now: () => Date.now(),
  after: (delayMs, wake) => {
    const handle = setTimeout(wake, Math.min(delayMs, MAX_DELAY_MS));
    return () => clearTimeout(handle);
  },
};
