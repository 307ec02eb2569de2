import type { GateUser } from "#adapters/runtime/call/source-gate.ts";
import { POLITE_DEFAULTS, type Politeness } from "#adapters/runtime/politeness.ts";

/** A source with the polite defaults, or other manners, and no jitter. */
export function gateUser(politeness: Partial<Politeness> = {}, source = "test"): GateUser {
  return { source, politeness: { ...POLITE_DEFAULTS, ...politeness }, random: () => 0.5 };
}
