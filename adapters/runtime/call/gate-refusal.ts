import type { OwnRest } from "#schema/failure-reason.ts";

/** Why a request was not let through. */
export type GateRefusal =
  /** The line is full. */
  | { readonly kind: "busy" }
  /** The host asked to be left alone. */
  | { readonly kind: "paused"; readonly retryAfterMs: number }
  /** Quiet hours, or the day's quota is used up. */
  | { readonly kind: "resting"; readonly retryAfterMs: number; readonly rest: OwnRest }
  /** Too much failed lately. */
  | { readonly kind: "circuit-open"; readonly retryAfterMs: number }
  /** The ledger cannot be kept, so nobody knows whether it would be polite. */
  | { readonly kind: "no-ledger" }
  /** The operator has switched the source off. */
  | { readonly kind: "off" }
  /** Whoever waited is gone. */
  | { readonly kind: "left" };

export const LEFT: GateRefusal = { kind: "left" };

export class GateRefusedError extends Error {
  override readonly name = "GateRefusedError" as const;
  readonly refusal: GateRefusal;

  constructor(refusal: GateRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}
