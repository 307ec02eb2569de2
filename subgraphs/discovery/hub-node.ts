import type { SourceHealth } from "#adapters/runtime/source.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { BUILT_IN } from "#subgraphs/runtime/plug-in.ts";
import type { ListedNode, ListedSource } from "#subgraphs/runtime/ports.ts";

/** A listed node as the GraphQL type HubNode. */
export function toHubNode(node: ListedNode) {
  const { lifecycle, plugIn } = node.standing ?? BUILT_IN;
  return {
    __typename: "HubNode" as const,
    id: encodeNodeId("HubNode", node.code),
    code: node.code,
    name: node.name,
    operator: node.operator,
    region: node.region === null ? null : { code: node.region },
    state: node.state,
    lifecycle: node.state === "QUARANTINED" ? node.state : lifecycle,
    plugIn,
    provides: node.kinds.map(({ kind, search, about }) => ({ node: node.code, kind, search, about })),
    sources: node.sources.map((source) => toHubSource(source, node.showsDetails === true)),
  };
}

function toHubSource(source: ListedSource, showsDetails: boolean) {
  const health = source.health();
  return {
    code: source.code,
    name: source.name,
    kind: source.kind,
    health: health.state,
    lastSuccessAt: toTime(health.lastSuccessAt),
    details: showsDetails ? toDetails(source, health) : null,
    detailsReason: showsDetails ? null : OPERATOR_ONLY,
    licence: source.licence,
  };
}

const OPERATOR_ONLY = {
  code: "OPERATOR_ONLY",
  message: { zh: "仅运营者可见", en: "For the operator alone" },
};

function toDetails({ isPaused }: ListedSource, health: SourceHealth) {
  const { breaker, queueDepth, quotaUsed, dailyQuota, lastFailureKind } = health;
  return {
    paused: isPaused?.() ?? null,
    breaker,
    queueDepth,
    quotaUsed,
    dailyQuota,
    pausedUntil: toTime(health.pausedUntil),
    pauseReason: health.pauseReason,
    lastFailureKind,
    lastFailureAt: toTime(health.lastFailureAt),
    figures: Object.entries(health.figures ?? {}).map(([name, value]) => ({ name, value })),
  };
}

function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
