import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { type GateLimits, HostGate } from "./host-gate.ts";

/** The gates of one process: every source that asks the same host goes through the same one. */
export class HostGates {
  readonly #timer: Timer;
  readonly #gates = new Map<string, HostGate>();

  constructor(timer: Timer = SYSTEM_TIMER) {
    this.#timer = timer;
  }

  /** The gate of "portal.example.cn" or "127.0.0.1:8081" (URL.host), as strict as the strictest who asked for it. */
  gateFor(host: string, limits: GateLimits): HostGate {
    const known = this.#gates.get(host);
    if (known === undefined) {
      const gate = new HostGate(this.#timer, limits);
      this.#gates.set(host, gate);
      return gate;
    }
    known.tighten(limits);
    return known;
  }
}
