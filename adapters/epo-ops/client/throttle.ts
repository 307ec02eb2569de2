import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type OpsService, readThrottleHeaders, type ServiceAllowance, type ThrottleReport } from "./throttle-header.ts";

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

interface ThrottleOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes the figures of usage for the operators: quota-hour-bytes, quota-week-bytes, SERVICE-requests-per-minute. */
  readonly measure: (figure: string, value: number) => void;
}

/**
 * Keeps the hub below what OPS allows: counts requests per service and minute against the allowance that OPS announces,
 * rests a service that is black, and everything after a quota refusal. It refuses at once instead of queueing, since the
 * pipeline's own pacing already spreads requests and a caller with a deadline gains nothing from waiting a minute.
 */
export class Throttle {
  readonly source: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #answered = new Map<OpsService, readonly number[]>();
  readonly #allowances = new Map<OpsService, ServiceAllowance>();
  readonly #restingUntil = new Map<OpsService, number>();
  readonly #measure: (figure: string, value: number) => void;
  #system: ThrottleReport["system"] = null;
  #hourBytesUsed: number | null = null;
  #weekBytesUsed: number | null = null;
  #pausedUntil = 0;

  constructor({ source, clock, logger, measure }: ThrottleOptions) {
    this.source = source;
    this.#clock = clock;
    this.#logger = logger;
    this.#measure = measure;
  }

  /** Before asking. Throws UpstreamError "rate-limited" when OPS would refuse or asked for rest. */
  assertFree(service: OpsService): void {
    const now = this.#clock.now();
    const waitMs = Math.max(
      this.#pausedUntil - now,
      (this.#restingUntil.get(service) ?? 0) - now,
      this.#full(service, now),
    );
    if (waitMs > 0) throw this.#limited(waitMs);
  }

  /**
   * Takes in one answer, counting it: answers are what really left for OPS, while many askers may share one. Returns how
   * long OPS wants to be left alone (ms), or null.
   */
  note(service: OpsService, answer: UpstreamAnswer): number | null {
    this.#answered.set(service, [...this.#recent(service), this.#clock.now()]);
    const report = readThrottleHeaders(answer.headers);
    this.#system = report.system ?? this.#system;
    this.#hourBytesUsed = report.hourBytesUsed ?? this.#hourBytesUsed;
    this.#weekBytesUsed = report.weekBytesUsed ?? this.#weekBytesUsed;
    for (const [service, allowance] of report.services) this.#noteAllowance(service, allowance);
    this.#tell(report);
    const reason = reasonToRest(answer, report);
    if (reason === null) return null;
    const pauseMs = PAUSES_MS.find(([pattern]) => pattern.test(reason))?.[1] ?? DEFAULT_PAUSE_MS;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + pauseMs);
    this.#logger.warn({ source: this.source, reason, pauseMs }, "OPS asks to be left alone");
    return pauseMs;
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

  #tell({ hourBytesUsed, weekBytesUsed, services }: ThrottleReport): void {
    if (hourBytesUsed !== null) this.#measure("quota-hour-bytes", hourBytesUsed);
    if (weekBytesUsed !== null) this.#measure("quota-week-bytes", weekBytesUsed);
    for (const [service, { requestsPerMinute }] of services) {
      this.#measure(`${service}-requests-per-minute`, requestsPerMinute);
    }
  }

  #noteAllowance(service: OpsService, allowance: ServiceAllowance): void {
    const before = this.#allowances.get(service)?.colour ?? "green";
    this.#allowances.set(service, allowance);
    if (allowance.colour === "black") this.#restingUntil.set(service, this.#clock.now() + MINUTE_MS);
    if (allowance.colour !== before) {
      this.#logger.info({ source: this.source, service, ...allowance }, "OPS allowance changed");
    }
  }

  /** Milliseconds until the minute has room again for this service; 0 = now. */
  #full(service: OpsService, now: number): number {
    const recent = this.#recent(service);
    const allowed = this.#allowances.get(service)?.requestsPerMinute;
    // An allowance of 0 is announced together with black, which rests the service by itself.
    if (allowed === undefined || allowed === 0 || recent.length < allowed) return 0;
    return (recent[recent.length - allowed] ?? now) + MINUTE_MS - now;
  }

  #recent(service: OpsService): readonly number[] {
    const since = this.#clock.now() - MINUTE_MS;
    return (this.#answered.get(service) ?? []).filter((at) => at > since);
  }

  #limited(retryAfterMs: number): UpstreamError {
    return new UpstreamError(this.source, {
      kind: "rate-limited",
      retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)),
    });
  }
}

/** A quota refusal is told by a header, an abusive pattern only by the fault in the body. */
function reasonToRest(answer: UpstreamAnswer, report: ThrottleReport): string | null {
  if (answer.status !== 403) return null;
  return report.rejectionReason ?? /CLIENT\.RobotDetected/.exec(answer.text())?.[0] ?? null;
}
