import type {
  Conformance,
  NodeLifecycle,
  PlugInActor,
  PlugInChange,
  PlugInStanding,
} from "#subgraphs/runtime/plug-in.ts";
import type { DriftTold } from "./drift-standing.ts";
import { leadingRelease, type NodeEntry, type Release } from "./node-entry.ts";
import type { OwnLimits } from "./registry-event.ts";
import type { ShadowReport } from "./shadow-runner.ts";

/** A plugged-in node as its owner and the operator see it. */
export interface NodeTold {
  readonly code: string;
  readonly kind: Release["kind"];
  readonly lifecycle: NodeLifecycle;
  readonly version: string;
  readonly pausedByOperator: boolean;
  readonly pausedByOwner: boolean;
  readonly hasOwnerToken: boolean;
  readonly limits: OwnLimits;
  /** It was removed, and the graph still changes. */
  readonly isLeaving?: true;
  readonly releases: readonly ReleaseTold[];
  /** How the version in the shadow answers beside the one that is served; null without one, and before it was asked. */
  readonly shadow: ShadowReport | null;
  /** Whether its answers still have the shape that they had; null before they were looked at. */
  readonly drift: DriftTold | null;
  /** Newest first. */
  readonly history: readonly PlugInChange[];
}

interface ReleaseTold {
  readonly version: string;
  readonly lifecycle: NodeLifecycle;
  readonly registeredAt: string;
  readonly registeredBy: PlugInActor;
  readonly conformance: Conformance | null;
  readonly hosts: readonly string[];
  readonly sha256: string;
  /** Of what a server elsewhere said of itself when it passed its check. */
  readonly wordsSha256: string | null;
  readonly reason: string | null;
}

export interface PausedBy {
  readonly operator: boolean;
  readonly owner: boolean;
}

export function tellNode(
  entry: NodeEntry,
  paused: PausedBy,
  { shadow, drift }: Pick<NodeTold, "shadow" | "drift">,
): NodeTold {
  const { lifecycle, plugIn } = standingOf(entry);
  return {
    code: entry.code,
    kind: leadingRelease(entry)?.kind ?? "MANIFEST",
    lifecycle,
    version: plugIn.version ?? "",
    pausedByOperator: paused.operator,
    pausedByOwner: paused.owner,
    hasOwnerToken: entry.ownerToken !== null,
    limits: entry.limits,
    shadow,
    drift,
    releases: entry.releases.map(tellRelease),
    history: entry.history.toReversed(),
  };
}

function tellRelease({ stage, digest, words, ...release }: Release): ReleaseTold {
  const { version, registeredAt, registeredBy, conformance, hosts, reason } = release;
  const told = { version, lifecycle: stage, registeredAt, registeredBy, conformance, hosts, reason };
  return { ...told, sha256: digest, wordsSha256: words };
}

/** Changes that clients are told of. */
const TOLD_CHANGES = 20;

/** As clients see it in the graph. */
export function standingOf(entry: NodeEntry): PlugInStanding {
  const release = leadingRelease(entry);
  return {
    lifecycle: release?.stage ?? "DRAFT",
    plugIn: {
      kind: release?.kind ?? "MANIFEST",
      version: release?.version ?? null,
      conformance: release?.conformance ?? null,
      history: entry.history.slice(-TOLD_CHANGES).reverse(),
    },
  };
}
