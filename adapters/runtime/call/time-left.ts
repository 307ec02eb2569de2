import type { Clock } from "#adapters/runtime/source.ts";

/** No upstream call starts with less time than this left. */
const MIN_TIME_LEFT_MS = 50;

export function isTimeLeft(deadline: number, clock: Clock): boolean {
  return deadline - clock.now() >= MIN_TIME_LEFT_MS;
}
