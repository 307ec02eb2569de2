import { z } from "zod";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { emptyToNull } from "#schema/ids/text.ts";

/**
 * A snowflake id. The site prints ids as JSON numbers beyond 2^53 or as strings; the JSON decoder hands numbers too
 * large for a double on as strings of their digits, so that none is rounded on the way.
 */
export const snowflake = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(String);

/** Text; null where the platform prints a placeholder (`--`, `-1`, `0`, ` `, 无 …) or nothing. Numbers become their digits. */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => emptyToNull(value === null || value === undefined ? null : String(value)));

/** Several texts in one, separated by commas, semicolons or 、; a list is taken as it is. */
export const texts = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) =>
    (Array.isArray(value) ? value : (value ?? "").split(/[,，;；、]/)).flatMap((part) => emptyToNull(part) ?? []),
  );

/** The calendar day of a printed time; null where it cannot be read. */
export const day = text.transform(parseChineseDate);

/** The instant of a printed time, epoch milliseconds; null where it cannot be read. */
export const instant = text.transform(readInstant);

/** A count that some answers print as a string. */
export const count = z.union([z.string().regex(/^\d{1,9}$/), z.int().nonnegative()]).transform(Number);

/** A whole number of days or the like; null for placeholders and free text. */
export const wholeNumber = text.transform((value) =>
  value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null,
);

/** `2026-03-01 09:30:00`, without a zone: Asia/Shanghai. Null for anything else. */
function readInstant(printed: string | null): number | null {
  if (printed === null || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(printed)) return null;
  const epochMs = Date.parse(`${printed.replace(" ", "T")}+08:00`);
  return Number.isNaN(epochMs) ? null : epochMs;
}
