import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { FetchRecords } from "./dialect/kind-records.ts";
import type { MappedRecord } from "./mapping/mapped-record.ts";

/** In the order of the ids; value null = nothing there. */
export type FoundRecords = readonly (Sourced<MappedRecord | null> | UpstreamError)[];

/** What is remembered of a kind's records: as its lists told them, and with their details. */
export interface RecordMemory {
  /** Lists showed these. */
  prime(records: readonly Sourced<MappedRecord>[]): void;
  /** With all that their details add. */
  whole(ids: readonly string[], fetch: FetchRecords, context: CallContext): Promise<FoundRecords>;
  /** As a list told them, as long as one did; the source is asked only for records that none told of. */
  shown(ids: readonly string[], fetch: FetchRecords, context: CallContext): Promise<FoundRecords>;
  /** Whole records, also past their time, without asking; undefined for those that are not remembered. */
  known(ids: readonly string[]): readonly (Sourced<MappedRecord> | undefined)[];
}

export interface RecordMemoryOptions {
  /** AssetKind value. */
  readonly kind: string;
  readonly operation: string;
  /** Fields that only the detail tells; where there are none, what a list shows is the record. */
  readonly adds: readonly string[];
  readonly ttlMs: { readonly list: number; readonly record: number };
}

export function recordMemory(runtime: SourceRuntime, options: RecordMemoryOptions): RecordMemory {
  const { kind, operation, adds, ttlMs } = options;
  const whole = runtime.records<MappedRecord>(kind, { ttlMs: ttlMs.record });
  const { code: source, clock } = runtime;
  // `other`: the memory whose records those of the first are put together with.
  const loading =
    (cache: RecordCache<MappedRecord>, other?: RecordCache<MappedRecord>) =>
    (ids: readonly string[], fetchMissing: FetchRecords, context: CallContext) => {
      const sinceOf = (id: string) => other?.find(id)?.since;
      return loadRecords({ cache, ids, fetchMissing, sinceOf, source, operation, clock, context });
    };
  // As old as the older of the pages that it was put together from.
  const known: RecordMemory["known"] = (ids) =>
    ids.map((id) => {
      const found = whole.find(id);
      return found?.record.value == null
        ? undefined
        : { ...found.record, value: found.record.value, fetchedAt: found.since };
    });
  if (adds.length === 0) {
    const all: RecordMemory["whole"] = loading(whole);
    return { prime: (records) => primeAll(whole, records), whole: all, shown: all, known };
  }
  // A record is known from a list for as long as that list itself may be given out.
  const listed = runtime.records<MappedRecord>(`${kind} in lists`, { ttlMs: Math.max(ttlMs.list, ttlMs.record) });
  const loadWhole = loading(whole, listed);
  const loadListed = loading(listed, whole);
  const readWhole: RecordMemory["whole"] = (ids, fetch, context) =>
    loadWhole(ids, completed(fetch, listed, adds), context);
  return {
    prime: (records) => primeAll(listed, records),
    whole: readWhole,
    known,
    shown: (ids, fetch, context) =>
      loadListed(
        ids,
        async (missing, within) => together(await readWhole(missing, fetch, within), missing, clock.now()),
        context,
      ),
  };
}

/** Rows of a list that could not be read anew are given out as they are: their own pages are not asked in its place. */
function primeAll(cache: RecordCache<MappedRecord>, records: readonly Sourced<MappedRecord>[]): void {
  for (const record of records) {
    cache.prime(record.value.id, record);
    if (record.freshness === "STALE") cache.noteFailure(record.value.id);
  }
}

/** What a list showed of a record goes with what its own page tells. */
function completed(fetch: FetchRecords, listed: RecordCache<MappedRecord>, adds: readonly string[]): FetchRecords {
  return async (ids, context) => {
    const answer = await fetch(ids, context);
    const records = [...answer.value].map(([id, record]) => {
      const known = record instanceof UpstreamError ? undefined : listed.find(id);
      if (record instanceof UpstreamError || known?.record.value == null) return [id, record] as const;
      const shown = known.record.value;
      return [id, known.stage === "fresh" ? joined(shown, record, adds) : joined(record, shown, [])] as const;
    });
    return { ...answer, value: new Map(records) };
  };
}

/** The first's fields, the second's where the first has nothing; fields that only the second tells are its alone. */
export function joined(first: MappedRecord, second: MappedRecord, adds: readonly string[]): MappedRecord {
  const fields = { ...first.fields };
  for (const [field, value] of Object.entries(second.fields)) {
    if (adds.includes(field) || isEmpty(fields[field])) fields[field] = value;
  }
  const problems = [...first.problems.filter(({ field }) => !adds.includes(field)), ...second.problems];
  return { id: second.id, fields, updatedAt: later(first.updatedAt, second.updatedAt), problems };
}

/** Nothing, an empty list, or a price or code that no text stands behind. */
function isEmpty(value: MappedRecord["fields"][string] | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object") return false;
  if ("maxAmount" in value) return value.kind === "UNKNOWN" && value.text === null;
  return "raw" in value && value.raw === null;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function together(found: FoundRecords, ids: readonly string[], now: number): Awaited<ReturnType<FetchRecords>> {
  const known = found.flatMap((one) => (one instanceof UpstreamError ? [] : one));
  const entries = found.flatMap((one, index) => {
    const record = one instanceof UpstreamError ? one : one.value;
    return record === null ? [] : [[ids[index] ?? "", record] as const];
  });
  return {
    value: new Map(entries),
    fetchedAt: Math.min(now, ...known.map(({ fetchedAt }) => fetchedAt)),
    freshness: known.some(({ freshness }) => freshness === "STALE") ? "STALE" : "FRESH",
  };
}
