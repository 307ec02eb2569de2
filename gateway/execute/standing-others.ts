import type { Clock } from "#adapters/runtime/source.ts";
import { PUBLIC_PARTITION } from "#gateway/access/partition.ts";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { StandingOthers } from "#subgraphs/runtime/node-store.ts";
import type { NodeDirectory } from "#subgraphs/runtime/ports.ts";
import type { CallNode } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { createNodeCaller } from "./node-caller.ts";
import { createNodeDirectory } from "./node-directory.ts";
import { SourceBook } from "./request-state.ts";

/** The ports of the node that asks the others, for what it does without a client: it brings nobody's credentials. */
export function createStandingOthers(
  nodes: () => readonly GatewayNode[],
  callNode: CallNode,
  clock: Clock,
): StandingOthers {
  let known = { nodes: nodes(), directory: createNodeDirectory(nodes()) };
  const directory = (): NodeDirectory => {
    const now = nodes();
    if (known.nodes !== now) known = { nodes: now, directory: createNodeDirectory(now) };
    return known.directory;
  };
  return {
    directory: { list: () => directory().list(), ownerOf: (typeName) => directory().ownerOf(typeName) },
    callerFor: (request) =>
      createNodeCaller(nodes(), callNode, {
        scope: {
          ...request,
          method: "POST",
          language: "zh",
          nodeCredentials: new Map(),
          partition: PUBLIC_PARTITION,
          wantsSources: false,
        },
        sources: new SourceBook(),
        policy: new AnswerPolicy(),
        clock,
      }),
  };
}
