import type { DocumentNode } from "graphql";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { NodeService } from "#subgraphs/runtime/node-service.ts";
import type { ListedKind, ListedSource } from "#subgraphs/runtime/ports.ts";
import type { BulkheadLimits } from "./bulkhead.ts";

export type NodeState = "LIVE" | "PAUSED" | "QUARANTINED";

/** A node as the gateway holds it: what it says of itself, how to ask it, and whether it may be asked. */
export interface GatewayNode {
  readonly code: string;
  readonly name: Bilingual;
  readonly operator: Bilingual;
  readonly region: string | null;
  readonly kinds: readonly ListedKind[];
  readonly sources: readonly ListedSource[];
  /** Whole schema, as composed. */
  readonly typeDefs: DocumentNode;
  readonly service: NodeService;
  /** Differs after every opening: what one of that code answered is not given for another. */
  readonly version?: string | undefined;
  /** Address of a node that runs elsewhere. */
  readonly url?: string | undefined;
  readonly seesOthers: boolean;
  /** How much of it may be under way. */
  readonly limits?: BulkheadLimits | undefined;
  state(): NodeState;
}
