import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { ByteQuota, type QuotaLimits, type QuotaUse } from "./byte-quota.ts";
import { ServicePace } from "./service-pace.ts";
import {
  OPS_SERVICES,
  type OpsService,
  readThrottleHeaders,
  type ServiceAllowance,
  type ThrottleReport,
} from "./throttle-header.ts";

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

/** What OPS allowed when it was idle, in a recorded answer: holds until the first answer tells. */
const FIRST_ALLOWANCES: Readonly<Record<OpsService, number>> = {
  images: 200,
  inpadoc: 60,
  other: 1_000,
  retrieval: 200,
  search: 30,
};

interface ThrottleOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes the figures of usage for the operators: quota-hour-bytes, quota-week-bytes, SERVICE-requests-per-minute. */
  readonly measure: (figure: string, value: number) => void;
  readonly limits: QuotaLimits;
  /** What was told before a restart. */
  readonly known?: QuotaUse;
  /** Told whatever OPS says of our quotas. */
  readonly remember?: (use: QuotaUse) => void;
}

/**
 * Keeps the hub below what OPS allows: counts requests per service and minute against the allowance that OPS announces,
 * stops at the operator's share of the quotas of bytes, rests a service that is black, and everything after a refusal. It
 * refuses at once instead of queueing, since the pipeline's own pacing already spreads requests and a caller with a
 * deadline gains nothing from waiting a minute.
 */
export class Throttle {
  readonly source: string;
  readonly #options: ThrottleOptions;
  readonly #paces: ReadonlyMap<OpsService, ServicePace>;
  readonly #quota: ByteQuota;
  #system: ThrottleReport["system"] = null;
  #pausedUntil = 0;

  constructor(options: ThrottleOptions) {
    const { source, clock, limits, known, measure } = options;
    this.source = source;
    this.#options = options;
    this.#paces = new Map(OPS_SERVICES.map((service) => [service, new ServicePace(clock, FIRST_ALLOWANCES[service])]));
    this.#quota = new ByteQuota(clock, limits, known);
    if (limits.week !== null) measure("quota-week-limit-bytes", limits.week);
    if (limits.hour !== null) measure("quota-hour-limit-bytes", limits.hour);
  }

  /** Throws UpstreamError "rate-limited" when OPS would refuse this question or asked for rest. */
  assertFree(service: OpsService, question: string): void {
    const waitMs = Math.max(
      this.#pausedUntil - this.#options.clock.now(),
      this.#quota.waitMs(),
      this.#paces.get(service)?.waitMs(question) ?? 0,
    );
    if (waitMs > 0) throw this.#limited(waitMs);
  }

  /** A question leaves, once it is free; call what is returned when it has ended. Throws as `assertFree`. */
  leave(service: OpsService, question: string): () => void {
    this.assertFree(service, question);
    this.#quota.leave();
    return this.#paces.get(service)?.leave(question) ?? (() => {});
  }

  /**
   * Takes in one answer, counting it: answers are what really left for OPS, while many askers may share one. Returns how
   * long OPS wants to be left alone (ms), or null.
   */
  note(service: OpsService, answer: UpstreamAnswer): number | null {
    this.#paces.get(service)?.answered();
    const report = readThrottleHeaders(answer.headers);
    this.#system = report.system ?? this.#system;
    this.#noteQuota(report);
    for (const [service, allowance] of report.services) this.#noteAllowance(service, allowance);
    this.#tell(report);
    const reason = reasonToRest(answer, report);
    if (reason === null) return null;
    const pauseMs = PAUSES_MS.find(([pattern]) => pattern.test(reason))?.[1] ?? DEFAULT_PAUSE_MS;
    const { clock, logger } = this.#options;
    this.#pausedUntil = Math.max(this.#pausedUntil, clock.now() + pauseMs);
    logger.warn({ source: this.source, reason, pauseMs }, "OPS asks to be left alone");
    return pauseMs;
  }

  get usage(): OpsUsage {
    const { hour, week } = this.#quota.use;
    return {
      system: this.#system,
      services: Object.fromEntries([...this.#paces].flatMap(([service, { told }]) => (told ? [[service, told]] : []))),
      hourBytesUsed: hour?.bytes ?? null,
      weekBytesUsed: week?.bytes ?? null,
      pausedUntil: this.#pauseEnd(),
    };
  }

  #pauseEnd(): number | null {
    const now = this.#options.clock.now();
    const end = Math.max(this.#pausedUntil, now + this.#quota.waitMs());
    return end > now ? end : null;
  }

  #noteQuota({ hourBytesUsed, weekBytesUsed }: ThrottleReport): void {
    if (hourBytesUsed === null && weekBytesUsed === null) return;
    const wasFree = this.#quota.waitMs() === 0;
    this.#quota.note({ hour: hourBytesUsed, week: weekBytesUsed });
    this.#options.remember?.(this.#quota.use);
    const waitMs = this.#quota.waitMs();
    if (wasFree && waitMs > 0) {
      const use = { hourBytesUsed, weekBytesUsed, waitMs };
      this.#options.logger.warn({ source: this.source, ...use }, "the set share of OPS's quota is used up");
    }
  }

  #tell({ hourBytesUsed, weekBytesUsed, services }: ThrottleReport): void {
    const { measure } = this.#options;
    if (hourBytesUsed !== null) measure("quota-hour-bytes", hourBytesUsed);
    if (weekBytesUsed !== null) measure("quota-week-bytes", weekBytesUsed);
    for (const [service, { requestsPerMinute }] of services)
      measure(`${service}-requests-per-minute`, requestsPerMinute);
  }

  #noteAllowance(service: OpsService, allowance: ServiceAllowance): void {
    const pace = this.#paces.get(service);
    const before = pace?.told?.colour ?? "green";
    pace?.allow(allowance);
    if (allowance.colour !== before) {
      this.#options.logger.info({ source: this.source, service, ...allowance }, "OPS allowance changed");
    }
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
