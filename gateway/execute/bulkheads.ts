import type { Timer } from "#adapters/runtime/timer.ts";
import { Bulkhead, type BulkheadLimits } from "./bulkhead.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";

/** For members without settings of their own (those that ask the others): enough, but not without end. */
const WIDE: BulkheadLimits = { concurrency: 5_000, queue: 0 };

/** One bulkhead for every node. */
export class Bulkheads {
  readonly #timer: Timer;
  readonly #metrics: NodeMetrics;
  readonly #byNode = new Map<string, Bulkhead>();

  constructor(timer: Timer, metrics: NodeMetrics) {
    this.#timer = timer;
    this.#metrics = metrics;
  }

  of({ code, limits = WIDE }: Pick<GatewayNode, "code" | "limits">): Bulkhead {
    const known = this.#byNode.get(code);
    if (known !== undefined) return known;
    const made = new Bulkhead(limits, this.#timer, (standing) => this.#metrics.occupied(code, standing));
    this.#byNode.set(code, made);
    return made;
  }

  /** The node has left, or another of that code has come: those who are inside leave by the door that they know. */
  forget(code: string): void {
    this.#byNode.delete(code);
  }
}
