import { vi } from "vitest";
import { WORLD_TODAY } from "#adapters/runtime/sandbox/world/calendar.ts";

const NOON = Date.parse(`${WORLD_TODAY}T12:00:00+08:00`);

/** Moves this process to noon of the invented world's day, from where time runs on: terms do not run out while tests age. */
export function moveToWorldToday(): void {
  vi.spyOn(Date, "now").mockImplementation(() => NOON + Math.round(performance.now()));
}
