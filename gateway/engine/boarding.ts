import type { Timer } from "#adapters/runtime/timer.ts";

/** So long a look-up waits for the question with which it is to go: a subgraph that hangs keeps no other's answer away. */
const PATIENCE_MS = 200;

/** Look-ups of one plan that wait for another one to be asked, by the number of that one. */
export class Boarding {
  readonly #timer: Timer;
  readonly #gone = new Set<number>();
  readonly #waiting = new Map<number, (() => void)[]>();
  #cancelTimer: (() => void) | null = null;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /** When it is time to go; undefined where the other one has gone. */
  wait(host: number): Promise<void> | undefined {
    if (this.#gone.has(host)) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    const riders = this.#waiting.get(host);
    if (riders === undefined) this.#waiting.set(host, [resolve]);
    else riders.push(resolve);
    this.#cancelTimer ??= this.#timer.after(PATIENCE_MS, () => this.#letGo());
    return promise;
  }

  /** It is about to be asked: whatever waits for it goes in the same turn of the event loop. */
  depart(host: number): void {
    this.#gone.add(host);
    const riders = this.#waiting.get(host) ?? [];
    this.#waiting.delete(host);
    if (this.#waiting.size === 0) this.close();
    for (const go of riders) go();
  }

  /** Nobody's patience is minded any more. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #letGo(): void {
    this.#cancelTimer = null;
    const riders = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    for (const go of riders) go();
  }
}
