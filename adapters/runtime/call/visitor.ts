import type { HostState, SourceManners } from "#adapters/runtime/manners/host-ledger.ts";
import type { GateRefusal } from "./gate-refusal.ts";

/** One source at the gate. */
export interface Visitor {
  readonly manners: SourceManners;
  /** A place falls free after this time at the latest. */
  readonly leaseMs: number;
  /** Why it would be sent away by now, line or no line; null when it may wait. */
  refusalAt(now: number): GateRefusal | null;
  /** The ledger's latest word. */
  note(state: HostState): void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}
