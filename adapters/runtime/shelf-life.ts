import type { Politeness } from "./politeness.ts";

/** How long something kept is of use after its time; see Politeness. */
export type StaleLimits = Pick<Politeness, "staleWhileRevalidateMs" | "staleIfErrorMs">;

/** Until when something kept may be used, and how; epoch milliseconds. */
export interface ShelfLife {
  /** Up to here it is fresh. */
  readonly expiresAt: number;
  /** Up to here it is given out at once and renewed behind. */
  readonly revalidateUntil: number;
  /** Up to here it stands in for an upstream that fails. */
  readonly ifErrorUntil: number;
}

export type Stage = "fresh" | "stale-while-revalidate" | "stale-if-error" | "over";

/** The life of what may be served until `expiresAt`, of things that live `ttlMs` as a rule (RFC 5861). */
export function shelfLife(expiresAt: number, ttlMs: number, limits: StaleLimits): ShelfLife {
  return {
    expiresAt,
    revalidateUntil: expiresAt + (limits.staleWhileRevalidateMs ?? ttlMs),
    ifErrorUntil: expiresAt + limits.staleIfErrorMs,
  };
}

/** Absence is never believed past its time: what is filed today should be found today. */
export function shortLife(expiresAt: number): ShelfLife {
  return { expiresAt, revalidateUntil: expiresAt, ifErrorUntil: expiresAt };
}

/** Nothing after that moment, epoch milliseconds. */
export function cutLife({ expiresAt, revalidateUntil, ifErrorUntil }: ShelfLife, until: number): ShelfLife {
  return {
    expiresAt: Math.min(expiresAt, until),
    revalidateUntil: Math.min(revalidateUntil, until),
    ifErrorUntil: Math.min(ifErrorUntil, until),
  };
}

/** The last moment of what was read then, where its owner says how long it may be kept. */
export function keepUntil(readAt: number, keepAtMostMs: number | null): number {
  return keepAtMostMs === null ? Number.POSITIVE_INFINITY : readAt + keepAtMostMs;
}

export function stageAt({ expiresAt, revalidateUntil, ifErrorUntil }: ShelfLife, now: number): Stage {
  if (now < expiresAt) return "fresh";
  if (now < revalidateUntil) return "stale-while-revalidate";
  return now < ifErrorUntil ? "stale-if-error" : "over";
}
