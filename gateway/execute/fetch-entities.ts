import type { Clock } from "#adapters/runtime/source.ts";
import type { PolicyHints } from "#gateway/cache/answer-policy.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";
import type { CallNode, NodeQuestion } from "./call-node.ts";
import { distinct } from "./distinct.ts";
import type { CachedEntity, EntityCache } from "./entity-cache.ts";
import { entityKeyPrefix } from "./entity-key.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import { nodeError } from "./refuse-for-node.ts";
import { type Books, noteAnswer, type RequestState } from "./request-state.ts";

/** "Not there" is believed for a short while only. */
const NEGATIVE_TTL_MS = 30_000;

type Entity = Readonly<Record<string, unknown>> | null;
type Representation = Readonly<Record<string, unknown>>;

export interface EntityFetcher {
  /** `_entities` of one node: each distinct representation is looked up once, in the cache first. */
  fetch(node: GatewayNode, question: NodeQuestion, state: RequestState): Promise<EntityAnswer>;
}

interface EntityAnswer {
  /** As many entities as representations, in their order, each an object of its own. */
  readonly data: { readonly _entities: readonly Entity[] };
  /** Paths begin with "_entities" and the place among the representations. */
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
  return { fetch: (node, question, state) => fetchEntities(parts, { node, question, state }) };
}

interface Fetch {
  readonly node: GatewayNode;
  readonly question: NodeQuestion;
  readonly state: RequestState;
}

/** A representation that no cache knows, and its place among the distinct ones. */
interface Missing {
  readonly item: Representation;
  readonly index: number;
  readonly key: string;
}

async function fetchEntities(parts: EntityFetcherParts, fetch: Fetch): Promise<EntityAnswer> {
  const { node, question, state } = fetch;
  const { representations, ...variables } = question.variables ?? {};
  const all: readonly Representation[] = Array.isArray(representations) ? representations : [];
  const wanted = distinct(all);
  const prefix = entityKeyPrefix(node, { ...question, variables }, state.scope);
  const keys = wanted.keys.map((key) => prefix + key);
  // A node that may not be asked is not answered for either.
  const cached = keys.map((key) => (node.state() === "LIVE" ? parts.cache.get(key) : undefined));
  const missing = wanted.items.flatMap((item, index) =>
    cached[index] === undefined ? [{ item, index, key: keys[index] ?? "" }] : [],
  );
  parts.metrics.countEntities(node.code, "duplicate", all.length - wanted.items.length);
  parts.metrics.countEntities(node.code, "hit", wanted.items.length - missing.length);
  parts.metrics.countEntities(node.code, "miss", missing.length);
  noteKept(state, node.code, { cached, now: parts.clock.now() });

  const entities = cached.map((entry): Entity => (entry === undefined ? null : JSON.parse(entry.json)));
  if (missing.length === 0) return spread(entities, [], wanted.places);
  const { received, errors } = await ask(parts, fetch, { variables, missing });
  for (const [place, { index }] of missing.entries()) entities[index] = received[place] ?? null;
  return spread(entities, moveErrors(errors, missing), wanted.places);
}

/** Asks the node for what is missing and keeps what may be kept. */
async function ask(
  parts: EntityFetcherParts,
  { node, question, state }: Fetch,
  { variables, missing }: { readonly variables: object; readonly missing: readonly Missing[] },
): Promise<{ readonly received: readonly Entity[]; readonly errors: readonly NodeError[] }> {
  const asked = { ...question, variables: { ...variables, representations: missing.map(({ item }) => item) } };
  const { generation } = parts.cache;
  const response = await parts.callNode(node, asked, state.scope, state.others);
  noteAnswer(state, node.code, response);
  const errors = response.errors ?? [];
  const received = entitiesOf(response, missing.length);
  if (received !== undefined) {
    if (generation === parts.cache.generation)
      store(parts, { hints: hintsFor(node, response, state), response, received, missing });
    return { received, errors };
  }
  return { received: [], errors: errors.length > 0 ? errors : [nodeError(node.code, "NODE_BAD_RESPONSE")] };
}

