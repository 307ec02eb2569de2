import { type OpsTotal, SEARCH_WINDOW } from "#adapters/epo-ops/ops-search.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type DayWindow, dateOf, narrowed, newestDays, widened, within } from "./day-window.ts";
import { type AskPage, NOTHING, type SearchPlace, sum, type WindowNotice, type WindowPage } from "./window-search.ts";

/** Days of the first window: most queries find no more than OPS lets one reach in a year. */
const FIRST_WIDTH = 365;
/** Questions for one page: enough to halve years down to a day and go on. */
const MAX_QUESTIONS = 16;

/** Where the walk is: in a window, or before the next one. */
interface Step {
  readonly window: SearchPlace["window"];
  readonly offset: number;
  readonly passed: SearchPlace["passed"];
  /** Newest day that was not passed, and how many days to try from it. */
  readonly to: number;
  readonly width: number;
  /** Oldest day of days that were found to hold too much together, and what is left in them from `to` on; null = none. */
  readonly crowd: { readonly from: number; readonly hits: OpsTotal } | null;
}

export interface Walk {
  readonly cql: string;
  readonly bounds: DayWindow;
  readonly total: SearchPlace["total"];
  /** Null: at the beginning. */
  readonly from: SearchPlace | null;
  readonly first: number;
}

/** Goes through windows of days, the newest first, each small enough that OPS lets all its hits be reached. */
export async function walkWindows(walk: Walk, ask: AskPage): Promise<WindowPage> {
  const hits: WindowPage["hits"][number][] = [];
  const notices: WindowNotice[] = [];
  let step = firstStep(walk);
  for (let questions = 0; hits.length < walk.first && !isDone(step, walk); questions++) {
    const taken = questions < MAX_QUESTIONS ? await takeOrStop(step, walk, { hits: hits.length, ask }) : null;
    if (taken === null) {
      notices.push({ kind: "short-page" });
      break;
    }
    hits.push(...taken.hits);
    notices.push(...taken.notices);
    step = taken.step;
  }
  const isOver = isDone(step, walk);
  return { hits, next: isOver ? null : placeOf(step, walk), total: totalOf(step, walk), notices };
}

type Taken = Pick<WindowPage, "hits" | "notices"> & { readonly step: Step };

/** A failure behind the first hits costs the rest of the page, not the hits. */
async function takeOrStop(
  step: Step,
  walk: Walk,
  { hits, ask }: { readonly hits: number; readonly ask: AskPage },
): Promise<Taken | null> {
  try {
    return await take(step, walk, { limit: walk.first - hits, ask });
  } catch (error) {
    if (error instanceof UpstreamError && hits > 0) return null;
    throw error;
  }
}

async function take(
  step: Step,
  walk: Walk,
  { limit, ask }: { readonly limit: number; readonly ask: AskPage },
): Promise<Taken> {
  const days = step.window ?? newestDays(step.to, step.width, walk.bounds);
  if (step.window !== null && step.offset >= Math.min(step.window.hits.value, SEARCH_WINDOW)) {
    return { hits: [], notices: [], step: behind(step.window, step) };
  }
  const { value: page } = await ask({ cql: within(walk.cql, days), offset: step.offset, limit });
  const total = page.total ?? NOTHING;
  if (step.window === null && total.value > SEARCH_WINDOW && days.from < days.to) {
    const crowd = { from: days.from, hits: total };
    return { hits: [], notices: [], step: { ...step, crowd, width: narrowed(days, total.value) } };
  }
  const window = step.window ?? { ...days, hits: total };
  const { passed } = step;
  const hits = page.hits.map((hit) => ({
    hit,
    after: { window, offset: hit.rank, passed, total: walk.total },
  }));
  if (page.nextOffset !== null) return { hits, notices: [], step: { ...step, window, offset: page.nextOffset } };
  return { hits, notices: noticeOf(window), step: behind(window, step) };
}

function firstStep({ bounds, from }: Walk): Step {
  const start = { crowd: null, width: FIRST_WIDTH };
  if (from?.window) return { ...start, ...from, window: from.window, to: from.window.to };
  return { ...start, window: null, offset: 0, passed: from?.passed ?? NOTHING, to: bounds.to };
}

/** The step behind a window. */
function behind(window: NonNullable<Step["window"]>, { passed, crowd: before }: Step): Step {
  const to = window.from - 1;
  const crowd = before === null || before.from > to ? null : { ...before, hits: less(before.hits, window.hits) };
  const width = crowd === null ? widened(window, window.hits.value) : shareOf(crowd, to);
  return { window: null, offset: 0, passed: sum(passed, window.hits), to, width, crowd };
}

/** Of days that held too much together what is left is known, where OPS counted it. */
function less(one: OpsTotal, other: OpsTotal): OpsTotal {
  const isExact = one.relation === "EXACT" && other.relation === "EXACT";
  return { value: Math.max(0, one.value - other.value), relation: isExact ? "EXACT" : "AT_LEAST" };
}

function shareOf({ from, hits }: NonNullable<Step["crowd"]>, to: number): number {
  const isFew = hits.relation === "EXACT" && hits.value <= SEARCH_WINDOW;
  return isFew ? to - from + 1 : narrowed({ from, to }, hits.value);
}

function noticeOf({ from, hits }: NonNullable<Step["window"]>): readonly WindowNotice[] {
  return hits.value > SEARCH_WINDOW ? [{ kind: "full-day", date: dateOf(from), hits }] : [];
}

/** Past the oldest day, or past as many hits as OPS counted where it counted all. */
function isDone({ window, to, passed }: Step, { bounds, total }: Walk): boolean {
  if (window !== null) return false;
  return to < bounds.from || (total.relation === "EXACT" && passed.value >= total.value);
}

/** An empty window of one day stands for a place before the next window. */
function placeOf({ window, offset, passed, to }: Step, { total }: Walk): SearchPlace {
  if (window !== null) return { window, offset, passed, total };
  return { window: { from: to + 1, to: to + 1, hits: NOTHING }, offset: 0, passed, total };
}

/** What OPS counted; beyond its limit what the windows added up to, exact behind the last. */
function totalOf(step: Step, walk: Walk): SearchPlace["total"] {
  const { total } = walk;
  if (total.relation === "EXACT") return total;
  const counted = step.window === null ? step.passed : sum(step.passed, step.window.hits);
  if (isDone(step, walk) && counted.relation === "EXACT") return counted;
  return { value: Math.max(total.value, counted.value), relation: "AT_LEAST" };
}
