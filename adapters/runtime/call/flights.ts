import type { Timer } from "#adapters/runtime/timer.ts";
import type { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { Departure } from "./departure.ts";
import type { Phase } from "./failures.ts";

/** One question on its way, shared by all who asked the same. */
export interface Flight {
  /** Comes when the last waiter has left. */
  readonly departure: Departure;
  /** The latest deadline of those who wait; epoch milliseconds. */
  deadline(): number;
  phase: Phase;
  /** Calls that left for the upstream and that no waiter has reported yet. */
  unreportedCalls: number;
  /** One call more, out of the budget of anyone who waits; the function returned takes it back. Null when nobody has one left. */
  pay(): (() => void) | null;
  /** Only the hub itself waits for it. */
  givesWay(): boolean;
}

export interface Waiter {
  readonly signal: AbortSignal;
  readonly deadline: number;
  /** Without one, calls are free. */
  readonly budget?: UpstreamBudget | undefined;
  /** The hub itself: clients go first. */
  readonly isRefresh?: boolean | undefined;
}

export interface Boarding {
  /** False for the waiter who started the flight. */
  readonly isShared: boolean;
  readonly flight: Flight;
  /** Settles for this waiter alone: with the flight, at its own deadline, or when it leaves. */
  readonly outcome: Promise<unknown>;
}

/** Thousands may be open, hence methods and no closures. */
class OpenFlight implements Flight {
  readonly waiters: Set<Waiter>;
  readonly departure = new Departure();
  readonly result: Promise<unknown>;
  phase: Phase = "queue";
  unreportedCalls = 0;

  constructor(first: Waiter, result: Promise<unknown>) {
    this.waiters = new Set([first]);
    this.result = result;
  }

  deadline(): number {
    let latest = 0;
    for (const { deadline } of this.waiters) latest = Math.max(latest, deadline);
    return latest;
  }

  pay(): (() => void) | null {
    for (const { budget } of this.waiters) {
      if (budget === undefined) return FREE;
      if (budget.take()) return () => budget.giveBack(1);
    }
    return null;
  }

  givesWay(): boolean {
    for (const { isRefresh } of this.waiters) if (isRefresh !== true) return false;
    return true;
  }
}

const FREE = () => {};

/** Single flight: identical questions at the same time reach the upstream once. */
export class Flights {
  readonly #open = new Map<string, OpenFlight>();
  readonly #source: string;
  readonly #timer: Timer;

  constructor(source: string, timer: Timer) {
    this.#source = source;
    this.#timer = timer;
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  /** Joins the flight of that key or starts it. Keys must tell apart whatever `start` returns. */
  board(key: string, waiter: Waiter, start: (flight: Flight) => Promise<unknown>): Boarding {
    const known = this.#open.get(key);
    const flight = known ?? this.#takeOff(key, waiter, start);
    flight.waiters.add(waiter);
    return { isShared: known !== undefined, flight, outcome: this.#wait(flight, waiter) };
  }

  /** Ends every flight; whoever waits gets the failure "aborted". */
  closeAll(): void {
    for (const flight of [...this.#open.values()]) flight.departure.leave({ kind: "aborted" });
  }

  #takeOff(key: string, first: Waiter, start: (flight: Flight) => Promise<unknown>): OpenFlight {
    const { promise: result, resolve } = Promise.withResolvers<unknown>();
    const flight = new OpenFlight(first, result);
    this.#open.set(key, flight);
    const land = () => {
      if (this.#open.get(key) === flight) this.#open.delete(key);
    };
    flight.departure.onLeave(land);
    // Not `finally`, which costs a promise and two functions more; thousands may be under way.
    const landing = attempt(start, flight);
    landing.then(land, land);
    resolve(landing);
    return flight;
  }

  #wait(flight: OpenFlight, waiter: Waiter): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        cancelTimer();
        waiter.signal.removeEventListener("abort", leave);
        flight.waiters.delete(waiter);
      };
      const leave = () => {
        const error = this.#leaving(flight, waiter);
        reject(error);
        settle();
        if (flight.waiters.size === 0) flight.departure.leave(error.failure);
      };
      const cancelTimer = this.#timer.after(Math.max(0, waiter.deadline - this.#timer.now()), leave);
      waiter.signal.addEventListener("abort", leave);
      flight.result.then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
  }

  /** A signal that fires at the deadline is the deadline. */
  #leaving(flight: Flight, waiter: Waiter): UpstreamError {
    const isOver = waiter.deadline - this.#timer.now() <= 5;
    return new UpstreamError(this.#source, isOver ? { kind: "timeout", phase: flight.phase } : { kind: "aborted" });
  }
}

/** A flight that cannot even start is one that failed. */
function attempt(start: (flight: Flight) => Promise<unknown>, flight: Flight): Promise<unknown> {
  try {
    return start(flight);
  } catch (error) {
    return Promise.reject(error);
  }
}
