import { parseChineseDate } from "#schema/codes/dates.ts";

const DAY = /(?<!\d)(?:19|20)\d{2}-?\d{2}-?\d{2}(?!\d)/g;

/**
 * The gazette day that a name tells: deliveries lie in folders and files named for it (`…/20231003/20231003.zip`,
 * `CN…AFULZH20211210CN00Y.XML`). The innermost one counts; null where none is told.
 */
export function gazetteDayOf(path: string): string | null {
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
