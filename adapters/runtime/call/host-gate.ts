import type { HostLedger, HostState, SlotAnswer, SourceManners } from "#adapters/runtime/manners/host-ledger.ts";
import { shanghaiTimeOfDay } from "#adapters/runtime/manners/shanghai-day.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { Departure } from "./departure.ts";
import type { GateRefusal } from "./gate-refusal.ts";
import { type CallFate, Turn } from "./turn.ts";
import type { Visitor } from "./visitor.ts";
import { type GivesWay, Waiting, WaitingLine } from "./waiting-line.ts";

/** A new one, or one that goes on at the same host. */
export interface Entering {
  readonly departure: Departure;
  readonly turn: Turn | null;
  /** Null: a client waits for it. */
  readonly passenger: GivesWay | null;
}

export interface HostGateOptions {
  readonly host: string;
  readonly timer: Timer;
  readonly ledger: HostLedger;
  /** Unique among all lines of all processes. */
  readonly holder: string;
}

/**
 * This process's line to one upstream host: first come, first served, clients before the hub itself. Only its head asks the
 * ledger, which all processes share, for a slot; nobody stands in line where the ledger says that it is in vain.
 */
export class HostGate {
  readonly #options: HostGateOptions;
  readonly #line = new WaitingLine();
  /** Turns that go on come first: their place is taken already, and others may be waiting for it. */
  readonly #goingOn = new WaitingLine();
  #state: HostState | null = null;
  #turns = 0;
  #isServing = false;
  /** A slot may have fallen free since the ledger was asked. */
  #hasNews = false;
  #cancelWake: (() => void) | null = null;
  readonly #left = () => {
    if (this.depth === 0) this.#sleep();
  };

  constructor(options: HostGateOptions) {
    this.#options = options;
  }

  /** Requests waiting in line. */
  get depth(): number {
    return this.#line.size + this.#goingOn.size;
  }

  /** What the ledger said last, whoever asked; null before its first word. */
  get state(): HostState | null {
    return this.#state;
  }

  /** How many could pass at once, as far as is known here. */
  roomFor(manners: SourceManners): number {
    return Math.max(0, Math.min(this.#places(manners), Math.floor(this.#tokens(manners))));
  }

  /**
   * How long one who joined the line now would wait for its turn, as far as is known here, where a call usually takes that
   * long; `givesWay`: for the hub itself.
   */
  waitMs(manners: SourceManners, usualMs: number, givesWay: boolean): number {
    const { requestsPerSecond, concurrency } = this.#state?.limits ?? manners.limits;
    const wanted = this.#goingOn.size + (givesWay ? this.#line.size : this.#line.sizeOfClients) + 1;
    const forToken = ((wanted - this.#tokens(manners)) / requestsPerSecond) * 1_000;
    const forPlace = ((wanted - this.#places(manners)) / concurrency) * usualMs;
    return Math.max(0, forToken, forPlace);
  }

  #places({ limits }: SourceManners): number {
    return this.#state === null ? limits.concurrency : this.#state.limits.concurrency - this.#state.active;
  }

  #tokens({ limits }: SourceManners): number {
    if (this.#state === null) return limits.burst;
    const { at, tokens, limits: inForce } = this.#state;
    const gained = (Math.max(0, this.#options.timer.now() - at) / 1_000) * inForce.requestsPerSecond;
    return Math.min(inForce.burst, tokens + gained);
  }

  /** Makes a source's limits known before its first call. */
  attach(visitor: Visitor): void {
    this.#hear(visitor, this.#options.ledger.attach(this.#entry(visitor)));
  }

  /** Waits for a turn, or for the next step of one. Rejects with GateRefusedError. */
  enter(visitor: Visitor, { departure, turn, passenger }: Entering): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const line = turn === null ? this.#line : this.#goingOn;
      const since = this.#options.timer.now();
      const entry = { visitor, turn, line, departure, passenger, since };
      line.add(new Waiting(entry, { resolve, reject, left: this.#left }));
      if (turn !== null) this.#serveNow();
      else if (this.#cancelWake === null) this.#serve();
    });
  }

  /** The host asked to be left alone: nobody passes until then, and those in line are told so at once. */
  pause(visitor: Visitor, durationMs: number): void {
    const entry = this.#entry(visitor);
    const until = entry.now + durationMs;
    if (this.#state !== null) this.#state = { ...this.#state, pausedUntil: Math.max(this.#state.pausedUntil, until) };
    this.#hear(visitor, this.#options.ledger.pause(entry, until));
    for (const waiting of [...this.#goingOn, ...this.#line]) {
      waiting.refuse({ kind: "paused", retryAfterMs: durationMs });
    }
  }

  /** Something has changed: the head asks again. */
  #serveNow(): void {
    this.#hasNews = true;
    this.#sleep();
    this.#serve();
  }

  #serve(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    void this.#serveLine();
  }

  /** Asks for one head after the other, until the line is empty or has to wait. Never rejects. */
  async #serveLine(): Promise<void> {
    for (let head = this.#head(); head !== undefined; head = this.#head()) {
      const refusal = head.turn === null ? head.visitor.refusalAt(this.#options.timer.now()) : null;
      if (refusal !== null) {
        this.#refuseAllOf(head.visitor, refusal);
        continue;
      }
      this.#hasNews = false;
      const waitMs = await this.#ask(head);
      if (waitMs === null || this.#hasNews || this.depth === 0) continue;
      this.#cancelWake = this.#options.timer.after(waitMs, () => this.#serveNow());
      break;
    }
    this.#isServing = false;
  }

  #head(): Waiting | undefined {
    const now = this.#options.timer.now();
    return this.#goingOn.next(now) ?? this.#line.next(now);
  }

  /** Milliseconds to wait before asking again; null when the head has been served, one way or the other. */
  async #ask(head: Waiting): Promise<number | null> {
    const { visitor } = head;
    const { ledger, holder } = this.#options;
    const lease = head.turn?.lease ?? `${holder}/${this.#turns++}`;
    const request = { ...this.#entry(visitor), holder, lease, leaseMs: visitor.leaseMs };
    const answer = await ledger.acquire(request).catch(() => null);
    if (answer === null) {
      for (const waiting of [...this.#goingOn, ...this.#line]) waiting.refuse({ kind: "no-ledger" });
      return null;
    }
    this.#note(visitor, answer.state);
    if (answer.kind === "wait") return answer.delayMs;
    if (answer.kind === "granted")
      this.#seat(head, new Turn(lease, request.now, (...end) => this.#end(visitor, ...end)));
    else this.#refuseAllOf(visitor, toRefusal(answer, this.#options.timer.now()));
    return null;
  }

  /** Where the head left while the ledger was asked, the next of its source takes its turn. */
  #seat(head: Waiting, granted: Turn): void {
    if (head.turn !== null) {
      if (this.#goingOn.has(head)) head.enter(head.turn);
      return;
    }
    const next = this.#line.has(head) ? head : this.#line.nextOf(head.visitor);
    if (next === undefined) granted.end({ end: "unused", isStrained: false });
    else next.enter(granted);
  }

  #end(visitor: Visitor, { lease, grantedAt }: Turn, fate: CallFate): void {
    if (this.#state !== null) this.#state = { ...this.#state, active: Math.max(0, this.#state.active - 1) };
    const done = { ...this.#entry(visitor), lease, grantedAt, ...fate, luck: visitor.random() };
    this.#hear(visitor, this.#options.ledger.release(done));
    if (this.depth > 0) this.#serveNow();
  }

  /** What holds for the head holds for all of its source, a pause for all; an open circuit ends no turn that goes on. */
  #refuseAllOf(visitor: Visitor, refusal: GateRefusal): void {
    const others = refusal.kind === "circuit-open" ? [] : [...this.#goingOn];
    for (const waiting of [...others, ...this.#line]) {
      if (waiting.visitor === visitor || refusal.kind === "paused") waiting.refuse(refusal);
    }
  }

  /** What the ledger cannot keep it reports itself; the next who asks is refused. */
  #hear(visitor: Visitor, word: Promise<HostState>): void {
    word.then(
      (state) => this.#note(visitor, state),
      () => {},
    );
  }

  #note(visitor: Visitor, state: HostState): void {
    this.#state = state;
    visitor.note(state);
  }

  #entry({ manners }: Visitor) {
    return { host: this.#options.host, manners, now: this.#options.timer.now() };
  }

  #sleep(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
  }
}

type Refused = Exclude<SlotAnswer, { kind: "granted" | "wait" }>;

function toRefusal({ kind, retryAfterMs }: Refused, now: number): GateRefusal {
  if (kind !== "quota-used") return { kind, retryAfterMs };
  return { kind: "resting", retryAfterMs, rest: { why: "DAILY_QUOTA", until: shanghaiTimeOfDay(now + retryAfterMs) } };
}
