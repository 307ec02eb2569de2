import type { Timer } from "#adapters/runtime/timer.ts";

/** How much of a node may be under way. */
export interface BulkheadLimits {
  /** Questions being answered at once. */
  readonly concurrency: number;
  /** Questions waiting for a place; what comes beyond is turned away at once. */
  readonly queue: number;
}

export interface BulkheadStanding extends BulkheadLimits {
  readonly active: number;
  readonly waiting: number;
}

/** "busy": no place even to wait; "late": the time was up, or the asker had left, before there was a place. */
export type Entrance = "entered" | "busy" | "late";

export interface Visitor {
  /** Epoch milliseconds; nobody waits longer. */
  readonly until: number;
  readonly signal: AbortSignal;
}

interface Waiting {
  end(entrance: Entrance): void;
}

/** Keeps the questions to one node apart from those to all others: first come, first served, both ends bounded. */
export class Bulkhead {
  readonly #limits: BulkheadLimits;
  readonly #timer: Timer;
  readonly #tell: (standing: BulkheadStanding) => void;
  readonly #line = new Set<Waiting>();
  #active = 0;

  constructor(limits: BulkheadLimits, timer: Timer, tell: (standing: BulkheadStanding) => void = () => {}) {
    this.#limits = limits;
    this.#timer = timer;
    this.#tell = tell;
  }

  get standing(): BulkheadStanding {
    return { ...this.#limits, active: this.#active, waiting: this.#line.size };
  }

  /** Whoever has entered must leave. */
  enter(visitor: Visitor): Entrance | Promise<Entrance> {
    if (this.#active < this.#limits.concurrency) return this.#seat();
    if (visitor.signal.aborted || visitor.until <= this.#timer.now()) return "late";
    return this.#line.size >= this.#limits.queue ? "busy" : this.#wait(visitor);
  }

  leave(): void {
    this.#active -= 1;
    const [next] = this.#line;
    if (next === undefined) this.#tell(this.standing);
    else next.end(this.#seat());
  }

  #seat(): "entered" {
    this.#active += 1;
    this.#tell(this.standing);
    return "entered";
  }

  #wait({ until, signal }: Visitor): Promise<Entrance> {
    return new Promise((resolve) => {
      const giveUp = () => waiting.end("late");
      const waiting: Waiting = {
        end: (entrance) => {
          this.#line.delete(waiting);
          cancelTimer();
          signal.removeEventListener("abort", giveUp);
          this.#tell(this.standing);
          resolve(entrance);
        },
      };
      const cancelTimer = this.#timer.after(until - this.#timer.now(), giveUp);
      signal.addEventListener("abort", giveUp);
      this.#line.add(waiting);
      this.#tell(this.standing);
    });
  }
}
