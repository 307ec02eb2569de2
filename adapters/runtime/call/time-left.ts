import type { Clock } from "#adapters/runtime/source.ts";

/** No upstream call starts with less time than this left. */
const MIN_TIME_LEFT_MS = 50;
/** Time to hand out what is kept when the upstream lets the deadline come. */
const RESERVE_MS = 200;

export function isTimeLeft(deadline: number, clock: Clock): boolean {
  return deadline - clock.now() >= MIN_TIME_LEFT_MS;
}

/** The deadline of a question that a kept answer can stand in for: a little earlier, so that it still arrives. */
export function withReserve(deadline: number, clock: Clock): number {
  return deadline - Math.min(RESERVE_MS, Math.max(0, deadline - clock.now()) / 10);
}
