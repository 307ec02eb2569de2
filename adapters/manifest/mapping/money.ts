import { type ParsedMoney, parseMoney } from "#schema/codes/money.ts";
import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";
import type { MappedMoney, MappedPrice } from "./mapped-record.ts";
import {
  type FieldInput,
  good,
  inTable,
  type Normalised,
  type NormaliserFactory,
  type NormaliserOptions,
  noted,
  ofText,
  refused,
} from "./normaliser.ts";

const UNKNOWN: MappedPrice = { kind: "UNKNOWN", amount: null, maxAmount: null, text: null };
const BARE_NUMBER = /^[\d.,\s]+(?:[-~至到][\d.,\s]+)?$/;
const KNOWN_UNIT = /^(?:百万元?|[万亿]元?|[百千]?元)$/;

/** One amount in yuan. */
export const money: NormaliserFactory = (options) =>
  ofText(options, (raw, input) => {
    const parsed = parseMoney(withUnit(raw, input, options));
    if (parsed.kind === "FIXED") return good(toMoney(parsed.amount));
    return refused("NOT_AN_AMOUNT", { zh: "不是一个金额", en: "Not one amount of money" }, raw);
  });

/** A price: fixed, a range, negotiable … A price that is not stated is UNKNOWN, not nothing. */
export const price: NormaliserFactory =
  (options) =>
  (input): Normalised => {
    const [first = ""] = input.texts;
    const raw = inTable(options, first) ?? emptyToNull(first);
    if (raw === null) return good(UNKNOWN);
    const text = withUnit(raw, input, options);
    const value = toPrice(parseMoney(text), text.slice(0, 200));
    if (value.kind !== "UNKNOWN") return good(value);
    return noted(
      value,
      "PRICE_NOT_UNDERSTOOD",
      { zh: "未能读懂价格，仅保留原文", en: "The price was not understood; only its text is kept" },
      raw,
    );
  };

/** What a mapped price is where the source has nothing at all. */
export const NO_PRICE = UNKNOWN;

/** A bare number gets the unit of its record or column. */
function withUnit(raw: string, input: FieldInput, options: NormaliserOptions): string {
  const unit = unitOf(input) ?? options.unit;
  return unit !== null && BARE_NUMBER.test(toHalfWidth(raw)) ? `${raw.trim()}${unit}` : raw;
}

/** `万元/件`, `(万元)`. */
function unitOf({ unit }: FieldInput): string | null {
  if (unit === null) return null;
  const word = toHalfWidth(unit).replace(/[()\s]|人民币|\/.*$/g, "");
  return KNOWN_UNIT.test(word) ? word : null;
}

function toPrice(parsed: ParsedMoney, text: string): MappedPrice {
  if (parsed.kind === "FIXED") return { kind: "FIXED", amount: toMoney(parsed.amount), maxAmount: null, text };
  if (parsed.kind !== "RANGE") return { kind: parsed.kind, amount: null, maxAmount: null, text };
  return { kind: "RANGE", amount: toMoney(parsed.amount), maxAmount: toMoney(parsed.maxAmount), text };
}

function toMoney(amount: string): MappedMoney {
  return { amount, currencyCode: "CNY" };
}
