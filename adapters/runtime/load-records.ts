import type { RecordCache } from "./record-cache.ts";
import type { CallContext, Clock, Sourced } from "./source.ts";
import { UpstreamError } from "./upstream-error.ts";

/** One per id asked, in that order: the record, null for "nothing there", or the failure of this id alone. */
export type LoadedRecords<T> = readonly (Sourced<T | null> | UpstreamError)[];

export interface LoadOptions<T> {
  readonly cache: RecordCache<T>;
  readonly ids: readonly string[];
  /**
   * Asks for the ids that the cache does not know, each once; what is not in the answer does not exist.
   * Throwing UpstreamError fails these ids, not their neighbours.
   */
  readonly fetchMissing: (ids: readonly string[]) => Promise<Sourced<ReadonlyMap<string, T | UpstreamError>>>;
  readonly source: string;
  readonly operation: string;
  readonly clock: Clock;
  readonly context: CallContext;
}

/** Look-ups by id over a record cache: one question for all that is missing, cache hits told to the operation. */
export async function loadRecords<T>(options: LoadOptions<T>): Promise<LoadedRecords<T>> {
  const known = readKnown(options);
  const missing = [...new Set(options.ids)].filter((id) => !known.has(id));
  observeHits(known, options);
  const fetched = await fetchAll(missing, options);
  return options.ids.map((id) => known.get(id) ?? fetched.get(id) ?? unanswered(options.source));
}

function readKnown<T>({ cache, ids }: LoadOptions<T>): Map<string, Sourced<T | null>> {
  const known = new Map<string, Sourced<T | null>>();
  for (const id of ids) {
    const record = cache.get(id);
    if (record !== undefined) known.set(id, record);
  }
  return known;
}

/** One event for all hits; the misses are told by the pipeline that fetches them. */
function observeHits<T>(known: ReadonlyMap<string, Sourced<T | null>>, options: LoadOptions<T>): void {
  if (known.size === 0) return;
  const now = options.clock.now();
  const ages = [...known.values()].map((record) => now - record.fetchedAt);
  options.context.observe({
    source: options.source,
    operation: options.operation,
    outcome: "OK",
    upstreamCalls: 0,
    cacheHits: known.size,
    ageMs: Math.max(0, ...ages),
    durationMs: 0,
    ttlMs: options.cache.ttlLeftMs([...known.keys()]),
    isPrivate: false,
  });
}

async function fetchAll<T>(
  missing: readonly string[],
  { cache, fetchMissing }: LoadOptions<T>,
): Promise<ReadonlyMap<string, Sourced<T | null> | UpstreamError>> {
  if (missing.length === 0) return new Map();
  try {
    const answer = await fetchMissing(missing);
    return new Map(missing.map((id) => [id, rememberOne(id, answer, cache)]));
  } catch (error) {
    if (error instanceof UpstreamError) return new Map(missing.map((id) => [id, error]));
    throw error;
  }
}

function rememberOne<T>(
  id: string,
  { value, fetchedAt, freshness }: Sourced<ReadonlyMap<string, T | UpstreamError>>,
  cache: RecordCache<T>,
): Sourced<T | null> | UpstreamError {
  const found = value.get(id) ?? null;
  if (found instanceof UpstreamError) return found;
  const record = { value: found, fetchedAt, freshness };
  cache.prime(id, record);
  return record;
}

function unanswered(source: string): UpstreamError {
  return new UpstreamError(source, { kind: "malformed", at: "batch" });
}
