import type { Clock } from "#adapters/runtime/source.ts";
import { partitionOf } from "#gateway/access/partition.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeRequest, NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";
import type { CallNode } from "./call-node.ts";
import { distinct } from "./distinct.ts";
import type { CachedEntity, EntityCache } from "./entity-cache.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import type { RequestState } from "./request-state.ts";

type Entity = Readonly<Record<string, unknown>> | null;
type EntityRequest = Omit<NodeRequest, "scope">;

export interface EntityFetcher {
  /** `_entities` of one node: each distinct representation is looked up once, in the cache first. */
  fetch(node: GatewayNode, request: EntityRequest, state: RequestState): Promise<EntityAnswer>;
}

interface EntityAnswer {
  readonly data: { readonly _entities: readonly Entity[] };
  readonly errors: readonly NodeError[];
}

export interface EntityFetcherParts {
  readonly callNode: CallNode;
  readonly cache: EntityCache;
  readonly clock: Clock;
  readonly metrics: NodeMetrics;
  /** Types that never enter a shared cache. */
  readonly isPrivateType: (typeName: string) => boolean;
}

export function createEntityFetcher(parts: EntityFetcherParts): EntityFetcher {
  return { fetch: (node, request, state) => fetchEntities(parts, node, { request, state }) };
}

interface Question {
  readonly request: EntityRequest;
  readonly state: RequestState;
}

async function fetchEntities(parts: EntityFetcherParts, node: GatewayNode, question: Question): Promise<EntityAnswer> {
  const { request, state } = question;
  const { representations, ...variables } = request.variables ?? {};
  const all = Array.isArray(representations) ? representations : [];
  const wanted = distinct<Readonly<Record<string, unknown>>>(all);
  const prefix = keyPrefix(node, request.query, variables, state.scope);
  const cached = wanted.keys.map((key) => parts.cache.get(prefix + key));
  const missing = wanted.items.flatMap((item, index) => (cached[index] === undefined ? [{ item, index }] : []));
  parts.metrics.countEntities(node.code, "duplicate", all.length - wanted.items.length);
  parts.metrics.countEntities(node.code, "hit", wanted.items.length - missing.length);
  parts.metrics.countEntities(node.code, "miss", missing.length);
  state.sources.add(hitReports(node.code, cached, parts.clock.now()));

  const entities = cached.map((entry): Entity => (entry === undefined ? null : JSON.parse(entry.json)));
  if (missing.length === 0) return spread(entities, [], wanted.places);
  const asked = { ...request, variables: { ...variables, representations: missing.map(({ item }) => item) } };
  const response = await parts.callNode(node, asked, state.scope, state.others);
  state.sources.add(response.extensions.hub.sources);
  const received = entitiesOf(response, missing.length);
  for (const [place, { index }] of missing.entries()) entities[index] = received[place] ?? null;
  store(parts, {
    node,
    response,
    received,
    entries: missing.map(({ item, index }) => ({ item, key: prefix + wanted.keys[index] })),
  });
  return spread(entities, moveErrors(response.errors ?? [], missing), wanted.places);
}

/** Everything that may change an answer is in the key: node, selection, arguments, language, authorisation. */
function keyPrefix(node: GatewayNode, query: string, variables: object, scope: RequestScope): string {
  const credential = scope.nodeCredentials.get(node.code);
  const partition = partitionOf(new Map(credential === undefined ? [] : [[node.code, credential]]));
  return JSON.stringify([node.code, query, variables, scope.language, partition]);
}

function hitReports(node: string, cached: readonly (CachedEntity | undefined)[], now: number): readonly SourceReport[] {
  return cached.flatMap((entry) =>
    (entry?.sources ?? []).map((source) => ({
      node,
      source,
      outcome: "OK" as const,
      upstreamCalls: 0,
      cacheHits: 1,
      ageSeconds: Math.floor((now - (entry?.storedAt ?? now)) / 1000),
      durationMs: 0,
    })),
  );
}

function entitiesOf(response: NodeResponse, count: number): readonly Entity[] {
  const entities = response.data?.["_entities"];
  return Array.isArray(entities) && entities.length === count ? entities : Array.from({ length: count }, () => null);
}

interface Answered {
  readonly node: GatewayNode;
  readonly response: NodeResponse;
  readonly received: readonly Entity[];
  readonly entries: readonly { readonly item: Readonly<Record<string, unknown>>; readonly key: string }[];
}

/** Only public entities without an error of their own are kept, for as long as the node allows. */
function store({ cache, clock, isPrivateType }: EntityFetcherParts, { response, received, entries }: Answered): void {
  const { ttlMs, isPrivate, sources } = response.extensions.hub;
  if (ttlMs <= 0 || isPrivate || !Array.isArray(response.data?.["_entities"])) return;
  const failed = new Set((response.errors ?? []).map((error) => error.path?.[1]));
  if (failed.has(undefined)) return;
  const now = clock.now();
  for (const [place, { item, key }] of entries.entries()) {
    if (failed.has(place) || isPrivateType(String(item["__typename"]))) continue;
    const json = JSON.stringify(received[place] ?? null);
    cache.set(key, { json, sources: sources.map(({ source }) => source), storedAt: now, expiresAt: now + ttlMs });
  }
}

/** Errors of asked representations, moved to their place among the distinct ones; an error without a place is every one's. */
function moveErrors(
  errors: readonly NodeError[],
  missing: readonly { readonly index: number }[],
): readonly NodeError[] {
  return errors.flatMap((error) => {
    const place = error.path?.[1];
    if (typeof place !== "number") return missing.map(({ index }) => ({ ...error, path: ["_entities", index] }));
    const index = missing[place]?.index;
    return index === undefined ? [] : [{ ...error, path: ["_entities", index, ...(error.path ?? []).slice(2)] }];
  });
}

/** From distinct entities back to the places that asked, each with an object of its own, since merging writes into it. */
function spread(entities: readonly Entity[], errors: readonly NodeError[], places: readonly number[]): EntityAnswer {
  const used = new Set<number>();
  const own = places.map((index) => {
    const entity = entities[index] ?? null;
    if (entity === null || !used.has(index)) {
      used.add(index);
      return entity;
    }
    return structuredClone(entity);
  });
  const moved = places.flatMap((index, place) =>
    errors
      .filter((error) => error.path?.[1] === index)
      .map((error) => ({ ...error, path: ["_entities", place, ...(error.path ?? []).slice(2)] })),
  );
  return { data: { _entities: own }, errors: moved };
}
