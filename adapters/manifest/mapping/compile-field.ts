import type { Row } from "#adapters/manifest/dialect/row.ts";
import type { FieldFormat } from "#adapters/manifest/format/kind-format.ts";
import type { KindField } from "#schema/kind-fields.ts";
import { unstated } from "./codes.ts";
import { isApplicationNumber } from "./identifiers.ts";
import type { MappedValue } from "./mapped-record.ts";
import { NO_PRICE } from "./money.ts";
import { good, NOTHING, type Normalised, noted, refused, wordOf } from "./normaliser.ts";
import { fittingNormalisers, normaliserOf } from "./normalisers.ts";
import { compileReader, type FullField, inFull } from "./read-field.ts";
import { maskingOf } from "./withholding.ts";

export interface FieldMapper {
  readonly name: string;
  /** Adds the raw texts that it read to `seen`. */
  map(row: Row, seen: string[]): Normalised;
}

interface FieldTerms {
  /** True where line ends mean nothing. */
  readonly flat: boolean;
  /** What the licence says of the field. */
  readonly terms: "withheld" | "masked" | undefined;
}

/** One field: read, normalised, masked where it must be. A withheld one is never read. */
export function compileField(field: KindField, format: FieldFormat, { flat, terms }: FieldTerms): FieldMapper {
  if (terms === "withheld") return { name: field.name, map: () => NOTHING };
  const full = inFull(format);
  const name = full.as ?? fittingNormalisers(field.shape)[0];
  const read = compileReader(full, name);
  const normalise = normaliserOf(name, field)(optionsOf(full, field, flat));
  const mask = maskingOf(field, terms === "masked");
  const absent = good(absentValue(field));
  const map = (row: Row, seen: string[]): Normalised => {
    const result = read(row);
    if (result.kind === "nothing") return absent;
    if (result.kind === "failed") return failed(result.reason);
    seen.push(...result.input.texts.slice(0, 50));
    const normalised = toEndOfDay(field, fitPatent(field, normalise(result.input)), result.input.texts[0] ?? "");
    return mask === null ? normalised : { ...normalised, value: mask(normalised.value) };
  };
  return { name: field.name, map };
}

function optionsOf(full: FullField, { codes }: KindField, flat: boolean) {
  const { formats = [], unit = null, table = {}, separator = null } = full;
  const words = new Map(Object.entries(table).map(([word, value]) => [wordOf(word), value]));
  return { formats, unit, table: words, separator, codes, flat };
}

/** As nodes written by hand have it: a list is empty, a price unknown, a state unknown; all else is null. */
function absentValue({ shape, codes }: KindField): MappedValue {
  if (shape === "texts" || shape === "parties" || shape === "codes") return [];
  if (shape === "price") return NO_PRICE;
  return shape === "code" || shape === "legalStatus" ? unstated(codes) : null;
}

function failed(reason: string): Normalised {
  return refused(
    "EXPRESSION_FAILED",
    { zh: `表达式求值失败：${reason}`, en: `The expression failed: ${reason}` },
    reason,
  );
}

/** A patent of the graph is found by its application number alone. */
function fitPatent({ shape }: KindField, normalised: Normalised): Normalised {
  const { value } = normalised;
  if (shape !== "patent" || typeof value !== "string" || isApplicationNumber(value)) return normalised;
  const message = {
    zh: "不是中国申请号，无法对应到专利",
    en: "Not a Chinese application number; no patent can be found by it",
  };
  return noted(null, "NOT_AN_APPLICATION", message, value);
}

const DAY_LESS_A_SECOND_MS = 86_399_000;

/** What ends on a day lasts until that day is over in China; without this an event would end before it began. */
function toEndOfDay({ name, shape }: KindField, normalised: Normalised, raw: string): Normalised {
  const { value } = normalised;
  if (name !== "endsAt" || shape !== "instant" || typeof value !== "string" || /\d\s*[:：时]|Date\(/.test(raw))
    return normalised;
  const isMidnight = value.includes("T16:00:00");
  return isMidnight
    ? { ...normalised, value: new Date(Date.parse(value) + DAY_LESS_A_SECOND_MS).toISOString() }
    : normalised;
}