/** One entity or null for each representation; undefined when the answer holds anything else. */
function entitiesOf(response: NodeResponse, count: number): readonly Entity[] | undefined {
  const entities: unknown = response.data?.["_entities"];
  return Array.isArray(entities) && entities.length === count && entities.every(isEntity) ? entities : undefined;
}

function isEntity(value: unknown): value is Entity {
  return typeof value === "object" && !Array.isArray(value);
}

interface Kept {
  readonly cached: readonly (CachedEntity | undefined)[];
  readonly now: number;
}

/** Only what is public is kept here; it counts for as long as it is still believed. */
function noteKept({ sources, policy }: Books, node: string, { cached, now }: Kept): void {
  sources.add(hitReports(node, cached, now));
  for (const entry of cached) {
    if (entry !== undefined) policy.restrict(node, { ttlMs: entry.expiresAt - now, isPrivate: false });
  }
}

function hitReports(node: string, cached: readonly (CachedEntity | undefined)[], now: number): readonly SourceReport[] {
  return cached.flatMap((entry) =>
    (entry?.sources ?? []).map(({ code, ageSeconds }) => ({
      node,
      source: code,
      outcome: "OK" as const,
      upstreamCalls: 0,
      cacheHits: 1,
      ageSeconds: ageSeconds + Math.floor((now - (entry?.storedAt ?? now)) / 1000),
      durationMs: 0,
    })),
  );
}

/** What a node made of others' answers is kept no longer than those: at most as long as all that the operation has used so far. */
function hintsFor(node: GatewayNode, { extensions: { hub } }: NodeResponse, { policy }: RequestState): PolicyHints {
  if (!node.seesOthers) return hub;
  const { ttlMs, isPrivate } = policy.read();
  return { ttlMs: Math.min(hub.ttlMs, ttlMs), isPrivate: hub.isPrivate || isPrivate };
}

interface Answered {
  readonly hints: PolicyHints;
  readonly response: NodeResponse;
  readonly received: readonly Entity[];
  readonly missing: readonly Missing[];
}

/** Keeps what is neither private nor beside an error; an error without a place may be anyone's. */
function store(
  { cache, clock, isPrivateType }: EntityFetcherParts,
  { hints, response, received, missing }: Answered,
): void {
  const { ttlMs, isPrivate } = hints;
  const { sources } = response.extensions.hub;
  const failed = new Set((response.errors ?? []).map((error) => error.path?.[1]));
  if (ttlMs <= 0 || isPrivate || failed.has(undefined)) return;
  const now = clock.now();
  const origin = sources.map(({ source, ageSeconds }) => ({ code: source, ageSeconds }));
  for (const [place, { item, key }] of missing.entries()) {
    if (failed.has(place) || isPrivateType(String(item["__typename"]))) continue;
    const entity = received[place] ?? null;
    const expiresAt = now + (entity === null ? Math.min(ttlMs, NEGATIVE_TTL_MS) : ttlMs);
    cache.set(key, { json: JSON.stringify(entity), sources: origin, storedAt: now, expiresAt });
  }
}

/** Errors of asked representations, moved to their place among the distinct ones; an error without a place is every one's. */
function moveErrors(errors: readonly NodeError[], missing: readonly Missing[]): readonly NodeError[] {
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
    if (!used.has(index)) {
      used.add(index);
      return entity;
    }
    return structuredClone(entity);
  });
  const byIndex = Map.groupBy(errors, (error) => error.path?.[1]);
  const moved = places.flatMap((index, place) =>
    (byIndex.get(index) ?? []).map((error) => ({
      ...error,
      path: ["_entities", place, ...(error.path ?? []).slice(2)],
    })),
  );
  return { data: { _entities: own }, errors: moved };
}
