import { z } from "zod";
import { isTimeOfDay, type QuietHours } from "./manners/quiet-hours.ts";
import type { Ceilings, Politeness } from "./politeness.ts";
import { duration } from "./settings/fields.ts";
import { SettingsError } from "./settings/settings-error.ts";

const LONGEST_STALE_MS = 7 * 86_400_000;
const LONGEST_OPEN_MS = 86_400_000;

const share = () => z.coerce.number().positive().max(1);
const count = (most: number) => z.coerce.number().int().min(1).max(most);

/**
 * Manners toward one source, as its operator may set them in the source's own section: `politeness.requestsPerSecond`,
 * HUB_SICHUAN_PORTAL_POLITENESS_REQUESTS_PER_SECOND. What is not set stays as the source declares it; going beyond that
 * is for operators who have the portal owner's word, and beyond the owner's ceilings for nobody.
 */
export const POLITENESS_SETTINGS = z.object({
  politeness: z
    .object({
      requestsPerSecond: z.coerce.number().positive().max(1_000).optional(),
      burst: count(1_000).optional(),
      concurrency: count(256).optional(),
      queueLimit: z.coerce.number().int().min(0).max(100_000).optional(),
      connectTimeout: duration().pipe(z.number().min(10).max(60_000)).optional(),
      tryTimeout: duration().pipe(z.number().min(10).max(120_000)).optional(),
      staleWhileRevalidate: duration().pipe(z.number().min(0).max(LONGEST_STALE_MS)).optional(),
      staleIfError: duration().pipe(z.number().min(0).max(LONGEST_STALE_MS)).optional(),
      /** Calls per day, Asia/Shanghai; "none" lifts the quota that the source declares. */
      dailyQuota: z.union([z.literal("none"), count(10_000_000)]).optional(),
      /** Asia/Shanghai: "23:00-06:00,12:00-13:00", in the file also a list of { from, to }; "none" lifts those declared. */
      quietHours: quietHours().optional(),
      /** Share of tryTimeout from which on a call is slow. */
      slowShare: share().optional(),
      breaker: z
        .object({
          failureShare: share().optional(),
          calls: count(1_000).optional(),
          maxAge: duration().pipe(z.number().min(1_000).max(LONGEST_OPEN_MS)).optional(),
          failuresInRow: count(1_000).optional(),
          open: duration().pipe(z.number().min(100).max(LONGEST_OPEN_MS)).optional(),
          maxOpen: duration().pipe(z.number().min(100).max(LONGEST_OPEN_MS)).optional(),
        })
        .prefault({}),
    })
    .prefault({}),
});

export type PolitenessSettings = z.output<typeof POLITENESS_SETTINGS>["politeness"];

/** The declared manners with what the operator set in their place. */
export function adjustPoliteness(declared: Politeness, set: PolitenessSettings): Politeness {
  return {
    ...declared,
    requestsPerSecond: set.requestsPerSecond ?? declared.requestsPerSecond,
    burst: set.burst ?? declared.burst,
    concurrency: set.concurrency ?? declared.concurrency,
    queueLimit: set.queueLimit ?? declared.queueLimit,
    connectTimeoutMs: set.connectTimeout ?? declared.connectTimeoutMs,
    tryTimeoutMs: set.tryTimeout ?? declared.tryTimeoutMs,
    staleWhileRevalidateMs: set.staleWhileRevalidate ?? declared.staleWhileRevalidateMs,
    staleIfErrorMs: set.staleIfError ?? declared.staleIfErrorMs,
    dailyQuota: set.dailyQuota === "none" ? null : (set.dailyQuota ?? declared.dailyQuota),
    quietHours: set.quietHours ?? declared.quietHours,
    slowShare: set.slowShare ?? declared.slowShare,
    breaker: adjustBreaker(declared.breaker, set.breaker),
  };
}

/** The owner's word holds, whatever is set or declared. Throws SettingsError for a setting that goes beyond it. */
export function assertWithinCeilings(source: string, { ceilings }: Politeness, set: PolitenessSettings): void {
  for (const [key, most] of Object.entries(ceilings) as readonly [keyof Ceilings, unknown][]) {
    const wanted = key === "dailyQuota" && set[key] === "none" ? Number.POSITIVE_INFINITY : set[key];
    if (typeof wanted !== "number" || typeof most !== "number" || wanted <= most) continue;
    const name = `${source}.politeness.${key}`;
    throw new SettingsError({
      zh: `${name} 超过了该数据源所有者规定的上限 ${most}`,
      en: `${name} goes beyond what the owner of this source allows: ${most}`,
    });
  }
}

function adjustBreaker(declared: Politeness["breaker"], set: PolitenessSettings["breaker"]): Politeness["breaker"] {
  const openMs = set.open ?? declared.openMs;
  return {
    failureShare: set.failureShare ?? declared.failureShare,
    calls: set.calls ?? declared.calls,
    maxAgeMs: set.maxAge ?? declared.maxAgeMs,
    failuresInRow: set.failuresInRow ?? declared.failuresInRow,
    openMs,
    maxOpenMs: Math.max(openMs, set.maxOpen ?? declared.maxOpenMs),
  };
}

function quietHours() {
  const time = z.string().refine(isTimeOfDay, "expected a time of day such as 06:30");
  const span = z
    .object({ from: time.refine((from) => from !== "24:00", "expected 00:00"), to: time })
    .refine(({ from, to }) => from !== to, "the hours begin and end at the same time");
  return z.preprocess(splitSpans, z.array(span).max(24));
}

function splitSpans(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.trim() === "none") return [];
  return value.split(",").map((part): Partial<QuietHours> => {
    const [from = "", to = ""] = part.split("-").map((time) => time.trim());
    return { from, to };
  });
}
