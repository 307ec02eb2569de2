import type { Timer } from "#adapters/runtime/timer.ts";

interface Alarm {
  readonly dueAt: number;
  readonly wake: () => void;
}

/** Time that stands still until it is moved. */
export class ManualClock implements Timer {
  #now: number;
  readonly #alarms = new Set<Alarm>();
  /** Every delay that was ever asked for, in order. */
  readonly delays: number[] = [];

  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
  }

  readonly now = (): number => this.#now;

  readonly after = (delayMs: number, wake: () => void): (() => void) => {
    const alarm = { dueAt: this.#now + delayMs, wake };
    this.#alarms.add(alarm);
    this.delays.push(delayMs);
    return () => {
      this.#alarms.delete(alarm);
    };
  };

  /** Wake-ups that are still to come. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Moves time, running every wake-up at its own moment; promises settle in between. */
  async advance(durationMs: number): Promise<void> {
    const target = this.#now + durationMs;
    await settle();
    for (let alarm = this.#next(target); alarm !== undefined; alarm = this.#next(target)) {
      this.#alarms.delete(alarm);
      this.#now = Math.max(this.#now, alarm.dueAt);
      alarm.wake();
      await settle();
    }
    this.#now = target;
    await settle();
  }

  #next(target: number): Alarm | undefined {
    const due = [...this.#alarms].filter((alarm) => alarm.dueAt <= target);
    return due.reduce<Alarm | undefined>(
      (first, alarm) => (first && first.dueAt <= alarm.dueAt ? first : alarm),
      undefined,
    );
  }
}

/** Lets promises and pending input run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
