import type { Departure } from "./departure.ts";
import { type GateRefusal, GateRefusedError, LEFT } from "./gate-refusal.ts";
import type { Turn } from "./turn.ts";
import type { Visitor } from "./visitor.ts";

/** So long the hub's own question lets clients pass; then it is its turn, and the next one of them waits as long again. */
const PATIENCE_MS = 10_000;

/** Whether clients go first, as long as none of them waits for it, too. */
export interface GivesWay {
  givesWay(): boolean;
}

interface Entry {
  readonly visitor: Visitor;
  readonly turn: Turn | null;
  readonly line: WaitingLine;
  readonly departure: Departure;
  readonly passenger: GivesWay | null;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** One who stands in line; thousands may. */
export class Waiting {
  readonly visitor: Visitor;
  /** The turn that goes on at the same host (a redirect); null for a new one. */
  readonly turn: Turn | null;
  readonly since: number;
  readonly #passenger: GivesWay | null;
  readonly #line: WaitingLine;
  readonly #resolve: (turn: Turn) => void;
  readonly #reject: (error: Error) => void;
  readonly #departure: Departure;
  readonly #leave: () => void;

  constructor(
    { visitor, turn, line, departure, passenger, since }: Entry,
    {
      resolve,
      reject,
      left,
    }: {
      readonly resolve: (turn: Turn) => void;
      readonly reject: (error: Error) => void;
      readonly left: () => void;
    },
  ) {
    this.visitor = visitor;
    this.turn = turn;
    this.since = since;
    this.#passenger = passenger;
    this.#line = line;
    this.#departure = departure;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#leave = () => {
      this.refuse(LEFT);
      left();
    };
    departure.onLeave(this.#leave);
  }

  get givesWay(): boolean {
    return this.#passenger?.givesWay() ?? false;
  }

  enter(turn: Turn): void {
    this.#line.went(this, turn.grantedAt);
    this.#settle();
    this.#resolve(turn);
  }

  refuse(refusal: GateRefusal): void {
    this.#settle();
    this.#reject(new GateRefusedError(refusal));
  }

  #settle(): void {
    this.#line.delete(this);
    this.#departure.offLeave(this.#leave);
  }
}

/** First come, first served; what only the hub itself waits for lets others pass, for a time. */
export class WaitingLine {
  readonly #all = new Set<Waiting>();
  /** Of the hub itself when they came; few. */
  readonly #ofHub = new Set<Waiting>();
  #hubWentAt = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#all.size;
  }

  get sizeOfClients(): number {
    return this.#all.size - this.#ofHub.size;
  }

  add(waiting: Waiting): void {
    this.#all.add(waiting);
    if (waiting.givesWay) this.#ofHub.add(waiting);
  }

  has(waiting: Waiting): boolean {
    return this.#all.has(waiting);
  }

  delete(waiting: Waiting): void {
    this.#all.delete(waiting);
    this.#ofHub.delete(waiting);
  }

  /** It is about to be given that turn, at that time (epoch ms). */
  went(waiting: Waiting, at: number): void {
    if (this.#ofHub.has(waiting)) this.#hubWentAt = at;
  }

  [Symbol.iterator](): IterableIterator<Waiting> {
    return this.#all.values();
  }

  /** Whose turn it is at that time (epoch ms). */
  next(now: number): Waiting | undefined {
    const [first] = this.#all;
    const [ofHub] = this.#ofHub;
    if (ofHub === undefined) return first;
    const isPatient = now - Math.max(ofHub.since, this.#hubWentAt) < PATIENCE_MS;
    return isPatient ? (this.#firstClient() ?? first) : ofHub;
  }

  /** The next of that visitor. */
  nextOf(visitor: Visitor): Waiting | undefined {
    const own = [...this.#all].filter((waiting) => waiting.visitor === visitor);
    return own.find(({ givesWay }) => !givesWay) ?? own[0];
  }

  #firstClient(): Waiting | undefined {
    for (const waiting of this.#all) if (!waiting.givesWay) return waiting;
    return undefined;
  }
}
