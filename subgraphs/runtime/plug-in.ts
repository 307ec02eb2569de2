/** How far a node has come, from the first draft to its leaving. */
export type NodeLifecycle = "DRAFT" | "CHECKED" | "SHADOW" | "LIVE" | "QUARANTINED" | "RETIRED";

/** Who made a change. */
export type PlugInActor = "OPERATOR" | "OWNER" | "HUB";

/** Result of a conformance check. */
export interface Conformance {
  /** 0 to 100. */
  readonly score: number;
  /** Ids of the checks that failed, of those that must or should be met. */
  readonly failed: readonly string[];
  /** ISO 8601. */
  readonly checkedAt: string;
}

export interface PlugInChange {
  /** ISO 8601. */
  readonly changedAt: string;
  readonly version: string;
  readonly lifecycle: NodeLifecycle;
  readonly changedBy: PlugInActor;
}

/** How a node is joined. */
export interface PlugIn {
  readonly kind: "BUILT_IN" | "MANIFEST" | "SNAPSHOT" | "SUBGRAPH";
  /** By the owner's counting; null for what is part of the hub. */
  readonly version: string | null;
  readonly conformance: Conformance | null;
  /** Newest first. */
  readonly history: readonly PlugInChange[];
}

/** A node's place in the registry. */
export interface PlugInStanding {
  readonly lifecycle: NodeLifecycle;
  readonly plugIn: PlugIn;
}

/** Of a node that is part of the hub: it was never plugged in. */
export const BUILT_IN: PlugInStanding = {
  lifecycle: "LIVE",
  plugIn: { kind: "BUILT_IN", version: null, conformance: null, history: [] },
};

/** What is known of a node by its code; undefined for those that are part of the hub. */
export type FindStanding = (code: string) => PlugInStanding | undefined;
