import { z } from "zod";
import { maskContacts } from "#schema/codes/mask.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { type ApplicationNumber, parseApplicationNumber } from "#schema/ids/application-number.ts";
import { splitOutsideBrackets } from "#schema/ids/split-list.ts";
import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";
import { parseUscc, type Uscc } from "#schema/ids/uscc.ts";

/** A column of text: numbers become text, placeholders and absence become null. */
export const TEXT = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined ? null : emptyToNull(String(value).replace(/\u3000/g, " ")),
  );

/** A record's own id; a row without one is no record. */
export const ID = z.union([z.string().trim().min(1), z.number()]).transform(String);

/** Lists inside one text: 、 ， ； and their half-width kin, outside brackets. */
export function splitList(text: string | null): readonly string[] {
  return splitOutsideBrackets(text ?? "", /[、，,；;]/)
    .map((part) => emptyToNull(part))
    .filter((part) => part !== null);
}

/** GB/T 2260 code of today; null for what is none. */
export function toRegion(text: string | null): string | null {
  return text === null ? null : (regionOf(toHalfWidth(text))?.code ?? null);
}

/** The number when its check character is right or was left out (then it is computed); null otherwise. */
export function toApplicationNumber(text: string | null): ApplicationNumber | null {
  if (text === null) return null;
  const parsed = parseApplicationNumber(text);
  return parsed.ok ? parsed.value : null;
}

export function toUscc(text: string | null): Uscc | null {
  if (text === null) return null;
  const parsed = parseUscc(text);
  return parsed.ok ? parsed.value : null;
}

/** A telephone column: masked whatever its spelling; service numbers (12330, 400) stay. */
export function toPhone(text: string | null): string | null {
  if (text === null) return null;
  const label = "电话：";
  return maskContacts(`${label}${maskContacts(text)}`).slice(label.length);
}

/** `5个工作日` → 5, 即时办结 → 0; null where no number of days is stated. */
export function toWorkingDays(text: string | null): number | null {
  if (text === null) return null;
  if (/即时|当场|即办/.test(text)) return 0;
  const days = /(\d{1,4})个?工作日/.exec(toHalfWidth(text).replace(/\s+/g, ""))?.[1];
  return days === undefined ? null : Number(days);
}
