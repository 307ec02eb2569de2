import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { HostLedger } from "#adapters/runtime/manners/host-ledger.ts";
import { createMemoryLedger } from "#adapters/runtime/manners/memory-ledger.ts";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { HostGate } from "./host-gate.ts";
import { type GateUser, SourceGate } from "./source-gate.ts";

/** The gates of one process: every source that asks the same host stands in the same line. */
export class HostGates {
  readonly #timer: Timer;
  readonly #ledger: HostLedger;
  readonly #holder = randomUUID();
  readonly #hosts = new Map<string, HostGate>();
  readonly #gates = new Map<string, { readonly gate: SourceGate; readonly politeness: Politeness }>();

  /** The ledger of all processes of the machine, or without one this process's own. */
  constructor(timer: Timer = SYSTEM_TIMER, ledger: HostLedger = createMemoryLedger()) {
    this.#timer = timer;
    this.#ledger = ledger;
  }

  /**
   * A source's way to "portal.example.cn" or "127.0.0.1:8081" (URL.host); a host is as strict as the strictest source wants
   * it. A source that comes with other manners than before (its node was replaced) is held to the new ones.
   */
  gateFor(host: string, user: GateUser): SourceGate {
    const key = `${user.source} ${host}`;
    const known = this.#gates.get(key);
    const { politeness } = user;
    if (known !== undefined && isSame(known.politeness, politeness)) return known.gate;
    const gate = new SourceGate(this.#hostGate(host), this.#timer, user);
    this.#gates.set(key, { gate, politeness });
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

function isSame(one: Politeness, other: Politeness): boolean {
  return one === other || isDeepStrictEqual(one, other);
}
