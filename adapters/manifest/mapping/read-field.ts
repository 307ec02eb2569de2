import type { Row } from "#adapters/manifest/dialect/row.ts";
import type { FieldFormat, NormaliserName } from "#adapters/manifest/format/kind-format.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { compileExpression, type Expression } from "./expressions.ts";
import { compileRegex, type LinearRegex } from "./linear-regex.ts";
import type { FieldInput } from "./normaliser.ts";
import { readsLists } from "./normalisers.ts";

/** A field told in full; a bare path is one with `from` alone. */
export type FullField = Exclude<FieldFormat, string>;

export type ReadField =
  | { readonly kind: "input"; readonly input: FieldInput }
  | { readonly kind: "nothing" }
  | { readonly kind: "failed"; readonly reason: string };

const NOTHING = { kind: "nothing" } as const;

export function inFull(format: FieldFormat): FullField {
  return typeof format === "string" ? { from: format } : format;
}

/** What a field's paths, constant or expression give for a row: raw texts, before any normaliser. */
export function compileReader(format: FullField, as: NormaliserName): (row: Row) => ReadField {
  const isList = readsLists(as);
  const texts = compileTexts(format, as);
  return (row) => {
    const read = texts(row);
    if (read.kind !== "texts") return read;
    const unit = format.unitFrom === undefined ? null : row.text(format.unitFrom);
    return { kind: "input", input: { texts: read.texts, usccs: usccsOf(row, format, isList), unit } };
  };
}

type ReadTexts = { readonly kind: "texts"; readonly texts: readonly string[] } | Exclude<ReadField, { kind: "input" }>;

function compileTexts(format: FullField, as: NormaliserName): (row: Row) => ReadTexts {
  const regex = format.match === undefined ? null : regexOf(format.match);
  const matched = (texts: readonly string[]): ReadTexts => {
    const found = regex === null ? texts : texts.flatMap((text) => regex.find(text) ?? []);
    return found.length === 0 ? NOTHING : { kind: "texts", texts: found };
  };
  if (format.expression !== undefined) return ofExpression(format.expression, matched);
  if (format.value !== undefined) {
    const constant = matched([String(format.value)]);
    return () => constant;
  }
  const paths = format.from === undefined ? [] : [format.from].flat();
  const isList = readsLists(as);
  const tells = telling(format, as);
  return (row) => {
    for (const path of paths) {
      const texts = isList ? row.texts(path) : oneText(row.text(path));
      const found = texts.some(tells) ? matched(texts) : NOTHING;
      if (found.kind === "texts") return found;
    }
    return NOTHING;
  };
}

/** Whether a text says something: placeholders do where the table has a word for them, 0 may be a number, 无 a no. */
function telling({ table = {} }: FullField, as: NormaliserName): (text: string) => boolean {
  const words = new Set(Object.keys(table));
  if (as === "boolean") return (text) => !/^[-\s]*$/.test(text);
  return (text) => emptyToNull(text) !== null || words.has(text.trim()) || text.trim() === "0";
}

function ofExpression(text: string, matched: (texts: readonly string[]) => ReadTexts): (row: Row) => ReadTexts {
  const expression = expressionOf(text);
  return (row) => {
    const evaluated = expression.evaluate({ row: row.value });
    if (!evaluated.ok) return { kind: "failed", reason: evaluated.reason };
    const { value } = evaluated;
    if (value === null) return NOTHING;
    return matched(Array.isArray(value) ? value.map(String) : [String(value)]);
  };
}

/** The reader of manifests refuses what does not compile; a mapper made past it fails at once. */
function expressionOf(text: string): Expression {
  const compiled = compileExpression(text, ["row"]);
  if (!compiled.ok) throw new TypeError(`Expression ${text.slice(0, 60)}: ${compiled.reason}`);
  return compiled.expression;
}

function regexOf(pattern: string): LinearRegex {
  const compiled = compileRegex(pattern);
  if (!compiled.ok) throw new TypeError(`Pattern ${pattern.slice(0, 60)}: ${compiled.reason}`);
  return compiled.regex;
}

function usccsOf(row: Row, { uscc }: FullField, isList: boolean): readonly string[] {
  if (uscc === undefined) return [];
  return isList ? row.texts(uscc) : oneText(row.text(uscc));
}

function oneText(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}
