import type { FoundItem, HarvestPage, NodeHarvest } from "#subgraphs/runtime/define-node.ts";
import { offsetCursor, readPage } from "#subgraphs/runtime/paging.ts";
import type { DeclaredContext, DeclaredKind } from "./declared-kind.ts";
import { toItem } from "./find-records.ts";

/**
 * A batch of the source's whole list, in its own order: nothing is known of that, so `since` leaves out older records but
 * never ends the harvest. The source's rows are counted, not the records they became.
 */
export async function harvestRecords(
  kind: DeclaredKind,
  { cursor, first, since }: NodeHarvest,
  { load, call }: DeclaredContext,
): Promise<HarvestPage> {
  const page = readPage({ first, after: cursor });
  const client = load.client();
  const window = { offset: page.offset, limit: page.first };
  const finder = client.finder?.(kind.kind) ?? null;
  const asked = { words: {}, ...window, counting: "rows" } as const;
  const found = await (finder?.({}, window, call) ?? client.list(kind.kind, asked, call));
  const items = found.items.map((record) => toItem(kind, record)).filter((item) => item !== null);
  const end = page.offset + Math.max(page.first, found.items.length);
  const isEmpty = found.items.length + (found.hidden ?? 0) === 0;
  const isDone = end >= found.total && (found.relation === "EXACT" || isEmpty);
  return { items: items.filter((item) => isSince(item, since)), cursor: isDone ? null : offsetCursor(end) };
}

/** By the source's own word on when it changed the record; without one it may have changed. */
function isSince({ summary }: FoundItem, since: string | null): boolean {
  const changedAt = summary.sourceUpdatedAt ?? null;
  return since === null || changedAt === null || changedAt >= Date.parse(since);
}
