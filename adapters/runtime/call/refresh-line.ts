import type { Logger } from "#adapters/runtime/logger.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** The time one renewal may take, its turn at the host's gate included. */
const DEADLINE_MS = 30_000;
/** Older wishes are dropped: whoever still wants it asks again. */
const LONGEST_WAIT_MS = 60_000;

/** How it looks at the upstream's gates: nobody waits there, live requests do, or nobody is let in for now. */
export type Doors = "free" | "busy" | "shut";

/** Something stale to be renewed; exactly one of the two is called, once. */
export interface Renewal {
  readonly renew: (context: CallContext) => Promise<unknown>;
  /** It is not going to be done: too many wait, or the upstream is not to be asked. */
  readonly drop: () => void;
}

export interface RefreshLineOptions {
  readonly source: string;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly doors: () => Doors;
  readonly maxWaiting: number;
  readonly maxActive: number;
  /** How soon to look again when live requests wait. */
  readonly pollMs: number;
}

/**
 * Renews stale things behind the answers already given. It is the hub's own work, so that no client's leaving ends it, and
 * comes after every live request: it starts only when none waits at the gate. A long line is not made longer.
 */
export class RefreshLine {
  readonly #options: RefreshLineOptions;
  readonly #waiting = new Map<string, Renewal & { readonly since: number }>();
  readonly #active = new Set<string>();
  readonly #closing = new AbortController();
  #cancelWake: (() => void) | null = null;

  constructor(options: RefreshLineOptions) {
    this.#options = options;
  }

  /** Waiting or under way. */
  has(key: string): boolean {
    return this.#active.has(key) || this.#waiting.has(key);
  }

  /** Takes a place in the line; what `has` that key already is renewed once. */
  add(key: string, renewal: Renewal): void {
    const { maxWaiting, doors, timer } = this.#options;
    if (this.has(key)) return;
    if (this.#closing.signal.aborted || this.#waiting.size >= maxWaiting || doors() === "shut") {
      renewal.drop();
      return;
    }
    this.#waiting.set(key, { ...renewal, since: timer.now() });
    this.#pump();
  }

  /** Drops who waits and ends what is under way. */
  close(): void {
    this.#cancelWake?.();
    this.#closing.abort();
    this.#dropAll();
  }

  #pump(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    const { timer, doors, maxActive, pollMs } = this.#options;
    for (const [key, renewal] of this.#waiting) {
      if (this.#active.size >= maxActive) return;
      const door = doors();
      if (door === "shut") break;
      if (door === "busy") {
        this.#cancelWake = timer.after(pollMs, () => this.#pump());
        return;
      }
      this.#waiting.delete(key);
      if (timer.now() - renewal.since > LONGEST_WAIT_MS) renewal.drop();
      else this.#start(key, renewal);
    }
    this.#dropAll();
  }

  #dropAll(): void {
    const dropped = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { drop } of dropped) drop();
  }

  #start(key: string, { renew }: Renewal): void {
    this.#active.add(key);
    const begin = async () => renew(this.#context());
    begin()
      .catch((error: unknown) => this.#report(error))
      .finally(() => {
        this.#active.delete(key);
        this.#pump();
      });
  }

  /** An upstream's failure has been told by the pipeline. */
  #report(error: unknown): void {
    if (error instanceof UpstreamError) return;
    const { source, logger } = this.#options;
    logger.error({ source, bug: error instanceof Error ? error.name : typeof error }, "renewing broke");
  }

  #context(): CallContext {
    return {
      signal: this.#closing.signal,
      deadline: this.#options.timer.now() + DEADLINE_MS,
      requestId: "refresh",
      partition: "public",
      observe: () => {},
      isRefresh: true,
    };
  }
}
