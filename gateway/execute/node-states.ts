import type { NodeState } from "./gateway-node.ts";

/** Which nodes may be asked. A node that may not keeps its types in the graph and answers NODE_UNAVAILABLE. */
export class NodeStates {
  readonly #states = new Map<string, NodeState>();

  of(code: string): NodeState {
    return this.#states.get(code) ?? "LIVE";
  }

  set(code: string, state: NodeState): void {
    this.#states.set(code, state);
  }
}
