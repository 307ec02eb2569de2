import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { ListedRecords, SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { hidesNumbers } from "#adapters/manifest/search/untold-conditions.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { HarvestPage, NodeHarvest } from "#subgraphs/runtime/define-node.ts";
import { offsetCursor, readPage } from "#subgraphs/runtime/paging.ts";
import type { DeclaredContext, DeclaredKind } from "./declared-kind.ts";
import { toItem } from "./find-records.ts";

/** Where numbers stand in the records' own pages alone, the index learns them from there: so many a batch, of so many records. */
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
  const isDetailed = hidesNumbers(kind.kind, kind.format) && wanted.offset < MOST_DETAILS;
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
  const records = isDetailed ? await withDetails(kind, fresh, { client, call }) : fresh;
  const items = records.map((record) => toItem(kind, record)).filter((item) => item !== null);
  return { items, cursor: isDone ? null : offsetCursor(end) };
}

type Listed = ListedRecords["items"];

/** Those whose page cannot be had stay as the list told them. */
async function withDetails(
  { kind }: DeclaredKind,
  listed: Listed,
  { client, call }: { readonly client: SearchedClient; readonly call: CallContext },
): Promise<Listed> {
  const ids = listed.map(({ value }) => value.id);
  const known = client.known(kind, ids);
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

/** By the source's own word on when it changed the record; without one it may have changed. */
function isSince({ updatedAt }: MappedRecord, since: string | null): boolean {
  return since === null || updatedAt === null || updatedAt >= Date.parse(since);
}
