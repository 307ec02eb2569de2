import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { OpsService, ServiceAllowance, ThrottleReport } from "./throttle-header.ts";

/** Our use of OPS as its last answers told it; for the operator's page and metrics. */
export interface OpsUsage {
  readonly system: ThrottleReport["system"];
  readonly services: Readonly<Partial<Record<OpsService, ServiceAllowance>>>;
  readonly hourBytesUsed: number | null;
  readonly weekBytesUsed: number | null;
  /** Epoch ms until which nothing is asked; null when free. */
  readonly pausedUntil: number | null;
}

const MINUTE_MS = 60_000;

/** OPS counts per minute and tells no reset times: these are what its clients wait (seen in public client code, 2026-11). */
const PAUSES_MS: readonly (readonly [reason: RegExp, pauseMs: number])[] = [
  [/perminute/i, MINUTE_MS],
  [/perhour|robot/i, 10 * MINUTE_MS],
  // The weekly quota renews on a day that OPS does not tell: asked again hourly, the longest pause the hub makes.
  [/perweek/i, 60 * MINUTE_MS],
];
const DEFAULT_PAUSE_MS = MINUTE_MS;

/**
 * Keeps the hub below what OPS allows: counts requests per service and minute against the allowance that OPS announces,
 * rests a service that is black, and everything after a quota refusal. It refuses at once instead of queueing, since the
 * pipeline's own pacing already spreads requests and a caller with a deadline gains nothing from waiting a minute.
 */
export class Throttle {
  readonly source: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #sent = new Map<OpsService, number[]>();
  readonly #allowances = new Map<OpsService, ServiceAllowance>();
  readonly #restingUntil = new Map<OpsService, number>();
  #system: ThrottleReport["system"] = null;
  #hourBytesUsed: number | null = null;
  #weekBytesUsed: number | null = null;
  #pausedUntil = 0;

  constructor(options: { readonly source: string; readonly clock: Clock; readonly logger: Logger }) {
    this.source = options.source;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Notes one request about to leave. Throws UpstreamError "rate-limited" when OPS would refuse or asked for rest. */
  admit(service: OpsService): void {
    const now = this.#clock.now();
    const waitMs = Math.max(
      this.#pausedUntil - now,
      (this.#restingUntil.get(service) ?? 0) - now,
      this.#full(service, now),
    );
    if (waitMs > 0) throw this.#limited(waitMs);
    this.#sent.get(service)?.push(now);
  }

  /** Takes in the headers of an answer. */
  note(report: ThrottleReport): void {
    const now = this.#clock.now();
    this.#system = report.system ?? this.#system;
    this.#hourBytesUsed = report.hourBytesUsed ?? this.#hourBytesUsed;
    this.#weekBytesUsed = report.weekBytesUsed ?? this.#weekBytesUsed;
    for (const [service, allowance] of report.services) {
      const before = this.#allowances.get(service)?.colour;
      this.#allowances.set(service, allowance);
      if (allowance.colour === "black") this.#restingUntil.set(service, now + MINUTE_MS);
      if (allowance.colour !== before && (before !== undefined || allowance.colour !== "green")) {
        this.#logger.info({ source: this.source, service, ...allowance }, "OPS allowance changed");
      }
    }
  }

  /** OPS refused for a quota: everything rests. Returns the failure to hand on. */
  pause(reason: string): UpstreamError {
    const pauseMs = PAUSES_MS.find(([pattern]) => pattern.test(reason))?.[1] ?? DEFAULT_PAUSE_MS;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + pauseMs);
    this.#logger.warn({ source: this.source, reason, pauseMs }, "OPS quota used up");
    return this.#limited(this.#pausedUntil - this.#clock.now());
  }

  get usage(): OpsUsage {
    return {
      system: this.#system,
      services: Object.fromEntries(this.#allowances),
      hourBytesUsed: this.#hourBytesUsed,
      weekBytesUsed: this.#weekBytesUsed,
      pausedUntil: this.#pausedUntil > this.#clock.now() ? this.#pausedUntil : null,
    };
  }

  /** Milliseconds until the minute has room again for this service; 0 = now. */
  #full(service: OpsService, now: number): number {
    const recent = (this.#sent.get(service) ?? []).filter((at) => at > now - MINUTE_MS);
    this.#sent.set(service, recent);
    const allowed = this.#allowances.get(service)?.requestsPerMinute;
    // An allowance of 0 is announced together with black, which rests the service by itself.
    if (allowed === undefined || allowed === 0 || recent.length < allowed) return 0;
    return (recent[recent.length - allowed] ?? now) + MINUTE_MS - now;
  }

  #limited(retryAfterMs: number): UpstreamError {
    return new UpstreamError(this.source, {
      kind: "rate-limited",
      retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)),
    });
  }
}
