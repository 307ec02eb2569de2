import type { Clock } from "./source.ts";

/** The machine's clock; tests inject one of their own. */
export const systemClock: Clock = { now: () => Date.now() };
