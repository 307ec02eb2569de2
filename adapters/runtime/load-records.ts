import { withReserve } from "./call/time-left.ts";
import { isCoverable, isGone, isOurDoing } from "./coverable.ts";
import type { FoundRecord, RecordCache } from "./record-cache.ts";
import type { CallContext, Clock, Sourced, SourceEvent } from "./source.ts";
import { UpstreamError } from "./upstream-error.ts";

/** One per id asked, in that order: the record, null for "nothing there", or the failure of this id alone. */
export type LoadedRecords<T> = readonly (Sourced<T | null> | UpstreamError)[];

export interface LoadOptions<T> {
  readonly cache: RecordCache<T>;
  readonly ids: readonly string[];
  /**
   * Asks for the ids that the cache does not know, each once, under the context given; what is not in the answer does not
   * exist. Throwing UpstreamError fails these ids, not their neighbours.
   */
  readonly fetchMissing: (
    ids: readonly string[],
    context: CallContext,
  ) => Promise<Sourced<ReadonlyMap<string, T | UpstreamError>>>;
  /** Of a record put together from several answers: when the oldest of them was read. */
  readonly sinceOf?: (id: string) => number | undefined;
  readonly source: string;
  readonly operation: string;
  readonly clock: Clock;
  readonly context: CallContext;
}

type Loaded<T> = ReadonlyMap<string, Sourced<T | null> | UpstreamError>;

/**
 * Look-ups by id over a record cache: one question for all that is missing. Records past their time are given out and renewed
 * behind, or stand in where the upstream fails; cache hits and what became of the question are told to the operation.
 */
export async function loadRecords<T>(options: LoadOptions<T>): Promise<LoadedRecords<T>> {
  const kept = readKept(options);
  const missing = [...new Set(options.ids)].filter((id) => !kept.has(id));
  tellKept(kept, options);
  renewStale(kept, options);
  const fetched = await fetchMissing(missing, options);
  return options.ids.map((id) => kept.get(id)?.record ?? fetched.get(id) ?? unanswered(options.source));
}

type Kept<T> = ReadonlyMap<string, FoundRecord<T>>;

/** What may be given out without asking. */
function readKept<T>({ cache, ids }: LoadOptions<T>): Kept<T> {
  const kept = new Map<string, FoundRecord<T>>();
  for (const id of ids) {
    const found = cache.find(id);
    if (found !== undefined && cache.isServable(found)) kept.set(id, found);
  }
  return kept;
}

/** One event for all fresh records and one for all stale ones; the misses are told by the pipeline that fetches them. */
function tellKept<T>(kept: Kept<T>, options: LoadOptions<T>): void {
  const { cache, context } = options;
  const records = new Map([...kept].map(([id, { record }]) => [id, record]));
  const fresh = new Map([...records].filter(([id]) => kept.get(id)?.stage === "fresh"));
  const stale = new Map([...records].filter(([id]) => !fresh.has(id)));
  cache.tell("fresh", fresh.size);
  cache.tell("stale-while-revalidate", stale.size);
  if (fresh.size > 0) {
    const ttlMs = cache.ttlLeftMs([...fresh.keys()]);
    context.observe({ ...hitEvent(fresh, options), outcome: "OK", ttlMs });
  }
  if (stale.size > 0) context.observe(hitEvent(stale, options));
}

type Asked<T> = Pick<LoadOptions<T>, "source" | "operation" | "clock" | "cache">;

/** These records were given out although past their time. */
function hitEvent<T>(
  found: ReadonlyMap<string, Sourced<unknown>>,
  { source, operation, clock, cache }: Asked<T>,
): SourceEvent {
  const now = clock.now();
  const records = [...found.values()];
  const keepMs = cache.keepLeftMs([...found.keys()]);
  return {
    source,
    operation,
    outcome: "STALE",
    upstreamCalls: 0,
    cacheHits: records.length,
    ageMs: Math.max(0, ...records.map((record) => now - record.fetchedAt)),
    durationMs: 0,
    ttlMs: 0,
    isPrivate: false,
    ...(keepMs === undefined ? {} : { keepMs }),
  };
}

