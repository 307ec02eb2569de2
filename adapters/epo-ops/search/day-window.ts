import { SEARCH_WINDOW } from "#adapters/epo-ops/ops-search.ts";

/** Publication days, both ends included, counted from 1970-01-01. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** No patent office published before. */
const FIRST_DATE = "1782-01-01";
/** Clocks and time zones differ, and what is dated tomorrow is not to be missed. */
const DAYS_AHEAD = 31;
/** A window that was nearly empty is followed by a wider one, so that lean years cost few questions. */
const WIDENING = 4;
/** Aims below the limit, since publications are not spread evenly. */
const MARGIN = 0.8;

/** The days that are searched: those asked for, else all there can be. Null where no day lies between. */
export function boundsOf(from: string | null, to: string | null, today: number): DayWindow | null {
  const first = toDay(FIRST_DATE);
  const last = Math.floor(today / DAY_MS) + DAYS_AHEAD;
  const bounds = {
    from: from === null ? first : Math.max(first, toDay(from)),
    to: to === null ? last : Math.min(last, toDay(to)),
  };
  return bounds.from <= bounds.to ? bounds : null;
}

/** The newest `width` days up to `to`. */
export function newestDays(to: number, width: number, bounds: DayWindow): DayWindow {
  return { from: Math.max(bounds.from, to - width + 1), to };
}

/** Half of the days, or fewer where the number of hits says how many will do. */
export function narrowed({ from, to }: DayWindow, hits: number, limit = SEARCH_WINDOW): number {
  const width = to - from + 1;
  const share = Math.min(1 / 2, (MARGIN * limit) / hits);
  return Math.max(1, Math.floor(width * share));
}

/** How many days to try next after a window with so many hits. */
export function widened({ from, to }: DayWindow, hits: number, limit = SEARCH_WINDOW): number {
  const width = to - from + 1;
  const factor = hits === 0 ? WIDENING : Math.min(WIDENING, (MARGIN * limit) / hits);
  return Math.max(1, Math.floor(width * factor));
}

/** The query within those days: `(ti = battery) and pd within "20240101 20241231"`. */
export function within(cql: string, { from, to }: DayWindow): string {
  return `(${cql}) and pd within "${compactDate(from)} ${compactDate(to)}"`;
}

/** YYYY-MM-DD. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function toDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function compactDate(day: number): string {
  return dateOf(day).replaceAll("-", "");
}
