import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import { splitOutsideBrackets } from "#schema/ids/split-list.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import type { CodeLabels } from "#schema/kind-fields.ts";
import type { MappedCode } from "./mapped-record.ts";
import {
  good,
  inTable,
  type Normalised,
  type NormaliserFactory,
  type NormaliserOptions,
  shown,
  wordOf,
} from "./normaliser.ts";

const MOST_CODES = 50;
const FALLBACKS = ["UNKNOWN", "OTHER", "UNMAPPED"];
const SEPARATORS = /[、，,；;|\n]/;

/**
 * One code of the field's enum beside the source's words: by the manifest's table, else by the code itself or its label
 * in Chinese or English. What is not known is UNKNOWN or OTHER, with its words kept.
 */
export const code: NormaliserFactory = (options) => {
  const read = reader(options);
  return ({ texts: [first = ""] }) => toNormalised([read(first)], (codes) => codes[0] ?? null);
};

export const codes: NormaliserFactory = (options) => {
  const read = reader(options);
  return ({ texts }) => {
    const words = texts.length === 1 ? splitOutsideBrackets(texts[0] ?? "", options.separator ?? SEPARATORS) : texts;
    const stated = words.filter((word) => emptyToNull(word) !== null).slice(0, MOST_CODES);
    return toNormalised(stated.map(read), (found) => found);
  };
};

/** Legal status of a patent in the words of any source; the table goes first. */
export const legalStatus: NormaliserFactory = (options) => {
  const read = reader(options);
  return ({ texts: [first = ""] }) => {
    const raw = emptyToNull(first);
    const told = inTable(options, first);
    if (told !== undefined) return toNormalised([read(first)], (found) => found[0] ?? null);
    if (raw === null) return good({ code: "UNKNOWN", raw: null });
    const { code: mapped } = mapLegalStatus(raw);
    return toNormalised(
      [{ value: { code: mapped, raw }, isKnown: mapped !== "UNMAPPED" }],
      (found) => found[0] ?? null,
    );
  };
};

/** What a code is where the source says nothing: UNKNOWN, OTHER … of its enum; null for an enum without one. */
export function unstated(labels: CodeLabels): MappedCode | null {
  const fallback = FALLBACKS.find((name) => name in labels);
  return fallback === undefined ? null : { code: fallback, raw: null };
}

interface ReadCode {
  readonly value: MappedCode | null;
  readonly isKnown: boolean;
}

function reader(options: NormaliserOptions): (text: string) => ReadCode {
  const known = knownWords(options.codes);
  const otherwise = unstated(options.codes)?.code;
  return (text) => {
    const raw = emptyToNull(text);
    const told = inTable(options, text) ?? (raw === null ? undefined : known.get(wordOf(raw)));
    if (told !== undefined && told in options.codes) return { value: { code: told, raw }, isKnown: true };
    if (otherwise === undefined) return { value: null, isKnown: raw === null };
    return { value: { code: otherwise, raw }, isKnown: raw === null };
  };
}

function knownWords(labels: CodeLabels): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(labels).flatMap(([name, { zh, en }]) => [name, zh, en].map((word) => [wordOf(word), name] as const)),
  );
}

function toNormalised(
  read: readonly ReadCode[],
  pick: (found: readonly MappedCode[]) => Normalised["value"],
): Normalised {
  const found = read.flatMap(({ value }) => value ?? []);
  const unknown = read.find(({ isKnown }) => !isKnown)?.value;
  if (unknown === undefined) return good(pick(found));
  const message = {
    zh: "对照表与枚举中均无此词，已保留原文",
    en: "A word that neither the table nor the enum has; its text is kept",
  };
  const raw = unknown?.raw ?? null;
  const problem = {
    severity: "warning",
    code: "UNKNOWN_WORD",
    message,
    raw: raw === null ? null : shown(raw),
  } as const;
  return { value: pick(found), problems: [problem] };
}
