import type { Clock } from "#adapters/runtime/source.ts";

/** Requests a minute per service class. */
export type Allowances = Readonly<Record<string, number>>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Counts what a registration uses, and says so in OPS's headers. */
export class Meter {
  readonly #clock: Clock;
  readonly #allowances: Allowances;
  readonly #hourQuotaBytes: number;
  readonly #requests = new Map<string, number[]>();
  #hourStart: number;
  #hourBytes = 0;
  #weekBytes = 0;

  constructor(clock: Clock, allowances: Allowances, hourQuotaBytes: number) {
    this.#clock = clock;
    this.#allowances = allowances;
    this.#hourQuotaBytes = hourQuotaBytes;
    this.#hourStart = clock.now();
  }

  request(service: string): void {
    const recent = this.#recent(service);
    recent.push(this.#clock.now());
    this.#requests.set(service, recent);
  }

  sent(bytes: number): void {
    const now = this.#clock.now();
    if (now - this.#hourStart >= HOUR_MS) {
      this.#hourStart = now;
      this.#hourBytes = 0;
    }
    this.#hourBytes += bytes;
    this.#weekBytes += bytes;
  }

  /** Why the next request of that service is refused; null when it is not. */
  refusal(service: string): string | null {
    if (this.#hourBytes >= this.#hourQuotaBytes && this.#clock.now() - this.#hourStart < HOUR_MS) {
      return "IndividualQuotaPerHour";
    }
    return this.#recent(service).length >= (this.#allowances[service] ?? 0) ? "AnonymousQuotaPerMinute" : null;
  }

  /** The control header stands twice, as seen in a recorded answer. */
  headers(): Readonly<Record<string, string | string[]>> {
    const services = Object.entries(this.#allowances).map(([name, limit]) => `${name}=${this.#colour(name)}:${limit}`);
    const control = `idle (${services.join(", ")})`;
    return {
      "X-Throttling-Control": [control, control],
      "X-IndividualQuotaPerHour-Used": String(this.#hourBytes),
      "x-registeredquotaperweek-used": String(this.#weekBytes),
    };
  }

  #colour(service: string): string {
    const share = this.#recent(service).length / (this.#allowances[service] ?? 1);
    if (share >= 1) return "black";
    if (share > 0.75) return "red";
    return share >= 0.5 ? "yellow" : "green";
  }

  #recent(service: string): number[] {
    const since = this.#clock.now() - MINUTE_MS;
    return (this.#requests.get(service) ?? []).filter((at) => at > since);
  }
}
