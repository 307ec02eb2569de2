import type { DatedRecord, HarvestedBatch } from "#adapters/manifest/harvested/harvested-records.ts";
import type { HarvestedShelf } from "#adapters/manifest/harvested/harvested-shelf.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { ListedRecords, SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { hidesNumbers } from "#adapters/manifest/search/untold-conditions.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { HarvestPage, NodeHarvest } from "#subgraphs/runtime/define-node.ts";
import { offsetCursor, readPage } from "#subgraphs/runtime/paging.ts";
import type { DeclaredContext, DeclaredKind } from "./declared-kind.ts";
import { toItem } from "./find-records.ts";

/** Where details are read: so many a batch, of so many records. */
const DETAILS_A_BATCH = 5;
const MOST_DETAILS = 500;

/**
 * A batch of the source's whole list, in its own order: nothing is known of that, so `since` leaves out older records but
 * never ends the harvest. The source's rows are counted, not the records they became.
 */
export async function harvestRecords(
  kind: DeclaredKind,
  { cursor, first, since }: NodeHarvest,
  { load, call: asked }: DeclaredContext,
): Promise<HarvestPage> {
  // What is kept past its time would enter the index as if it had been read today.
  const call: CallContext = { ...asked, isRefresh: true };
  const wanted = readPage({ first, after: cursor });
  const shelf = load.harvested?.keeps(kind.kind) === true ? load.harvested : null;
  const isDetailed = wanted.offset < MOST_DETAILS && needsDetails(kind, shelf !== null);
  const page = isDetailed ? { ...wanted, first: Math.min(wanted.first, DETAILS_A_BATCH) } : wanted;
  const client = load.client();
  const window = { offset: page.offset, limit: page.first };
  const finder = client.finder?.(kind.kind) ?? null;
  const rows = { words: {}, ...window, counting: "rows" } as const;
  const found = await (finder?.({}, window, call) ?? client.list(kind.kind, rows, call));
  const end = page.offset + Math.max(page.first, found.items.length);
  const isEmpty = found.items.length + (found.hidden ?? 0) === 0;
  const isDone = end >= found.total && (found.relation === "EXACT" || isEmpty);
  const fresh = found.items.filter(({ value }) => isSince(value, since));
  // What is to stand in for a time is read anew in time, changed or not.
  const listed = shelf === null ? fresh : found.items;
  const records = isDetailed ? await withDetails(kind, listed, { client, call, shelf }) : listed;
  await shelf?.put(kind.kind, { offset: page.offset, isEnd: isDone, ...asBatch(listed, records) });
  const told = records.filter(({ value }) => isSince(value, since));
  const items = told.map((record) => toItem(kind, asOldest(record))).filter((item) => item !== null);
  return { items, cursor: isDone ? null : offsetCursor(end) };
}

type Listed = ListedRecords["items"];

/** Those whose page cannot be had stay as the list told them. */
async function withDetails({ kind }: DeclaredKind, listed: Listed, { client, call, shelf }: Asking): Promise<Listed> {
  const ids = listed.map(({ value }) => value.id);
  const known = client
    .known(kind, ids)
    .map((record) => (shelf === null || (record && shelf.isNewEnough(kind, record.fetchedAt)) ? record : undefined));
  const missing = ids.filter((_, index) => known[index] === undefined);
  const read = missing.length === 0 ? [] : await client.records(kind, missing, call);
  const told = new Map(missing.map((id, index) => [id, read[index]]));
  return listed.map((record, index) => {
    const whole = known[index] ?? told.get(record.value.id);
    if (whole === undefined || whole instanceof UpstreamError || whole.value === null) return record;
    // The id stands as the list has it.
    return { ...whole, value: { ...whole.value, id: record.value.id } };
  });
}

/** The index counts from there how long it may keep a record. */
function asOldest(record: Listed[number]): Listed[number] {
  return record.keptFrom === undefined ? record : { ...record, fetchedAt: record.keptFrom };
}

interface Asking {
  readonly client: SearchedClient;
  readonly call: CallContext;
  /** Where what is read is to stand in for a time; null where only the index learns from it. */
  readonly shelf: HarvestedShelf | null;
}

function asBatch(listed: Listed, records: Listed): Pick<HarvestedBatch, "listed" | "whole"> {
  return {
    listed: listed.map(dated),
    whole: records.filter((record, index) => record !== listed[index]).map(dated),
  };
}

function dated({ value, fetchedAt }: Listed[number]): DatedRecord {
  return { record: value, fetchedAt };
}

/** Numbers that only the records' own pages show the index learns there; what is to stand in should be whole. */
function needsDetails({ kind, format }: DeclaredKind, isKept: boolean): boolean {
  return hidesNumbers(kind, format) || (isKept && (format.detail?.adds.length ?? 0) > 0);
}

/** By the source's own word on when it changed the record; without one it may have changed. */
function isSince({ updatedAt }: MappedRecord, since: string | null): boolean {
  return since === null || updatedAt === null || updatedAt >= Date.parse(since);
}
