const DAY =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))/;
const CLOCK = /^[ T]?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const SHANGHAI = "+08:00";
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** What the platform prints as a time: its calendar day in Asia/Shanghai, and the instant where a clock time stands. */
export interface PlatformTime {
  /** YYYY-MM-DD */
  readonly date: string;
  /** Epoch milliseconds; null where only a day is printed. */
  readonly instant: number | null;
}

/**
 * `2026-03-01 09:30:00` (the platform's form) and the forms that older records carry: `2015/3/4 0:00:00`, `2019年04月12日`,
 * `20251118`, ISO with an offset. Without an offset the time is Asia/Shanghai's; with one the day is still Asia/Shanghai's.
 * Null for anything else, also for days that no calendar has.
 */
export function readPlatformTime(text: string): PlatformTime | null {
  const trimmed = text.trim();
  const day = DAY.exec(trimmed);
  if (day === null) return null;
  const [year = "", month = "", dayOfMonth = ""] = day.slice(1).filter((part) => part !== undefined);
  const date = `${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`;
  if (!isCalendarDay(date)) return null;
  const rest = trimmed.slice(day[0].length);
  return rest === "" ? { date, instant: null } : withClock(date, rest);
}

function withClock(date: string, rest: string): PlatformTime | null {
  const [whole, hours = "", minutes = "", seconds = "00", offset = SHANGHAI] = CLOCK.exec(rest) ?? [];
  if (whole === undefined) return null;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const instant = Date.parse(`${date}T${hours.padStart(2, "0")}:${minutes}:${seconds}${zone}`);
  if (Number.isNaN(instant)) return null;
  return { date: new Date(instant + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10), instant };
}

function isCalendarDay(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
