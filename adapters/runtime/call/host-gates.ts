import { randomUUID } from "node:crypto";
import type { HostLedger } from "#adapters/runtime/manners/host-ledger.ts";
import { createMemoryLedger } from "#adapters/runtime/manners/memory-ledger.ts";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { HostGate } from "./host-gate.ts";
import { type GateUser, SourceGate } from "./source-gate.ts";

/** The gates of one process: every source that asks the same host stands in the same line. */
export class HostGates {
  readonly #timer: Timer;
  readonly #ledger: HostLedger;
  readonly #holder = randomUUID();
  readonly #hosts = new Map<string, HostGate>();
  readonly #gates = new Map<string, SourceGate>();

  /** The ledger of all processes of the machine, or without one this process's own. */
  constructor(timer: Timer = SYSTEM_TIMER, ledger: HostLedger = createMemoryLedger()) {
    this.#timer = timer;
    this.#ledger = ledger;
  }

  /** A source's way to "portal.example.cn" or "127.0.0.1:8081" (URL.host); a host is as strict as the strictest source wants it. */
  gateFor(host: string, user: GateUser): SourceGate {
    const key = `${user.source} ${host}`;
    const known = this.#gates.get(key);
    if (known !== undefined) return known;
    const gate = new SourceGate(this.#hostGate(host), this.#timer, user);
    this.#gates.set(key, gate);
    return gate;
  }

  #hostGate(host: string): HostGate {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const gate = new HostGate({ host, timer: this.#timer, ledger: this.#ledger, holder: `${this.#holder}/${host}` });
    this.#hosts.set(host, gate);
    return gate;
  }
}
