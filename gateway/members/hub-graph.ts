import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import type { GivenPlace, OpenedNode } from "#gateway/open-nodes.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { MemberProblem } from "./member-problem.ts";

/** One change of who is in the graph. */
export type MemberChange =
  /** A node joins, or takes the place of the one with its code. With an address it runs there, else in this process. */
  | ({ readonly kind: "put"; readonly definition: NodeDefinition } & GivenPlace)
  /** Its types leave the graph. */
  | { readonly kind: "remove"; readonly code: string };

/** What became of a change. */
export type AppliedChange =
  | {
      readonly kind: "served";
      /** How many graphs came before it since the start. */
      readonly generation: number;
      /** Operations that clients ask and that were planned anew before the swap. */
      readonly plans: number;
      readonly tookMs: number;
    }
  /** The old graph goes on as if nothing had been asked. */
  | { readonly kind: "refused"; readonly problems: readonly MemberProblem[] };

/**
 * The hub's graph, whose members may be changed while it serves. A change is made in whole or not at all, one change after
 * the other; operations under way end on the graph on which they began, and nodes that stay keep all that they have open.
 */
export interface HubGraph {
  /** Never throws for what a node does wrong. */
  apply(changes: readonly MemberChange[]): Promise<AppliedChange>;
  /** Whether it would be refused for what can be told without opening a node: ownership, limits, composition. */
  check(changes: readonly MemberChange[]): Promise<readonly MemberProblem[]>;
  /** Those of the graph that is served. */
  nodes(): readonly GatewayNode[];
  opened(): readonly OpenedNode[];
  /** The supergraph that is served. */
  supergraphSdl(): string;
  /** Told in the turn in which a new graph is served; the function returned ends it. */
  onChange(listener: () => void): () => void;
}
