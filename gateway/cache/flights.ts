import { setMaxListeners } from "node:events";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";

/** Why an execution was ended. */
type AbortReason = "deadline" | "client-gone";

export interface Departure<Result> {
  /** Equal for those who may have one result; undefined for what is nobody else's. */
  readonly key: string | undefined;
  /** Time that the execution may take, milliseconds. */
  readonly budgetMs: number;
  readonly run: (signal: AbortSignal) => Promise<Result>;
}

/** Passengers come aboard only where this part of the time that they bring is left: all of it should be theirs too. */
const BOARDING_SHARE = 0.5;

/** Executions under way. Those who ask the same meanwhile wait for one of them; it is ended when the last one has left. */
export class Flights<Result> {
  readonly #open = new Map<string, Flight<Result>>();
  readonly #timer: Timer;
  #shared = 0;

  constructor(timer: Timer = SYSTEM_TIMER) {
    this.#timer = timer;
  }

  /** How often somebody came aboard an execution that was under way. */
  get shared(): number {
    return this.#shared;
  }

  /** One place in an execution: the caller must leave it. */
  board(departure: Departure<Result>): Flight<Result> {
    const { key, budgetMs } = departure;
    const open = key === undefined ? undefined : this.#open.get(key);
    if (open?.isBoarding(budgetMs) === true) {
      this.#shared += 1;
      open.enter();
      return open;
    }
    const over = () => {
      if (key !== undefined && this.#open.get(key) === flight) this.#open.delete(key);
    };
    const flight = new Flight(departure, this.#timer, over);
    if (key !== undefined) this.#open.set(key, flight);
    flight.enter();
    return flight;
  }

  /** Whoever comes now starts anew; those under way get there. */
  close(): void {
    this.#open.clear();
  }
}

export class Flight<Result> {
  readonly #controller = new AbortController();
  readonly #endsAt: number;
  readonly #timer: Timer;
  #passengers = 0;
  #isOver = false;
  readonly result: Promise<Result>;

  constructor({ budgetMs, run }: Departure<Result>, timer: Timer, over: () => void) {
    this.#timer = timer;
    this.#endsAt = timer.now() + budgetMs;
    const cancelTimer = timer.after(budgetMs, () => this.#abort("deadline"));
    // Each question of an operation listens.
    setMaxListeners(0, this.#controller.signal);
    this.result = run(this.#controller.signal).finally(() => {
      cancelTimer();
      this.#isOver = true;
      over();
    });
    // Whoever waits hears of it; that nobody waits any more is no mistake.
    this.result.catch(() => {});
  }

  /** For one who brings that much time, milliseconds. */
  isBoarding(budgetMs: number): boolean {
    return !this.#controller.signal.aborted && this.#endsAt - this.#timer.now() > budgetMs * BOARDING_SHARE;
  }

  enter(): void {
    this.#passengers += 1;
  }

  /** The execution is ended when nobody is left; true then. */
  leave(): boolean {
    this.#passengers -= 1;
    if (this.#passengers > 0) return false;
    if (!this.#isOver) this.#abort("client-gone");
    return true;
  }

  #abort(reason: AbortReason): void {
    this.#controller.abort(new DOMException(reason, "AbortError"));
  }
}
