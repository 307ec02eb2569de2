import { toHalfWidth } from "#schema/ids/text.ts";

/** Either an instant, or a day in China with its time (midnight where none is printed). */
export interface DateReading {
  readonly epochMs: number | null;
  readonly day: string;
  readonly clock: string;
}

/** Epoch milliseconds and seconds. */
const EPOCH_FORMATS = ["epoch-ms", "epoch-s"] as const;

const TOKEN = /yyyy|MM?|dd?|HH?|mm?|ss?|SSS/g;
const DIGITS: Readonly<Record<string, string>> = {
  yyyy: "(?<y>\\d{4})",
  MM: "(?<M>\\d{2})",
  M: "(?<M>\\d{1,2})",
  dd: "(?<d>\\d{2})",
  d: "(?<d>\\d{1,2})",
  HH: "(?<H>\\d{2})",
  H: "(?<H>\\d{1,2})",
  mm: "(?<m>\\d{2})",
  m: "(?<m>\\d{1,2})",
  ss: "(?<s>\\d{2})",
  s: "(?<s>\\d{1,2})",
  SSS: "\\d{3}",
};

/** Why a format cannot be used: it names no day, a part twice, or letters that stand for nothing. Undefined where it can. */
export function refuseDateFormat(format: string): "no-day" | "repeated" | "unknown-letter" | undefined {
  if (EPOCH_FORMATS.some((name) => name === format)) return undefined;
  const tokens = format.match(TOKEN) ?? [];
  const parts = tokens.map((token) => token.slice(0, 1));
  if (/[A-Za-z]/.test(format.replace(TOKEN, "").replace(/T/g, ""))) return "unknown-letter";
  if (new Set(parts).size !== parts.length) return "repeated";
  return ["y", "M", "d"].every((part) => parts.includes(part)) ? undefined : "no-day";
}

/** `yyyy年MM月dd日 HH:mm` and the like, in half-width; null for a text of another form, or a day that there is not. */
export function compileDateFormat(format: string): (text: string) => DateReading | null {
  if (format === "epoch-ms") return (text) => ofEpoch(text, 1);
  if (format === "epoch-s") return (text) => ofEpoch(text, 1_000);
  if (refuseDateFormat(format) !== undefined) return () => null;
  const pattern = new RegExp(`^${toPattern(toHalfWidth(format))}$`);
  return (text) => {
    const groups = text.length > 60 ? undefined : pattern.exec(toHalfWidth(text).trim())?.groups;
    return groups === undefined ? null : ofParts(groups);
  };
}

function toPattern(format: string): string {
  let pattern = "";
  let end = 0;
  for (const { 0: token, index } of format.matchAll(TOKEN)) {
    pattern += literal(format.slice(end, index)) + (DIGITS[token] ?? "");
    end = index + token.length;
  }
  return pattern + literal(format.slice(end));
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/\s+/g, "\\s+");
}

function ofEpoch(text: string, factor: number): DateReading | null {
  const digits = /^-?\d{1,14}$/.exec(toHalfWidth(text).trim())?.[0];
  return digits === undefined ? null : { epochMs: Number(digits) * factor, day: "", clock: "" };
}

function ofParts(parts: Readonly<Record<string, string | undefined>>): DateReading | null {
  const two = (name: string) => (parts[name] ?? "0").padStart(2, "0");
  const day = `${parts["y"]}-${two("M")}-${two("d")}`;
  const clock = `${two("H")}:${two("m")}:${two("s")}`;
  const epochMs = Date.parse(`${day}T${clock}Z`);
  // Date.parse rolls the 30th of February over; the day that comes out must be the one that went in.
  const isDay = !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(day);
  return isDay && Number(parts["y"]) >= 1_800 ? { epochMs: null, day, clock } : null;
}
