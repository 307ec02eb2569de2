import type { Asked, NodeDesk } from "#gateway/registry/node-desk.ts";
import type { NodeTold } from "#gateway/registry/node-told.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { OperatorDesk } from "./operator-desk.ts";

/** Orders about a plugged-in node that hold for nodes of every kind: pauses, and records taken down. */
export interface NodeOrders {
  pause(asked: Asked): Promise<NodeTold | Refusal>;
  /** Lifts the pause of whoever asks; a quarantined node is opened anew. */
  resume(asked: Asked): Promise<NodeTold | Refusal>;
  /** Of the node's own records alone. */
  takeDown(asked: Asked, id: string, reason: string): Promise<object | Refusal>;
}

export interface NodeOrderParts {
  readonly desk: Pick<OperatorDesk, "pauseFor" | "takeDown">;
  readonly nodes: NodeDesk;
  /** The node that owns a type name. */
  readonly ownerOf: (typeName: string) => string | undefined;
}

export function createNodeOrders({ desk, nodes, ownerOf }: NodeOrderParts): NodeOrders {
  const pause = async (asked: Asked, isPaused: boolean) => {
    const shown = nodes.show(asked);
    if (isRefusal(shown)) return shown;
    const done = await desk.pauseFor(asked.by, asked.code, isPaused);
    return isRefusal(done) ? done : nodes.show(asked);
  };
  return {
    pause: (asked) => pause(asked, true),
    resume: async (asked) => {
      const shown = nodes.show(asked);
      if (isRefusal(shown)) return shown;
      return shown.lifecycle === "QUARANTINED" && asked.by === "OPERATOR" ? nodes.resume(asked) : pause(asked, false);
    },
    takeDown: async ({ code }, id, reason) => {
      const typeName = decodeNodeId(id)?.typename;
      if (typeName !== undefined && ownerOf(typeName) === code) return desk.takeDown(id, reason);
      return refuse("BAD_REQUEST", { zh: `不是节点 ${code} 的记录`, en: `not the id of a record of node ${code}` });
    },
  };
}