function renewStale<T>(kept: Kept<T>, options: LoadOptions<T>): void {
  const { cache } = options;
  const due = [...kept].filter(([, found]) => found.stage !== "fresh" && !cache.hasJustFailed(found)).map(([id]) => id);
  cache.renewBehind(due, async (ids, context) => {
    const failed = [...(await askFor(ids, options, context)).values()].find(
      (result) => result instanceof UpstreamError,
    );
    if (failed !== undefined) throw failed;
  });
}

/** What cannot be fetched is given out past its time, where something is kept and its failure may be covered. */
async function fetchMissing<T>(missing: readonly string[], options: LoadOptions<T>): Promise<Loaded<T>> {
  if (missing.length === 0) return new Map();
  const { cache, clock, context } = options;
  const told: SourceEvent[] = [];
  const hasStale = missing.some((id) => cache.find(id) !== undefined);
  const asked = await askFor(missing, options, {
    ...context,
    deadline: hasStale ? withReserve(context.deadline, clock) : context.deadline,
    observe: (event) => void told.push(event),
  });
  const stale = new Map<string, Sourced<T | null>>();
  for (const [id, result] of asked) {
    const found = isCoverable(result) ? cache.find(id) : undefined;
    if (found !== undefined) stale.set(id, found.record);
  }
  const loaded = new Map([...asked, ...stale]);
  tellFetched(told, { stale, isWhole: !hasFailure(loaded) }, options);
  return loaded;
}

async function askFor<T>(ids: readonly string[], options: LoadOptions<T>, context: CallContext): Promise<Loaded<T>> {
  try {
    const answer = await options.fetchMissing(ids, context);
    return new Map(ids.map((id) => [id, remember(id, answer, options)]));
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    for (const id of ids) rememberFailure(id, error, options.cache);
    return new Map(ids.map((id) => [id, error]));
  }
}

function remember<T>(
  id: string,
  { value, fetchedAt, freshness }: Sourced<ReadonlyMap<string, T | UpstreamError>>,
  { cache, sinceOf }: Pick<LoadOptions<T>, "cache" | "sinceOf">,
): Sourced<T | null> | UpstreamError {
  const found = value.get(id) ?? null;
  if (found instanceof UpstreamError) {
    rememberFailure(id, found, cache);
    return found;
  }
  const record = { value: found, fetchedAt, freshness };
  cache.prime(id, record, sinceOf?.(id));
  // One of several answers is as old as the oldest of them; the cache may know this record as of later.
  return cache.find(id)?.record ?? record;
}

function rememberFailure<T>(id: string, error: UpstreamError, cache: RecordCache<T>): void {
  if (isGone(error.failure)) cache.delete(id);
  else if (isCoverable(error) && !isOurDoing(error.failure)) cache.noteFailure(id);
}

const FAILURES: ReadonlySet<string> = new Set(["TIMEOUT", "UNAVAILABLE", "THROTTLED", "SKIPPED"]);

interface Fetched {
  readonly stale: ReadonlyMap<string, Sourced<unknown>>;
  /** Every record asked for could be given out. */
  readonly isWhole: boolean;
}

/** Failures that stale records made up for are told as such. */
function tellFetched<T>(events: readonly SourceEvent[], { stale, isWhole }: Fetched, options: LoadOptions<T>): void {
  const { observe } = options.context;
  const isCovered = stale.size > 0 && isWhole;
  for (const event of events) {
    observe(isCovered && FAILURES.has(event.outcome) ? { ...event, outcome: "STALE", ttlMs: 0 } : event);
  }
  options.cache.tell("stale-if-error", stale.size);
  if (stale.size > 0) observe(hitEvent(stale, options));
}

function hasFailure(loaded: Loaded<unknown>): boolean {
  return [...loaded.values()].some((result) => result instanceof UpstreamError);
}

function unanswered(source: string): UpstreamError {
  return new UpstreamError(source, { kind: "malformed", at: "batch" });
}
