import { scaleDecimal } from "#schema/codes/money.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { good, inTable, NOTHING, type NormaliserFactory, refused } from "./normaliser.ts";

const LARGEST_INT = 2_147_483_647;
const NUMBER = /^([+-]?)(\d{1,15}(?:\.\d{1,8})?)(?:\p{Script=Han}{1,6}|%)?$/u;
const BLANK = new Set(["", "-", "--", "---", "/", "n/a", "null", "无", "暂无", "不详", "未知"]);
const TRUE = new Set(["true", "t", "1", "y", "yes", "on", "是", "有", "√", "对"]);
const FALSE = new Set(["false", "f", "0", "n", "no", "off", "否", "无", "×", "不"]);

/** `1,234`, `１２`, `5个工作日`; words by the table (`即时办结: "0"`). */
export const integer: NormaliserFactory = (options) => (input) => {
  const [raw = ""] = input.texts;
  const read = readNumber(inTable(options, raw) ?? raw);
  if (read === null) return NOTHING;
  const value = Number(read);
  if (read !== undefined && Number.isInteger(value) && Math.abs(value) <= LARGEST_INT) return good(value);
  return refused("NOT_A_NUMBER", { zh: "不是整数", en: "Not a whole number" }, raw);
};

/** Exact, as text: `1,234.50` → `1234.5`. */
export const decimal: NormaliserFactory = (options) => (input) => {
  const [raw = ""] = input.texts;
  const read = readNumber(inTable(options, raw) ?? raw);
  if (read === null) return NOTHING;
  return read === undefined ? refused("NOT_A_NUMBER", { zh: "不是数字", en: "Not a number" }, raw) : good(read);
};

export const boolean: NormaliserFactory = (options) => (input) => {
  const [raw = ""] = input.texts;
  const word = toHalfWidth(inTable(options, raw) ?? raw)
    .trim()
    .toLowerCase();
  if (TRUE.has(word)) return good(true);
  if (FALSE.has(word)) return good(false);
  if (word === "" || word.startsWith("-")) return NOTHING;
  return refused("NOT_A_BOOLEAN", { zh: "不能读作是或否", en: "Neither yes nor no" }, raw);
};

/** Null where nothing is stated, undefined for what is no number. Zero is a number here. */
function readNumber(text: string): string | null | undefined {
  if (text.length > 60) return undefined;
  const plain = toHalfWidth(text)
    .replace(/\s+/g, "")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  if (BLANK.has(plain.toLowerCase())) return null;
  const [, sign, digits] = NUMBER.exec(plain) ?? [];
  if (digits === undefined) return undefined;
  const exact = scaleDecimal(digits, 0);
  return sign === "-" && exact !== "0" ? `-${exact}` : exact;
}
