import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { chinaDateOf, parseChineseDate } from "#schema/codes/dates.ts";

const DAY = /(?<!\d)(?:19|20)\d{2}-?\d{2}-?\d{2}(?!\d)/g;

/**
 * The gazette day that a name tells: deliveries lie in folders and files named for it (`…/20231003/20231003.zip`,
 * `CN…AFULZH20211210CN00Y.XML`). The innermost one counts; null where none is told.
 */
function gazetteDayOf(path: string): string | null {
  for (const part of path.split(/[\\/!]/).toReversed()) {
    const days = (part.match(DAY) ?? []).map((text) => parseChineseDate(text)).filter((day) => day !== null);
    const last = days.at(-1);
    if (last !== undefined) return last;
  }
  return null;
}

/** A name that tells an earlier day. What tells none is read. */
export function isBefore(path: string, since: string | null): boolean {
  const day = since === null ? null : gazetteDayOf(path);
  return day !== null && since !== null && day < since;
}

/** Deliveries come some days ahead of the gazette at most. */
const AHEAD_MS = 7 * 86_400_000;

/** The last day (in China) that a document imported now can bear. */
export function newestGazetteDay(now: number): string {
  return chinaDateOf(now + AHEAD_MS) ?? "";
}

/** One misprinted day to come would claim that everything is known until then. */
export function refuseFuture(day: string | null, newest: string): void {
  if (day === null || day <= newest) return;
  throw new ImportProblem("FUTURE_DATE", {
    zh: `公告日 ${day} 晚于今日一周以上`,
    en: `The gazette day ${day} is more than a week ahead`,
  });
}
