/** Asia/Shanghai is UTC+8 all year; it has known no daylight saving time since 1991. */
const OFFSET_MS = 8 * 3_600_000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** The calendar day in Shanghai, "2026-11-22". */
export function shanghaiDay(now: number): string {
  return new Date(now + OFFSET_MS).toISOString().slice(0, 10);
}

/** Milliseconds since midnight in Shanghai. */
export function timeOfShanghaiDay(now: number): number {
  return (((now + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS;
}

/** "06:00"; midnight is the end of the day, "24:00". */
export function shanghaiTimeOfDay(now: number): string {
  const minutes = Math.ceil(timeOfShanghaiDay(now) / MINUTE_MS) || 24 * 60;
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${hour}:${minute}`;
}

/** Milliseconds until the next midnight in Shanghai; never 0. */
export function untilShanghaiMidnight(now: number): number {
  return DAY_MS - timeOfShanghaiDay(now);
}
