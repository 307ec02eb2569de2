import type { KeptInCache } from "#adapters/runtime/create-source-runtime.ts";
import type { SourceHealth } from "#adapters/runtime/source.ts";
import type { CacheFigures } from "#gateway/cache/cache-metrics.ts";
import type { Forgetful, KeptEntities } from "#gateway/cache/invalidation.ts";
import type { BulkheadStanding } from "#gateway/execute/bulkhead.ts";
import type { Bulkheads } from "#gateway/execute/bulkheads.ts";
import type { NodeState } from "#gateway/execute/gateway-node.ts";
import type { LoadShedder, LoadStanding } from "#gateway/guard/load-shedder.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { TakeDowns } from "#subgraphs/runtime/take-downs.ts";

/** What an operator sees of the hub. Times are ISO 8601. */
export interface HubStatus {
  readonly nodes: readonly NodeStatus[];
  readonly entityCache: { readonly entities: number; readonly bytes: number };
  /** Whole answers. */
  readonly responseCache: { readonly responses: number; readonly bytes: number };
  readonly load: LoadStanding;
  /** Records taken down. */
  readonly takenDown: number;
}

interface NodeStatus {
  readonly code: string;
  readonly name: Bilingual;
  readonly state: NodeState;
  /** Of a node that runs elsewhere. */
  readonly url: string | null;
  readonly questions: BulkheadStanding;
  readonly sources: readonly SourceStatus[];
}

interface SourceStatus {
  readonly code: string;
  readonly name: Bilingual;
  readonly kind: string;
  /** Null where another process owns the source. */
  readonly paused: boolean | null;
  readonly health: Readonly<Record<Exclude<keyof SourceHealth, "pauseReason">, unknown>> &
    Pick<SourceHealth, "pauseReason">;
  readonly cache: KeptInCache | null;
}

export interface StatusParts {
  readonly opened: readonly OpenedNode[];
  readonly entityCache: KeptEntities;
  readonly responses: Forgetful & { readonly figures: CacheFigures };
  readonly bulkheads: Bulkheads;
  readonly shedder: LoadShedder;
  readonly takeDowns: TakeDowns;
}

export function readHubStatus(parts: StatusParts): HubStatus {
  const { opened, entityCache, bulkheads, shedder, takeDowns } = parts;
  const { responses = 0, bytes = 0 } = parts.responses.figures.responses ?? {};
  return {
    nodes: opened.filter(({ node }) => !node.seesOthers).map((one) => toNodeStatus(one, bulkheads)),
    entityCache: { entities: entityCache.size, bytes: entityCache.bytes },
    responseCache: { responses, bytes },
    load: shedder.standing,
    takenDown: takeDowns.size,
  };
}

function toNodeStatus({ node, sources }: OpenedNode, bulkheads: Bulkheads): NodeStatus {
  return {
    code: node.code,
    name: node.name,
    state: node.state(),
    url: node.url ?? null,
    questions: bulkheads.of(node).standing,
    sources: node.sources.map(({ code, name, kind, health }) => {
      const own = sources.find(({ definition }) => definition.code === code);
      const paused = own?.isPaused ?? null;
      return { code, name, kind, paused, health: withTimes(health()), cache: own?.kept() ?? null };
    }),
  };
}

function withTimes(health: SourceHealth): SourceStatus["health"] {
  const { lastSuccessAt, lastFailureAt, pausedUntil } = health;
  return {
    ...health,
    figures: health.figures ?? {},
    lastSuccessAt: toTime(lastSuccessAt),
    lastFailureAt: toTime(lastFailureAt),
    pausedUntil: toTime(pausedUntil),
  };
}

function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
