import type { NodeError, NodeErrorExtensions } from "./node-error.ts";

/** Another node failed, as told by the gateway; keeps that node's own code and name on the way to the client. */
export class NodeCallError extends Error {
  override readonly name = "NodeCallError" as const;
  readonly extensions: NodeErrorExtensions;

  constructor(error: Pick<NodeError, "message" | "extensions">) {
    super(error.message);
    this.extensions = error.extensions;
  }
}
