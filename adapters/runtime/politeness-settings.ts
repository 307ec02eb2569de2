import { z } from "zod";
import type { Politeness } from "./politeness.ts";
import { duration } from "./settings/fields.ts";

const LONGEST_STALE_MS = 7 * 86_400_000;

/**
 * Manners toward one source, as its operator may set them in the source's own section: `politeness.requestsPerSecond`,
 * HUB_SICHUAN_PORTAL_POLITENESS_REQUESTS_PER_SECOND. What is not set stays as the source declares it; going beyond that
 * is for operators who have the portal owner's word.
 */
export const POLITENESS_SETTINGS = z.object({
  politeness: z
    .object({
      requestsPerSecond: z.coerce.number().positive().max(1_000).optional(),
      burst: z.coerce.number().int().min(1).max(1_000).optional(),
      concurrency: z.coerce.number().int().min(1).max(256).optional(),
      queueLimit: z.coerce.number().int().min(0).max(100_000).optional(),
      connectTimeout: duration().pipe(z.number().min(10).max(60_000)).optional(),
      tryTimeout: duration().pipe(z.number().min(10).max(120_000)).optional(),
      staleWhileRevalidate: duration().pipe(z.number().min(0).max(LONGEST_STALE_MS)).optional(),
      staleIfError: duration().pipe(z.number().min(0).max(LONGEST_STALE_MS)).optional(),
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
  };
}
