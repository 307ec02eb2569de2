import type { Timer } from "#adapters/runtime/timer.ts";

/** Something that must not take for ever. */
export interface Limited {
  late(): void;
}

export interface TimeLimitOptions {
  readonly timer: Timer;
  readonly afterMs: number;
}

/** One limit for many: they are over in the order in which they began, so that one alarm is enough for all. */
export class TimeLimit {
  readonly #options: TimeLimitOptions;
  /** When each is late, the first one first. */
  readonly #running = new Map<Limited, number>();
  #cancelAlarm: (() => void) | null = null;

  constructor(options: TimeLimitOptions) {
    this.#options = options;
  }

  enter(one: Limited): void {
    const { timer, afterMs } = this.#options;
    this.#running.set(one, timer.now() + afterMs);
    this.#cancelAlarm ??= timer.after(afterMs, () => this.#look());
  }

  leave(one: Limited): void {
    this.#running.delete(one);
  }

  /** The alarm stays set when all have left: whoever comes next needs one. */
  close(): void {
    this.#cancelAlarm?.();
    this.#cancelAlarm = null;
  }

  #look(): void {
    const { timer } = this.#options;
    this.#cancelAlarm = null;
    const now = timer.now();
    for (const [one, lateAt] of this.#running) {
      if (lateAt > now) {
        this.#cancelAlarm = timer.after(lateAt - now, () => this.#look());
        return;
      }
      this.#running.delete(one);
      one.late();
    }
  }
}
