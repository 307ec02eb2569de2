import { parseChineseDate } from "#schema/codes/dates.ts";
import { toHalfWidth } from "#schema/ids/text.ts";

const CLOCK = /(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The instant that a printed time names, epoch milliseconds, in Asia/Shanghai unless a zone stands there. A day alone has
 * none, and `0:00:00` behind a day is how the portal's software prints a day alone. Null for what is no date.
 */
export function toExactInstant(text: string | null): number | null {
  const day = parseChineseDate(text);
  if (text === null || day === null) return null;
  const plain = toHalfWidth(text).trim();
  const [clock, hour = "", minute = "", second = "00", zone] = CLOCK.exec(plain) ?? [];
  if (clock === undefined || Number(hour) + Number(minute) + Number(second) === 0) return null;
  const instant =
    zone === undefined ? Date.parse(`${day}T${hour.padStart(2, "0")}:${minute}:${second}+08:00`) : Date.parse(plain);
  return Number.isNaN(instant) ? null : instant;
}

/** Like `toExactInstant`, but a day alone counts from its midnight in Asia/Shanghai. */
export function toInstant(text: string | null): number | null {
  const day = parseChineseDate(text);
  return toExactInstant(text) ?? (day === null ? null : Date.parse(`${day}T00:00:00+08:00`));
}
