import type { Clock } from "#adapters/runtime/source.ts";
import type { ServiceAllowance } from "./throttle-header.ts";

const MINUTE_MS = 60_000;
/** All that is allowed is under way: an answer will come before long. */
const SOON_MS = 1_000;

/** How much of an allowance is used at least when OPS shows that colour: other processes may use the registration too. */
const USED: Readonly<Record<ServiceAllowance["colour"], number>> = { green: 0, yellow: 0.5, red: 0.75, black: 1 };

/**
 * Requests of one service class: those answered within a minute and those under way, against what OPS allows. Equal
 * questions under way are one request.
 */
export class ServicePace {
  readonly #clock: Clock;
  readonly #underWay = new Map<string, number>();
  #answered: readonly number[] = [];
  #allowance: ServiceAllowance;
  #toldAt: number | null = null;
  #restingUntil = 0;

  /** `requestsPerMinute` holds until OPS has told its own number. */
  constructor(clock: Clock, requestsPerMinute: number) {
    this.#clock = clock;
    this.#allowance = { colour: "green", requestsPerMinute };
  }

  /** What OPS last allowed; null before its first word. */
  get told(): ServiceAllowance | null {
    return this.#toldAt === null ? null : this.#allowance;
  }

  /** Milliseconds until this question may leave; 0 = now. */
  waitMs(question: string): number {
    const now = this.#clock.now();
    if (this.#restingUntil > now) return this.#restingUntil - now;
    const { requestsPerMinute } = this.#allowance;
    // An allowance of 0 is announced together with black, which rests the service by itself.
    if (requestsPerMinute === 0 || this.#underWay.has(question)) return 0;
    return Math.max(this.#ownWaitMs(now, requestsPerMinute), this.#othersWaitMs(now, requestsPerMinute));
  }

  /** A question leaves; call what is returned when it has ended. */
  leave(question: string): () => void {
    this.#underWay.set(question, (this.#underWay.get(question) ?? 0) + 1);
    return () => {
      const left = (this.#underWay.get(question) ?? 1) - 1;
      if (left > 0) this.#underWay.set(question, left);
      else this.#underWay.delete(question);
    };
  }

  answered(): void {
    const now = this.#clock.now();
    this.#answered = [...this.#recent(now), now];
  }

  /** OPS says what it allows. */
  allow(allowance: ServiceAllowance): void {
    this.#allowance = allowance;
    this.#toldAt = this.#clock.now();
    if (allowance.colour === "black") this.#restingUntil = this.#toldAt + MINUTE_MS;
  }

  #ownWaitMs(now: number, allowed: number): number {
    const recent = this.#recent(now);
    const tooMany = recent.length + this.#underWay.size - allowed;
    if (tooMany < 0) return 0;
    const freeing = recent[tooMany];
    return freeing === undefined ? SOON_MS : freeing + MINUTE_MS - now;
  }

  #othersWaitMs(now: number, allowed: number): number {
    const toldAt = this.#toldAt ?? 0;
    if (now - toldAt >= MINUTE_MS) return 0;
    const since = this.#recent(now).filter((at) => at > toldAt).length + this.#underWay.size;
    return allowed * USED[this.#allowance.colour] + since < allowed ? 0 : toldAt + MINUTE_MS - now;
  }

  #recent(now: number): readonly number[] {
    return this.#answered.filter((at) => at > now - MINUTE_MS);
  }
}
