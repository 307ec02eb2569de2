import { type OpsTotal, SEARCH_WINDOW, TOTAL_CAP } from "#adapters/epo-ops/ops-search.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { boundsOf, type DayWindow, narrowed, newestDays, widened, within } from "./day-window.ts";
import { walkWindows } from "./walk-windows.ts";
import {
  type AskPage,
  NOTHING,
  type Searcher,
  type SearchPlace,
  sum,
  type WindowPage,
  type WindowSearch,
} from "./window-search.ts";

interface Asking {
  readonly ops: Searcher;
  readonly context: CallContext;
  readonly clock: Clock;
}

/**
 * One page of any search, however many hits it has. Up to 2,000 they come as OPS has them; of more, windows of publication
 * days are searched one after another. Throws UpstreamError.
 */
export async function searchWindows(
  search: WindowSearch,
  { first, after }: { readonly first: number; readonly after: SearchPlace | null },
  asking: Asking,
): Promise<Sourced<WindowPage>> {
  const { ask, origin } = watched(asking);
  const bounds = boundsOf(search.from, search.to, asking.clock.now());
  if (bounds === null) return origin({ hits: [], next: null, total: NOTHING, notices: [] });
  const walk = { cql: search.cql, bounds, first };
  if (after?.window) return origin(await walkWindows({ ...walk, total: after.total, from: after }, ask));
  const whole = await askWhole(search, bounds, { offset: after?.offset ?? 0, limit: Math.max(1, first), ask });
  const total = whole.total ?? after?.total ?? NOTHING;
  if (search.order === "WINDOWS" && after === null && total.value > SEARCH_WINDOW) {
    return origin(await walkWindows({ ...walk, total, from: null }, ask));
  }
  return origin(wholePage(whole, total, first));
}

/** How many hits there are beyond OPS's count, by adding up windows: exact where so many questions were enough. */
export async function countWindows(
  search: WindowSearch,
  { most, asking }: { readonly most: number; readonly asking: Asking },
): Promise<OpsTotal> {
  const { ask } = watched(asking);
  const bounds = boundsOf(search.from, search.to, asking.clock.now());
  if (bounds === null) return NOTHING;
  const { total } = await askWhole(search, bounds, { offset: 0, limit: 1, ask });
  if (total === null || total.relation === "EXACT") return total ?? NOTHING;
  const { counted, isOver } = await addUp(search.cql, bounds, { most, ask });
  if (isOver && counted.relation === "EXACT") return counted;
  return { value: Math.max(total.value, counted.value), relation: "AT_LEAST" };
}

interface Counted {
  readonly counted: OpsTotal;
  /** No day is left. */
  readonly isOver: boolean;
}

/** Days of the first window that is counted: a fourth of what was ever published in a field is mostly younger. */
const COUNT_WIDTH = 3_650;

async function addUp(
  cql: string,
  bounds: DayWindow,
  { most, ask }: { readonly most: number; readonly ask: AskPage },
): Promise<Counted> {
  let counted = NOTHING;
  let [to, width] = [bounds.to, COUNT_WIDTH];
  for (let questions = 0; questions < most && to >= bounds.from; questions++) {
    const days = newestDays(to, width, bounds);
    const { total } = (await ask({ cql: within(cql, days), offset: 0, limit: 1 })).value;
    const found = total ?? NOTHING;
    if (found.relation === "AT_LEAST" && days.from < days.to) {
      width = narrowed(days, found.value, TOTAL_CAP);
      continue;
    }
    counted = sum(counted, found);
    to = days.from - 1;
    width = widened(days, found.value, TOTAL_CAP);
  }
  return { counted, isOver: to < bounds.from };
}

interface WholeQuestion {
  readonly offset: number;
  readonly limit: number;
  readonly ask: AskPage;
}

async function askWhole({ cql, from, to }: WindowSearch, bounds: DayWindow, { offset, limit, ask }: WholeQuestion) {
  const isBounded = from !== null || to !== null;
  return (await ask({ cql: isBounded ? within(cql, bounds) : cql, offset, limit })).value;
}

function wholePage(page: Awaited<ReturnType<typeof askWhole>>, total: OpsTotal, first: number): WindowPage {
  const hits = page.hits
    .slice(0, first)
    .map((hit) => ({ hit, after: { window: null, offset: hit.rank, passed: NOTHING, total } }));
  const isCut = page.nextOffset === null && total.value > SEARCH_WINDOW && page.hits.length > 0;
  const offset = first === 0 ? 0 : page.nextOffset;
  return {
    hits,
    next: offset === null || total.value === 0 ? null : { window: null, offset, passed: NOTHING, total },
    total,
    notices: isCut ? [{ kind: "end-of-window", hits: total }] : [],
  };
}

/** Keeps count of how old the answers were that one page was made of. */
function watched({ ops, context, clock }: Asking) {
  let fetchedAt = clock.now();
  let freshness: "FRESH" | "STALE" = "FRESH";
  const ask: AskPage = async (search) => {
    const page = await ops.search(search, context);
    fetchedAt = Math.min(fetchedAt, page.fetchedAt);
    if (page.freshness === "STALE") freshness = "STALE";
    return page;
  };
  return { ask, origin: <T>(value: T): Sourced<T> => ({ value, fetchedAt, freshness }) };
}
