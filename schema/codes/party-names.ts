import { splitOutsideBrackets } from "#schema/ids/split-list.ts";
import { emptyToNull } from "#schema/ids/text.ts";

/** Separators between applicants in one string: `纳爱斯浙江科技有限公司,纳爱斯集团有限公司`. */
const SEPARATOR = /[,，;；、|]|\s{2,}/;

/**
 * Splits applicants joined in one string, but only where every part is Chinese: `Merck & Co., Inc.` is one name. A lone
 * semicolon also separates foreign names, because none contains it. What stands in brackets belongs to one name. Placeholders
 * give no name.
 */
export function splitPartyNames(text: string | null | undefined): readonly string[] {
  const raw = emptyToNull(text);
  if (raw === null) return [];
  const bySemicolon = splitOutsideBrackets(raw, /[;；|]/);
  return bySemicolon
    .flatMap(splitChinese)
    .map((name) => name.trim())
    .filter((name) => emptyToNull(name) !== null);
}

/** `张三(***)`, `张*`, `李某`, `***`: the source hides the name, so it identifies nobody. */
export function isMaskedName(name: string): boolean {
  return /[*＊]|^\p{Script=Han}某{1,2}某?$|^[×xX某]{2,}$/u.test(name.trim());
}

/** The part of a masked name that the source shows: `张三(***)` → `张三`; the name itself when nothing is hidden. */
export function visibleName(name: string): string {
  return name.replace(/[(（][*＊\s]*[)）]/g, "").trim();
}

function splitChinese(text: string): readonly string[] {
  const parts = splitOutsideBrackets(text, SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.every(isChineseName) ? parts : [text];
}

/** Two Chinese characters at least, and no Latin word: brackets, digits and the middle dot of transliterations may be there. */
function isChineseName(part: string): boolean {
  return /\p{Script=Han}.*\p{Script=Han}/u.test(part) && !/[A-Za-z]{2,}/.test(part);
}
