import { isDeepStrictEqual } from "node:util";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";

/**
 * Nodes that cannot be asked for the same thing are told in one error, in the place of the first of them: with many nodes
 * they would outweigh the data. Whatever else failed has its own time and its own way out, and is told node by node.
 */
export function tellTogether(failures: readonly unknown[]): readonly unknown[] {
  const told: unknown[] = [];
  for (const failure of failures) {
    const place = told.findIndex((other) => isSame(other, failure));
    const before = told[place];
    if (isUnable(before) && isUnable(failure)) told[place] = joined(before, failure);
    else told.push(failure);
  }
  return told;
}

/** Whether it is the node's word that it cannot be asked so, which says nothing about what it has. */
export function isUnable(failure: unknown): failure is NodeCallError {
  return failure instanceof NodeCallError && failure.extensions.code === "NODE_CANNOT_ANSWER";
}

function isSame(one: unknown, other: unknown): boolean {
  return isUnable(one) && isUnable(other) && isDeepStrictEqual(one.extensions.reason, other.extensions.reason);
}

function joined({ message, extensions }: NodeCallError, other: NodeCallError): NodeCallError {
  const { node, nodes = [node] } = extensions;
  return new NodeCallError({ message, extensions: { ...extensions, nodes: [...nodes, other.extensions.node] } });
}
