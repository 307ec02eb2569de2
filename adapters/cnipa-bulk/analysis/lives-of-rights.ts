import { NO_DAY } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { civilOrdinal } from "./civil-days.ts";
import { compareText } from "./compare-text.ts";
import { Lengths } from "./lengths.ts";
import { HAS_ENDED, type MatchSet, statusIndex } from "./match-set.ts";
import type { Conversion, Lapse, SurvivalPoint } from "./statistics-request.ts";
import { Lifetimes } from "./survival.ts";

const EXPIRED = statusIndex("EXPIRED");
const UNKNOWN = statusIndex("UNKNOWN");

/** Granted rights that have ended, by reason, the most frequent first. */
export function lapsesOf({ blocks }: MatchSet): readonly Lapse[] {
  const counts = new Uint32Array(LEGAL_STATUS_CODES.length);
  const ages = new Map<number, Lengths>();
  for (const block of blocks) countLapses(block, counts, ages);
  return LEGAL_STATUS_CODES.map((reason, index) => ({
    reason,
    count: counts[index] ?? 0,
    medianAgeYears: ages.get(index)?.medianYears() ?? null,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compareText(a.reason, b.reason));
}

function countLapses({ columns, ids, statuses }: MatchSet, counts: Uint32Array, ages: Map<number, Lengths>): void {
  const { grantDay, filingDay, termEndDay, statusDay, status } = columns;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const reason = statuses[index] as number;
    if (grantDay[id] === NO_DAY || HAS_ENDED[reason] === 0) continue;
    counts[reason] = (counts[reason] ?? 0) + 1;
    // A term runs out without any gazette: then the status that was gazetted is another.
    const end = (status[id] === reason ? statusDay[id] : termEndDay[id]) as number;
    const filed = filingDay[id] as number;
    if (end !== NO_DAY && filed !== NO_DAY) agesOf(ages, reason).add(civilOrdinal(end) - civilOrdinal(filed));
  }
}

function agesOf(ages: Map<number, Lengths>, reason: number): Lengths {
  const known = ages.get(reason);
  if (known !== undefined) return known;
  const lengths = new Lengths();
  ages.set(reason, lengths);
  return lengths;
}

/** How many granted patents were put to use in each way. */
export function conversionOf({ columns, ids }: MatchSet): Conversion {
  const { grantDay, transferredDay, licensedDay, pledgedDay, openLicensedDay } = columns;
  const found = { granted: 0, transferred: 0, licensed: 0, pledged: 0, openLicensed: 0, putToUse: 0 };
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    if (grantDay[id] === NO_DAY) continue;
    const transferred = Number(transferredDay[id] !== NO_DAY);
    const licensed = Number(licensedDay[id] !== NO_DAY);
    const pledged = Number(pledgedDay[id] !== NO_DAY);
    const openLicensed = Number(openLicensedDay[id] !== NO_DAY);
    found.granted += 1;
    found.transferred += transferred;
    found.licensed += licensed;
    found.pledged += pledged;
    found.openLicensed += openLicensed;
    found.putToUse += transferred | licensed | pledged | openLicensed;
  }
  return found;
}

/**
 * Survival of rights from their grant, watched through a day. Ends before the term are events; the term's end, the last day
 * of the observation and a day from which nothing certain is known take a right out of sight.
 */
export function survivalOf(
  { columns, ids }: MatchSet,
  years: readonly number[],
  through: number,
): readonly SurvivalPoint[] {
  const { grantDay, status, statusDay, termEndDay } = columns;
  const lifetimes = new Lifetimes();
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const granted = grantDay[id] as number;
    if (granted === NO_DAY || granted > through) continue;
    const code = status[id] as number;
    const day = statusDay[id] as number;
    const isDead = HAS_ENDED[code] === 1;
    // A right that ended nobody knows when says nothing about any year.
    if (isDead && day === NO_DAY) continue;
    const termEnd = termEndDay[id] as number;
    const seen = termEnd === NO_DAY ? through : Math.min(through, termEnd);
    const hasEnded = isDead && code !== EXPIRED && day <= seen;
    const isBlurred = (code === UNKNOWN || code === EXPIRED) && day !== NO_DAY && day < seen;
    const last = hasEnded || isBlurred ? day : seen;
    lifetimes.add(civilOrdinal(last) - civilOrdinal(granted), hasEnded);
  }
  return lifetimes.survivalAfter(years);
}
