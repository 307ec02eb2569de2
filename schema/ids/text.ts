const ZERO_WIDTH = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const HYPHENS = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const DOTS = /[\u00b7\u2022\u2024\u2027\u22c5\u3002\u30fb\uff0e\uff61\uff65]/g;
const LABELS = /^(?:[\p{Script=Han}()]{1,12}: ?|(?:专利|申请|公开|公告|公布|授权公告|登记|注册)号 ?)+/u;

/**
 * Full-width letters, digits and signs → ASCII (Unicode NFKC), zero-width characters dropped, the many hyphens and
 * middle dots → `-` and `.`. Letters keep their case, blanks stay.
 */
export function toHalfWidth(text: string): string {
  return PLAIN.test(text) ? text : halfWidth(text);
}

/** Ideographs and ASCII, which is most of what comes: nothing of it changes. */
const PLAIN = /^[\u4e00-\u9fff\x20-\x7e]*$/;

function halfWidth(text: string): string {
  return text.replace(DOTS, ".").normalize("NFKC").replace(ZERO_WIDTH, "").replace(HYPHENS, "-").normalize("NFKC");
}

/** `toHalfWidth`, ASCII letters upper-case, runs of white space → one blank, trimmed, a leading label (`申请号：`) cut. */
export function normaliseText(text: string): string {
  return upperCaseAscii(toHalfWidth(text)).replace(/\s+/g, " ").trim().replace(LABELS, "").trim();
}

/** `normaliseText` without any blank: what most identifiers are read from. */
export function compactText(text: string): string {
  return normaliseText(text).replace(/\s+/g, "");
}

/**
 * The form in which names of organisations are compared: half-width, brackets of all kinds → `()`, no blanks between
 * Chinese characters or around brackets. Not for display.
 */
export function normaliseName(name: string): string {
  if (PLAIN_NAME.test(name)) return name;
  return toHalfWidth(name.replace(/&nbsp;|＆nbsp;/g, " "))
    .replace(/[〔【［[]/g, "(")
    .replace(/[〕】］\]]/g, ")")
    .replace(/\s+/g, " ")
    .replace(/ ?([()]) ?/g, "$1")
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "")
    .trim();
}

/** Without blanks and brackets there is nothing to do. */
const PLAIN_NAME = /^[\u4e00-\u9fffA-Za-z0-9]*$/;

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  "",
  "-",
  "--",
  "---",
  "/",
  "0",
  "00000000",
  "0000000000",
  "-1",
  "n/a",
  "na",
  "null",
  "undefined",
  "none",
  "nan",
  "无",
  "暂无",
  "空",
  "不详",
  "未知",
  "无数据",
  "暂无数据",
]);

/** Zero-width characters may stand between the others. */
const LONGEST_PLACEHOLDER = 64;

/**
 * Source text → `null` where it only says that there is nothing: `--`, ` `, `0`, `00000000`, `-1`, `N/A`, `无` …
 * Otherwise the trimmed text. Not for numbers whose value may be 0.
 */
export function emptyToNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const trimmed = (text.includes("nbsp;") ? text.replace(/&nbsp;|＆nbsp;/g, " ") : text).trim();
  // Abstracts go through here too: what is this long stands for nothing else.
  if (trimmed.length > LONGEST_PLACEHOLDER) return trimmed;
  return PLACEHOLDERS.has(toHalfWidth(trimmed).trim().toLowerCase()) ? null : trimmed;
}

function upperCaseAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
