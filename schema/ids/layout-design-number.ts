import { checkCharacter } from "./application-number.ts";
import type { Branded } from "./branded.ts";
import type { Bilingual, Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** Registration number of an integrated-circuit layout design (集成电路布图设计登记号): `BS.185559220`. */
type LayoutDesignNumber = Branded<"LayoutDesignNumber">;

/** A number, and a doubt about its last digit. */
export interface LayoutDesignReading {
  readonly number: LayoutDesignNumber;
  readonly warning?: Bilingual;
}

const NAME = { zh: "布图设计登记号", en: "layout design number" };

/**
 * Reads `BS.185559220`, `BS185559220`. Its last digit seems to be the patents' check character, seen on one published
 * number only: a mismatch is a warning, never a refusal.
 */
export function parseLayoutDesignNumber(text: string): Parsed<LayoutDesignReading> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const [, body, check] = /^BS(\d{8})([\dX])$/.exec(compactText(text).replace(/[.\-_]/g, "")) ?? [];
  if (body === undefined || check === undefined) return refuseForm(NAME, "BS.185559220");
  const number = `BS.${body}${check}` as LayoutDesignNumber;
  const expected = checkCharacter(body);
  return { ok: true, value: check === expected ? { number } : { number, warning: doubt(expected) } };
}

function doubt(expected: string): Bilingual {
  return {
    zh: `末位可能有误，按专利号校验规则应为 ${expected}`,
    en: `The last digit may be wrong; by the rule of patent numbers it would be ${expected}`,
  };
}
