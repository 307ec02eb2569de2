import { z } from "zod";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { splitPartyNames } from "#schema/codes/party-names.ts";
import { emptyToNull } from "#schema/ids/text.ts";

/** Text, or null for the many ways in which the register says that there is none. */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => emptyToNull(value === null || value === undefined ? null : String(value)));

/** A day in any of the register's spellings; null for none and for what is no day. */
export const day = text.transform(parseChineseDate);

/** The register's own id: a snowflake, which no double can hold. */
export const recordId = z.union([z.string().regex(/^[\w-]{1,40}$/), z.int().transform(String)]);

/** Owners, joined in one string or in a list. */
export const owners = z
  .union([z.array(text), text.transform((one) => [one])])
  .transform((names) => names.flatMap(splitPartyNames));

/** A division's code; other digits say nothing. */
export const areaCode = text.transform((code) => (code !== null && /^\d{6}$/.test(code) ? code : null));

/** A list, which the register also leaves out or prints as a text of nothing. */
export function list<S extends z.ZodType>(item: S) {
  return z.union([z.array(item), text.transform((): z.output<S>[] => [])]);
}
