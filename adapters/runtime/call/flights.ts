import type { Timer } from "#adapters/runtime/timer.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Phase } from "./failures.ts";

/** One question on its way, shared by all who asked the same. */
export interface Flight {
  /** Aborted when the last waiter has left; its reason is that waiter's UpstreamError. */
  readonly signal: AbortSignal;
  /** The latest deadline of those who wait; epoch milliseconds. */
  deadline(): number;
  phase: Phase;
  /** Calls that left for the upstream and that no waiter has reported yet. */
  unreportedCalls: number;
}

export interface Waiter {
  readonly signal: AbortSignal;
  readonly deadline: number;
}

export interface Boarding<T> {
  /** False for the waiter who started the flight. */
  readonly isShared: boolean;
  readonly flight: Flight;
  /** Settles for this waiter alone: with the flight, at its own deadline, or when it leaves. */
  readonly outcome: Promise<T>;
}

interface OpenFlight<T> extends Flight {
  readonly controller: AbortController;
  readonly waiters: Set<Waiter>;
  readonly result: Promise<T>;
}

/** Why nobody waits any more: at the deadline a timeout, else an abort. */
export function reasonToLeave(signal: AbortSignal): UpstreamFailure {
  return signal.reason instanceof UpstreamError ? signal.reason.failure : { kind: "aborted" };
}

/** Single flight: identical questions at the same time reach the upstream once. */
export class Flights {
  readonly #open = new Map<string, OpenFlight<unknown>>();
  readonly #source: string;
  readonly #timer: Timer;

  constructor(source: string, timer: Timer) {
    this.#source = source;
    this.#timer = timer;
  }

  /** Joins the flight of that key or starts it. Keys must tell apart whatever `start` returns. */
  board(key: string, waiter: Waiter, start: (flight: Flight) => Promise<unknown>): Boarding<unknown> {
    const known = this.#open.get(key);
    const flight = known ?? this.#takeOff(key, waiter, start);
    flight.waiters.add(waiter);
    return { isShared: known !== undefined, flight, outcome: this.#wait(flight, waiter) };
  }

  /** Ends every flight; whoever waits gets the failure "aborted". */
  closeAll(): void {
    for (const flight of this.#open.values()) flight.controller.abort();
    this.#open.clear();
  }

  #takeOff(key: string, first: Waiter, start: (flight: Flight) => Promise<unknown>): OpenFlight<unknown> {
    const controller = new AbortController();
    const waiters = new Set<Waiter>([first]);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const flight: OpenFlight<unknown> = {
      controller,
      waiters,
      signal: controller.signal,
      deadline: () => latestDeadline(waiters),
      phase: "queue",
      unreportedCalls: 0,
      result: promise,
    };
    this.#open.set(key, flight);
    const land = () => {
      if (this.#open.get(key) === flight) this.#open.delete(key);
    };
    controller.signal.addEventListener("abort", land);
    resolve(start(flight).finally(land));
    return flight;
  }

  #wait(flight: OpenFlight<unknown>, waiter: Waiter): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (reason?: UpstreamError) => {
        cancelTimer();
        waiter.signal.removeEventListener("abort", leave);
        flight.waiters.delete(waiter);
        if (reason !== undefined && flight.waiters.size === 0) flight.controller.abort(reason);
      };
      const leave = () => {
        const reason = this.#leaving(flight, waiter);
        reject(reason);
        settle(reason);
      };
      const cancelTimer = this.#timer.after(Math.max(0, waiter.deadline - this.#timer.now()), leave);
      waiter.signal.addEventListener("abort", leave);
      flight.result.then(resolve, reject).finally(() => settle());
    });
  }

  /** A signal that fires at the deadline is the deadline. */
  #leaving(flight: Flight, waiter: Waiter): UpstreamError {
    const isOver = waiter.deadline - this.#timer.now() <= 5;
    return new UpstreamError(this.#source, isOver ? { kind: "timeout", phase: flight.phase } : { kind: "aborted" });
  }
}

function latestDeadline(waiters: ReadonlySet<Waiter>): number {
  let latest = 0;
  for (const { deadline } of waiters) latest = Math.max(latest, deadline);
  return latest;
}
