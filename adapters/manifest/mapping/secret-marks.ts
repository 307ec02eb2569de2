import type { Row } from "#adapters/manifest/dialect/row.ts";

/** A text that is nothing but a mark: 机密, 【秘密】, 机密★10年, 国防专利. */
const BARE_MARK =
  /^[[【(（〔]?(?:(?:绝密|机密|秘密|涉密|保密)(?:级|件)?(?:[★☆*]?(?:长期|\d{0,2}年)?)?|国防(?:专利|发明)?)[\]】)）〕]?$/;
/** A mark before or behind a title, or behind a label. */
const MARKED_TITLE =
  /^[[【(（〔](?:绝密|机密|秘密|涉密|国防专利?)[\]】)）〕]|[[【(（〔](?:绝密|机密|秘密|涉密|国防专利)[\]】)）〕]$|(?:绝密|机密|秘密)[★☆]|密级(?:为|[:：])?\s*(?:绝密|机密|秘密|涉密)/;
const MAY_BE_MARKED = /密|国防/;
/** Columns that mark secrecy by their name; `sfsm`, `sfbm`, `mj`: pinyin initials of 是否涉密, 是否保密, 密级. */
const MARK_NAME = /secre|confiden|classified|defen[cs]e|涉密|保密|密级|国防|^(?:sfsm|sfbm|miji|mj|mjdm|sfgf)$/i;
const MARK_OFF =
  /^(?:|-+|0+|no?|none|null|false|否|无|不|公开|主动公开|社会公开|非密|非涉密|不涉密|内部|一般|普通|public|open|unclassified|已?解密)$/i;
const DECLASSIFIED = /解密|解除保密|declassif/i;
const DEEPEST = 8;
const MOST_LEAVES = 2_000;

/**
 * Whether a record is marked secret or of national defence (涉密, 秘密, 机密, 绝密, 国防). A text that only speaks of
 * secrets (商业秘密保护, 国防专利窗口) is no mark; 解密 takes a mark back. `texts` are those that the fields were read from.
 */
export function isMarkedSecret(row: Row, texts: Iterable<string>): boolean {
  for (const text of texts) if (isMark(text)) return true;
  return hasMark(row.value, "", { depth: 0, leaves: 0 });
}

interface Walk {
  readonly depth: number;
  leaves: number;
}

function hasMark(value: unknown, name: string, walk: Walk): boolean {
  walk.leaves += 1;
  if (walk.leaves > MOST_LEAVES || walk.depth > DEEPEST) return false;
  if (typeof value === "string") return isMark(value) || (isMarkName(name) && isOn(value));
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return isMarkName(name) && isOn(String(value));
  if (typeof value !== "object" || value === null) return false;
  const below = { depth: walk.depth + 1, leaves: walk.leaves };
  const found = Array.isArray(value)
    ? value.some((item) => hasMark(item, name, below))
    : Object.entries(value).some(([key, item]) => hasMark(item, key, below));
  walk.leaves = below.leaves;
  return found;
}

function isMark(text: string): boolean {
  if (text.length > 2_000 || !MAY_BE_MARKED.test(text) || DECLASSIFIED.test(text)) return false;
  const compact = text.trim();
  return BARE_MARK.test(compact.replace(/\s+/g, "")) || MARKED_TITLE.test(compact);
}

function isOn(value: string): boolean {
  return !MARK_OFF.test(value.trim()) && !DECLASSIFIED.test(value);
}

const names = new Map<string, boolean>();

/** Remembered: a source has a few dozen columns and many records. */
function isMarkName(name: string): boolean {
  const known = names.get(name);
  if (known !== undefined) return known;
  const isMarkedName = MARK_NAME.test(name);
  if (names.size < 5_000) names.set(name, isMarkedName);
  return isMarkedName;
}
