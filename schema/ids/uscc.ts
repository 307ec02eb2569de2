import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuse, refuseCheck, refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** A unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, both check characters right. */
export type Uscc = Branded<"Uscc">;

const NAME = { zh: "统一社会信用代码", en: "unified social credit code" };
const FORM = "91510100MA0DEM0A77";
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Reads a code, any case and width. The organisation code inside (GB 11714) is checked before the code as a whole. */
export function parseUscc(text: string): Parsed<Uscc> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const code = compactText(text).replace(/[.-]/g, "");
  if (!/^[0-9A-Z]{18}$/.test(code)) return refuseForm(NAME, FORM);
  const illegal = [...code].find((character) => !ALPHABET.includes(character));
  if (illegal !== undefined) return illegalCharacter(illegal);
  if (!/^\d{6}$/.test(code.slice(2, 8))) return refuseForm(NAME, FORM);
  const right = complete(code.slice(0, 8), code.slice(8, 16));
  if (code.charAt(16) !== right.charAt(16)) return refuseCheck(NAME, right.slice(16), right);
  if (code !== right) return refuseCheck(NAME, right.slice(17), right);
  return { ok: true, value: code as Uscc };
}

/**
 * Completes a code; for generators of data. `prefix` is authority, type and registrar (8), `organisation` the
 * organisation code without its check (8). Throws RangeError for anything that no code can contain.
 */
export function makeUscc(prefix: string, organisation: string): Uscc {
  const parsed = parseUscc(complete(prefix, organisation));
  if (!parsed.ok) throw new RangeError(`No social credit code from ${prefix} and ${organisation}`);
  return parsed.value;
}

/** Digits 3–8: GB/T 2260 code of the registering authority, which is not the organisation's address today. */
export function registrarRegionOf(uscc: Uscc): string {
  return uscc.slice(2, 8);
}

function complete(prefix: string, organisation: string): string {
  const body = `${prefix}${organisation}${organisationCheck(organisation)}`;
  return `${body}${codeCheck(body)}`;
}

/** GB 11714: 11 − (Σ mod 11), ten written `X`, eleven `0`; letters count from A = 10. */
function organisationCheck(organisation: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(organisation.charAt(index), 36),
    0,
  );
  const check = 11 - (sum % 11);
  if (check === 10) return "X";
  return check === 11 ? "0" : String(check);
}

/** GB 32100: weights 3^i mod 31 over the 31 characters of the alphabet. */
function codeCheck(body: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of body) {
    sum += weight * ALPHABET.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function illegalCharacter(character: string): Parsed<never> {
  return refuse("ILLEGAL_CHARACTER", {
    zh: `统一社会信用代码不使用字符 ${character}（I、O、S、V、Z 均不使用）`,
    en: `A unified social credit code has no character ${character} (I, O, S, V and Z are not used)`,
  });
}
