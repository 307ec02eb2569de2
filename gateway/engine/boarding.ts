import type { Timer } from "#adapters/runtime/timer.ts";
import type { FetchStep } from "./compile-plan.ts";
import type { Rider } from "./late-riders.ts";

/** So long a look-up waits for the question with which it is to go: a subgraph that hangs keeps no other's answer away. */
const PATIENCE_MS = 200;

export interface BoardingParts {
  readonly timer: Timer;
  readonly riders: readonly Rider[];
  /** Begins a look-up. */
  readonly depart: (fetch: FetchStep) => Promise<void> | undefined;
}

/** Look-ups that wait for a sequence to come to their subgraph. */
export class Boarding {
  readonly #depart: BoardingParts["depart"];
  readonly #cancelTimer: () => void;
  readonly #underWay: Promise<unknown>[] = [];
  #waiting: readonly Rider[];

  constructor({ timer, riders, depart }: BoardingParts) {
    this.#depart = depart;
    this.#waiting = riders;
    this.#cancelTimer = timer.after(PATIENCE_MS, () => this.#leave(this.#waiting));
  }

  /** The sequence is about to take that step. */
  reached(place: number): void {
    if (this.#waiting.length > 0) this.#leave(this.#waiting.filter((rider) => rider.place === place));
  }

  /** None waits any more; when all that went have their answers. */
  async ended(): Promise<void> {
    this.#cancelTimer();
    this.#waiting = [];
    await Promise.all(this.#underWay);
  }

  #leave(riders: readonly Rider[]): void {
    this.#waiting = this.#waiting.filter((rider) => !riders.includes(rider));
    if (this.#waiting.length === 0) this.#cancelTimer();
    for (const { fetch } of riders) {
      // What fails at once is heard of in the end.
      const going = Promise.try(() => this.#depart(fetch));
      going.catch(() => {});
      this.#underWay.push(going);
    }
  }
}
