import type { DatabaseSync, StatementSync } from "node:sqlite";
import { addIds, type BitSet, idsWhere, noIds } from "#adapters/runtime/text-index/bit-set.ts";
import { decodeIds } from "#adapters/runtime/text-index/decode-postings.ts";
import type { TermPostings } from "#adapters/runtime/text-index/postings.ts";
import type { TermSource } from "#adapters/runtime/text-index/term-sources.ts";
import { OFFICE_CODES } from "#schema/codes/offices.ts";
import type { ColumnArrays } from "./columns.ts";
import { classKeyword, organizationKeyword, priorityKeyword } from "./search-document.ts";
import type { SearchCondition } from "./search-request.ts";
import { KEYWORD_GROUP } from "./text-fields.ts";

type Kind<K extends SearchCondition["kind"]> = Extract<SearchCondition, { readonly kind: K }>;

export type KeywordCondition = Kind<"number" | "class" | "organization">;

export interface KeywordContext {
  readonly arrays: ColumnArrays;
  readonly size: number;
  readonly sources: readonly TermSource[];
}

/** Numbers that a truncated one may stand for in one segment. */
const MOST_EXPANSIONS = 100_000;

/** Symbols, parties and numbers: by keywords of the index; numbers of applications and publications by the records. */
export class KeywordMatcher {
  readonly #statements: Readonly<Record<"organization" | "publication" | "publicationsFrom" | "pct", StatementSync>>;

  constructor(database: DatabaseSync) {
    this.#statements = {
      organization: database.prepare("SELECT id FROM search_organizations WHERE key = ?"),
      publication: database.prepare(
        "SELECT application_number FROM documents WHERE office = ?1 AND number = ?2 AND (?3 = '' OR kind = ?3)",
      ),
      pct: database.prepare("SELECT application_number FROM patents WHERE pct_number = ?"),
      publicationsFrom: database.prepare(
        "SELECT application_number FROM documents WHERE office = ? AND number >= ? AND number < ?",
      ),
    };
  }

  match(condition: KeywordCondition, context: KeywordContext): BitSet {
    switch (condition.kind) {
      case "class":
        return withKeywords(
          condition.symbols.map((symbol) => classKeyword(condition.scheme, symbol)),
          context,
        );
      case "organization":
        return withKeywords(
          condition.keys.flatMap((key) => this.#organization(key)),
          context,
        );
      default:
        return this.#matchNumber(condition, context);
    }
  }

  #organization(key: string): string[] {
    const row = this.#statements.organization.get(key);
    return row === undefined ? [] : [organizationKeyword(Number(row["id"]))];
  }

  #matchNumber({ of, value, match }: Kind<"number">, context: KeywordContext): BitSet {
    if (of === "PUBLICATION") return withNumbers(this.#applicationsOf(value, match), context);
    if (of === "PCT") return withNumbers(keysOf(this.#statements.pct.all(value)), context);
    if (of === "APPLICATION") return matchApplication(value, match, context);
    const offices = /^\d/.test(value) ? ["", ...OFFICE_CODES] : [""];
    const keywords = offices.map((office) => priorityKeyword(office + value));
    return match === "EXACT" ? withKeywords(keywords, context) : withKeywordsFrom(keywords, context);
  }

  /** Keys of the applications with such a publication. */
  #applicationsOf(value: string, match: "EXACT" | "PREFIX"): ReadonlySet<number> {
    const [, office, number = "", kind = ""] = /^([A-Z]{2})(\d*)([A-Z]\d?)?$/.exec(value) ?? [];
    if (office === undefined) return new Set();
    const isWhole = match === "EXACT" || kind !== "";
    const rows = isWhole
      ? this.#statements.publication.all(office, number, kind)
      : this.#statements.publicationsFrom.all(office, number, `${number}:`);
    return keysOf(rows);
  }
}

function keysOf(rows: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<number> {
  return new Set(rows.map((row) => keyOf(String(row["application_number"]))));
}

function keyOf(applicationNumber: string): number {
  return Number(/^CN(\d+)/.exec(applicationNumber)?.[1] ?? Number.NaN);
}

function withNumbers(keys: ReadonlySet<number>, { arrays, size }: KeywordContext): BitSet {
  const { number } = arrays;
  return keys.size === 0 ? noIds(size) : idsWhere(size, (id) => keys.has(number[id] ?? 0));
}

/** As digits are put in front of what is missing: 2023 stands for 202300000000 to 202399999999. */
function matchApplication(value: string, match: "EXACT" | "PREFIX", { arrays, size }: KeywordContext): BitSet {
  const digits = /^(?:CN)?(\d{0,12})$/.exec(value)?.[1];
  if (digits === undefined || (match === "EXACT" && digits.length !== 8 && digits.length !== 12)) return noIds(size);
  const { number } = arrays;
  const ranges = [12, 8]
    .filter((length) => digits.length <= length && (match === "PREFIX" || digits.length === length))
    .map((length) => {
      const unit = 10 ** (length - digits.length);
      // Twelve digits begin with the year: shorter keys are numbers of eight digits.
      const least = length === 12 ? 1e8 : 1;
      return [Math.max(least, Number(digits) * unit), Math.min(10 ** length, (Number(digits) + 1) * unit)] as const;
    });
  return idsWhere(size, (id) => {
    const key = number[id] ?? 0;
    return ranges.some(([from, to]) => key >= from && key < to);
  });
}

function withKeywords(keywords: readonly string[], context: KeywordContext): BitSet {
  const terms = keywords.map((keyword) => KEYWORD_GROUP.prefix + keyword);
  return withPostings(context, (source) => terms.flatMap((term) => source.find(term) ?? []));
}

function withKeywordsFrom(beginnings: readonly string[], context: KeywordContext): BitSet {
  return withPostings(context, (source) =>
    beginnings.flatMap((beginning) => source.beginningWith(KEYWORD_GROUP.prefix + beginning, MOST_EXPANSIONS)),
  );
}

function withPostings(
  { size, sources }: KeywordContext,
  postingsIn: (source: TermSource) => readonly TermPostings[],
): BitSet {
  const bits = noIds(size);
  for (const source of sources) {
    for (const postings of postingsIn(source)) addIds(bits, decodeIds(postings), postings.documents);
  }
  return bits;
}
