import type { HarvestedShelf, KeptAnswer } from "#adapters/manifest/harvested/harvested-shelf.ts";
import type { FoundRecords } from "#adapters/manifest/record-memory.ts";
import type { ListedRecords, RecordWindow, SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import type { RecordQuestion } from "#adapters/manifest/search/record-test.ts";
import { untoldConditions } from "#adapters/manifest/search/untold-conditions.ts";
import { isCoverable } from "#adapters/runtime/coverable.ts";
import type { CallContext, SourceEvent } from "#adapters/runtime/source.ts";
import { cannotAnswer, subjectOf } from "./check-details.ts";
import type { DeclaredContext, DeclaredKind } from "./declared-kind.ts";

interface Asked {
  readonly question: RecordQuestion;
  readonly window: RecordWindow;
}

type Ask = (context: DeclaredContext) => Promise<ListedRecords>;

/**
 * What the harvest kept, where the source may not be asked by a rule of its own (quiet hours, the day's quota): all pages then
 * come from the same reading. Elsewhere the source is asked, and what is kept stands in where that fails.
 */
export async function orHarvested(
  kind: DeclaredKind,
  asked: Asked,
  context: DeclaredContext,
  ask: Ask,
): Promise<ListedRecords> {
  const { call, load } = context;
  const shelf = load.harvested;
  if (shelf === null || !shelf.keeps(kind.kind) || call.isRefresh === true) return ask(context);
  const keeping = { kind, asked, shelf };
  const kept = load.client().rests(kind.kind) ? await findKept(keeping, call) : null;
  return kept ?? askFirst(keeping, context, ask);
}

async function askFirst(keeping: Keeping, context: DeclaredContext, ask: Ask): Promise<ListedRecords> {
  const { call } = context;
  const events = heldBack(call);
  let isCovered = false;
  try {
    return await ask({ ...context, call: events.call });
  } catch (error) {
    const kept = isCoverable(error) ? await findKept(keeping, call) : null;
    if (kept === null) throw error;
    isCovered = true;
    return kept;
  } finally {
    events.tell(isCovered);
  }
}

interface Keeping {
  readonly kind: DeclaredKind;
  readonly asked: Asked;
  readonly shelf: HarvestedShelf;
}

/** At least that: the portal may have more since. Nothing found among records that do not tell it all would be untrue. */
async function findKept({ kind, asked, shelf }: Keeping, call: CallContext): Promise<ListedRecords | null> {
  const { question, window } = asked;
  const events = heldBack(call);
  const asking = { call: events.call, source: kind.source };
  const kept: KeptAnswer | null = await shelf.find(kind.kind, question, window, asking);
  if (kept === null) return null;
  const { filters, subject } = untoldConditions(kind.kind, kind.format, question);
  const [untold] = [...filters, ...(subject ? [subjectOf(question)] : [])];
  if (kept.total === 0 && !kept.isWhole && untold !== undefined) throw cannotAnswer(untold);
  events.tell(false);
  return { items: kept.items, total: kept.total, relation: "AT_LEAST" };
}

/** Records looked up that their source does not give now are those that the harvest kept. */
export function withHarvested(
  client: SearchedClient,
  shelf: HarvestedShelf | null,
  sourceOf: (kind: string) => string,
): SearchedClient {
  if (shelf === null) return client;
  const standingIn =
    (look: SearchedClient["records"], needs: "listed" | "whole"): SearchedClient["records"] =>
    async (kind, ids, call) => {
      if (!shelf.keeps(kind) || call.isRefresh === true) return look(kind, ids, call);
      const events = heldBack(call);
      let isCovered = false;
      try {
        const found = await look(kind, ids, events.call);
        const missing = ids.filter((_id, index) => isCoverable(found[index]));
        if (missing.length === 0) return found;
        const kept = await shelf.byIds(kind, missing, needs, { call, source: sourceOf(kind) });
        const instead = new Map(missing.map((id, index) => [id, kept[index] ?? null]));
        const all: FoundRecords = found.map((one, index) =>
          isCoverable(one) ? (instead.get(ids[index] ?? "") ?? one) : one,
        );
        isCovered = !all.some((one) => one instanceof Error);
        return all;
      } finally {
        events.tell(isCovered);
      }
    };
  return {
    ...client,
    records: standingIn(client.records, "whole"),
    shown: standingIn(client.shown, "listed"),
  };
}

const FAILURES: ReadonlySet<string> = new Set(["TIMEOUT", "UNAVAILABLE", "THROTTLED", "SKIPPED"]);

/** Events are told when it is known what became of the question: failures that kept records made up for are told as such. */
function heldBack(call: CallContext) {
  const held: SourceEvent[] = [];
  return {
    call: { ...call, observe: (event: SourceEvent) => void held.push(event) },
    tell: (isCovered: boolean) => {
      for (const event of held) {
        const isMadeUp = isCovered && FAILURES.has(event.outcome);
        call.observe(isMadeUp ? { ...event, outcome: "STALE", ttlMs: 0 } : event);
      }
    },
  };
}
