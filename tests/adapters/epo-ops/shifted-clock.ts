import type { Timer } from "#adapters/runtime/timer.ts";

/** The machine's clock, which a test may move forward; alarms keep to the machine's time. */
export class ShiftedClock implements Timer {
  #shiftMs = 0;

  readonly now = (): number => Date.now() + this.#shiftMs;

  readonly after = (delayMs: number, wake: () => void): (() => void) => {
    const timer = setTimeout(wake, delayMs);
    return () => clearTimeout(timer);
  };

  shift(durationMs: number): void {
    this.#shiftMs += durationMs;
  }
}
