import { z } from "zod";
import { emptyToNull } from "#schema/ids/text.ts";
import { readPlatformTime } from "./platform-time.ts";

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
export const day = text.transform((value) => (value === null ? null : (readPlatformTime(value)?.date ?? null)));

/** The instant of a printed time, epoch milliseconds; null where it cannot be read. */
export const instant = text.transform((value) => (value === null ? null : (readPlatformTime(value)?.instant ?? null)));

/** A count that some answers print as a string. */
export const count = z.union([z.string().regex(/^\d{1,9}$/), z.int().nonnegative()]).transform(Number);

/** A whole number of days or the like; null for placeholders and free text. */
export const wholeNumber = text.transform((value) =>
  value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null,
);
