import { chinaDateOf, parseChineseDate } from "#schema/codes/dates.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { compileDateFormat, type DateReading } from "./date-format.ts";
import {
  good,
  type Normalised,
  type NormaliserFactory,
  type NormaliserOptions,
  noted,
  ofText,
  refused,
} from "./normaliser.ts";

const CLOCK = /(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;
const NOT_A_DATE = { zh: "不是可读的日期", en: "Not a date that can be read" };
const UNEXPECTED = {
  zh: "日期与清单所写格式不符，已按通用写法读出",
  en: "The date has none of the manifest's formats; read as Chinese sources usually print it",
};

/** A day in China: `yyyy-MM-dd`. */
export const date: NormaliserFactory = (options) =>
  readAs(options, ({ epochMs, day }) => (epochMs === null ? day : chinaDateOf(epochMs)), parseChineseDate);

/** An instant, ISO 8601 in UTC; what has no zone is China's, a day alone counts from its midnight there. */
export const instant: NormaliserFactory = (options) =>
  readAs(
    options,
    ({ epochMs, day, clock }) => toIso(epochMs ?? Date.parse(`${day}T${clock}+08:00`)),
    (text) => {
      const epochMs = instantOf(text);
      return epochMs === null ? null : toIso(epochMs);
    },
  );

/** The instant that a printed time names, epoch milliseconds; null for what is no date. */
function instantOf(text: string): number | null {
  const day = parseChineseDate(text);
  if (day === null) return null;
  const plain = toHalfWidth(text).trim();
  const dotNet = /Date\((-?\d{1,15})/.exec(plain)?.[1];
  if (dotNet !== undefined) return Number(dotNet);
  const [clock, hour = "", minute = "", second = "00", zone] = CLOCK.exec(plain) ?? [];
  const isClock = clock !== undefined && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (isClock && zone !== undefined && !Number.isNaN(Date.parse(plain))) return Date.parse(plain);
  const time = isClock ? `${hour.padStart(2, "0")}:${minute}:${second}` : "00:00:00";
  const epochMs = Date.parse(`${day}T${time}+08:00`);
  return Number.isNaN(epochMs) ? null : epochMs;
}

function readAs(
  options: NormaliserOptions,
  told: (reading: DateReading) => string | null,
  usual: (text: string) => string | null,
) {
  const formats = options.formats.map(compileDateFormat);
  return ofText(options, (raw): Normalised => {
    for (const read of formats) {
      const reading = read(raw);
      const value = reading === null ? null : told(reading);
      if (value !== null) return good(value);
    }
    const value = raw.length > 60 ? null : usual(raw);
    if (value === null) return refused("NOT_A_DATE", NOT_A_DATE, raw);
    return formats.length === 0 ? good(value) : noted(value, "DATE_FORMAT_UNEXPECTED", UNEXPECTED, raw);
  });
}

function toIso(epochMs: number): string | null {
  const instant = new Date(epochMs);
  return Number.isNaN(instant.getTime()) || chinaDateOf(epochMs) === null ? null : instant.toISOString();
}
