import type { Conformance, NodeLifecycle, PlugIn, PlugInActor, PlugInChange } from "#subgraphs/runtime/plug-in.ts";
import { isInGraph } from "./lifecycle.ts";
import type { OwnLimits } from "./registry-event.ts";

/** One version of a node. */
export interface Release {
  readonly version: string;
  readonly kind: Exclude<PlugIn["kind"], "BUILT_IN">;
  /** SHA-256 of what its owner gave. */
  readonly digest: string;
  /** SHA-256 of what its server said of itself when it passed its check; null before, and of nodes that run here. */
  readonly words: string | null;
  readonly hosts: readonly string[];
  readonly stage: NodeLifecycle;
  /** It was live at some time. */
  readonly wasLive: boolean;
  readonly registeredAt: string;
  readonly registeredBy: PlugInActor;
  readonly conformance: Conformance | null;
  /** Why it is quarantined or retired. */
  readonly reason: string | null;
  /** Quarantined for its answers: the hub asks it again by itself after a while. */
  readonly isTriedAgain: boolean;
}

/** A node with all its versions, oldest first. */
export interface NodeEntry {
  readonly code: string;
  readonly releases: readonly Release[];
  /** SHA-256 of its owner's token. */
  readonly ownerToken: string | null;
  readonly limits: OwnLimits;
  /** Oldest first. */
  readonly history: readonly PlugInChange[];
}

export function releaseOf(entry: NodeEntry | undefined, version: string): Release | undefined {
  return entry?.releases.find((release) => release.version === version);
}

/** The version whose types are in the graph. */
export function releaseInGraph(entry: NodeEntry | undefined): Release | undefined {
  return entry?.releases.find(({ stage }) => isInGraph(stage));
}

/** The node is gone with all its versions, and nobody has registered it anew. */
export function hasLeft(entry: NodeEntry | undefined): boolean {
  return entry?.releases.every(({ stage }) => stage === "RETIRED") === true;
}

/** The version that stands for the node: the one in the graph, else the latest that has not left. */
export function leadingRelease({ releases }: NodeEntry): Release | undefined {
  return (
    releases.find(({ stage }) => isInGraph(stage)) ??
    releases.findLast(({ stage }) => stage !== "RETIRED") ??
    releases.at(-1)
  );
}
