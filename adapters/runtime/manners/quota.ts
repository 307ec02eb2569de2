import { shanghaiDay } from "./shanghai-day.ts";

/** How many calls a source made on one day. */
export interface QuotaUse {
  /** Day in Shanghai, "2026-11-22". */
  readonly day: string;
  readonly used: number;
}

export const NO_QUOTA_USED: QuotaUse = { day: "", used: 0 };

export function usedToday({ day, used }: QuotaUse, now: number): number {
  return day === shanghaiDay(now) ? used : 0;
}

export function isUsedUp(use: QuotaUse, dailyQuota: number | null, now: number): boolean {
  return dailyQuota !== null && usedToday(use, now) >= dailyQuota;
}

/** One more call, or one that was counted and never made (-1). */
export function countCall(use: QuotaUse, calls: 1 | -1, now: number): QuotaUse {
  return { day: shanghaiDay(now), used: Math.max(0, usedToday(use, now) + calls) };
}
