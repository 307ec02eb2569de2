import type { NodeState } from "./gateway-node.ts";

/** Which nodes may be asked. A node that may not keeps its types in the graph and answers NODE_UNAVAILABLE. */
export class NodeStates {
  readonly #states = new Map<string, NodeState>();
  readonly #listeners: ((code: string) => void)[] = [];

  of(code: string): NodeState {
    return this.#states.get(code) ?? "LIVE";
  }

  /** Told of every change. */
  onChange(listener: (code: string) => void): void {
    this.#listeners.push(listener);
  }

  set(code: string, state: NodeState): void {
    const before = this.of(code);
    this.#states.set(code, state);
    if (before !== state) for (const listener of this.#listeners) listener(code);
  }

  /** The node has left. */
  forget(code: string): void {
    this.#states.delete(code);
  }
}
