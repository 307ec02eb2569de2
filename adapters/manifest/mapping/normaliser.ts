import { maskContacts } from "#schema/codes/mask.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import type { CodeLabels } from "#schema/kind-fields.ts";
import type { MappedValue, MappingProblem, MappingProblemCode } from "./mapped-record.ts";

/** What a field's path or expression gave. */
export interface FieldInput {
  /** As received; for a field of one value the first counts. Never empty. */
  readonly texts: readonly string[];
  /** Texts of the path `uscc`, in the same order. */
  readonly usccs: readonly string[];
  /** Unit that the record itself names. */
  readonly unit: string | null;
}

/** How the manifest wants a field to be read. */
export interface NormaliserOptions {
  readonly formats: readonly string[];
  readonly unit: string | null;
  /** Source's word → what it stands for; already compared by `wordOf`. */
  readonly table: ReadonlyMap<string, string>;
  readonly separator: string | null;
  /** Codes of the field's enum. */
  readonly codes: CodeLabels;
  /** True where line ends mean nothing (pages). */
  readonly flat: boolean;
}

/** `problems` without the field's name. */
export interface Normalised {
  readonly value: MappedValue;
  readonly problems: readonly Omit<MappingProblem, "field">[];
}

/** Reads one field; `null` input never comes here. */
export type Normaliser = (input: FieldInput) => Normalised;
export type NormaliserFactory = (options: NormaliserOptions) => Normaliser;

/** Nothing there. */
export const NOTHING: Normalised = { value: null, problems: [] };

export function good(value: MappedValue): Normalised {
  return { value, problems: [] };
}

/** Used, but not as it came. */
export function noted(value: MappedValue, code: MappingProblemCode, message: Bilingual, raw: string): Normalised {
  return { value, problems: [{ severity: "warning", code, message, raw: shown(raw) }] };
}

/** There is something, and it cannot be used. */
export function refused(code: MappingProblemCode, message: Bilingual, raw: string): Normalised {
  return { value: null, problems: [{ severity: "error", code, message, raw: shown(raw) }] };
}

const SHOWN = 200;

/** What of a raw text a problem shows. */
export function shown(raw: string): string {
  const cut = raw.length > SHOWN ? `${raw.slice(0, SHOWN)}…` : raw;
  return maskContacts(cut);
}

/** A normaliser of one text: what the table says of it, else the text itself; placeholders are nothing. */
export function ofText(options: NormaliserOptions, read: (text: string, input: FieldInput) => Normalised): Normaliser {
  return (input) => {
    const [first = ""] = input.texts;
    const text = inTable(options, first) ?? emptyToNull(first);
    return text === null ? NOTHING : read(text, input);
  };
}

/** What the manifest's table says of a word; `*` stands for every other. */
export function inTable({ table }: NormaliserOptions, text: string): string | undefined {
  if (table.size === 0) return undefined;
  return table.get(wordOf(text)) ?? (emptyToNull(text) === null ? undefined : table.get("*"));
}

/** The form in which words of tables are compared. */
export function wordOf(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
}
