/** Conditions from which a query of OPS is written; lists are alternatives, everything else must hold together. */
export interface CqlConditions {
  /** A query in OPS's own language that was found readable (`checkCql`). */
  readonly cql?: string | null | undefined;
  /** Words in title or abstract, in any order. */
  readonly words?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly applicants?: readonly string[] | null | undefined;
  readonly inventors?: readonly string[] | null | undefined;
  readonly ipc?: readonly string[] | null | undefined;
  readonly cpc?: readonly string[] | null | undefined;
  /** WIPO ST.3 codes; OPS has no index of offices: they are the beginnings of publication numbers. */
  readonly offices?: readonly string[] | null | undefined;
  readonly familyNumbers?: readonly string[] | null | undefined;
}

export type CqlField = Exclude<keyof CqlConditions, "cql">;

/** The query, or the first field whose value cannot stand in one. Null for no condition at all. */
export type WrittenCql = { readonly cql: string | null } | { readonly refused: CqlField };

type Writer = readonly [field: CqlField, write: (value: string) => string | null];

const WRITERS: readonly Writer[] = [
  ["words", words("ta")],
  ["title", words("ti")],
  ["abstract", words("ab")],
  ["applicants", words("pa")],
  ["inventors", words("in")],
  ["ipc", symbol("ipc")],
  ["cpc", symbol("cpc")],
  ["offices", (value) => matched(/^[A-Z]{2}$/, value.trim().toUpperCase(), (office) => `pn = ${office}`)],
  ["familyNumbers", (value) => matched(/^\d{1,12}$/, value.trim(), (number) => `famn = ${number}`)],
];

export function writeCql(conditions: CqlConditions): WrittenCql {
  const own = conditions.cql?.trim();
  const clauses = own ? [own] : [];
  for (const [field, write] of WRITERS) {
    const values = valuesOf(conditions[field]);
    const written = values.map(write);
    if (written.includes(null)) return { refused: field };
    if (written.length > 0) clauses.push(written.join(" or "));
  }
  if (clauses.length === 0) return { cql: null };
  return { cql: clauses.length === 1 ? (clauses[0] ?? null) : clauses.map((clause) => `(${clause})`).join(" and ") };
}

function valuesOf(value: string | readonly string[] | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** `ta all "solid state battery"`: whatever could end the quotation or mean something in it is taken for a blank. */
function words(index: string): (value: string) => string | null {
  return (value) => {
    const literal = value
      .normalize("NFKC")
      .slice(0, MAX_WORDS)
      .replace(/[^\p{L}\p{M}\p{N}.&'/-]+/gu, " ")
      .trim();
    return /[\p{L}\p{N}]/u.test(literal) ? `${index} all "${literal}"` : null;
  };
}

/** A symbol or its beginning: H, H01, H01M, H01M10, H01M10/052. */
function symbol(index: string): (value: string) => string | null {
  return (value) =>
    matched(
      /^[A-HY](?:\d{2}(?:[A-Z](?:\d{1,4}(?:\/\d{2,6})?)?)?)?$/,
      value.normalize("NFKC").replace(/\s+/g, "").toUpperCase(),
      (compact) => `${index} = "${compact}"`,
    );
}

function matched(pattern: RegExp, value: string, write: (value: string) => string): string | null {
  return pattern.test(value) ? write(value) : null;
}

const MAX_WORDS = 200;
/** A longer query is nobody's handwriting, and the address of the question ends somewhere. */
export const MAX_CQL = 1_000;

export type CqlProblem =
  | "NOTHING_TO_SEARCH"
  | "TOO_LONG"
  | "UNREADABLE_CHARACTER"
  | "UNTERMINATED_PHRASE"
  | "UNBALANCED_PARENTHESIS";

/** What is wrong, and from which character (UTF-16 units from 0) on. */
export interface BadCql {
  readonly problem: CqlProblem;
  readonly offset: number;
}

/**
 * What is wrong with a query in OPS's language as far as it can be said without OPS. Brackets and quotations must close, or
 * a condition put behind it would be read as part of it.
 */
export function checkCql(cql: string): BadCql | null {
  if (cql.trim() === "") return { problem: "NOTHING_TO_SEARCH", offset: 0 };
  if (cql.length > MAX_CQL) return { problem: "TOO_LONG", offset: MAX_CQL };
  const control = cql.search(/\p{Cc}/u);
  if (control >= 0) return { problem: "UNREADABLE_CHARACTER", offset: control };
  return checkPairs(cql);
}

/** Quotations hide the brackets in them. */
function checkPairs(cql: string): BadCql | null {
  const open: number[] = [];
  let quotedFrom: number | null = null;
  for (let offset = 0; offset < cql.length; offset++) {
    const character = cql[offset];
    if (character === '"') quotedFrom = quotedFrom === null ? offset : null;
    if (quotedFrom !== null) continue;
    if (character === "(") open.push(offset);
    if (character === ")" && open.pop() === undefined) return { problem: "UNBALANCED_PARENTHESIS", offset };
  }
  if (quotedFrom !== null) return { problem: "UNTERMINATED_PHRASE", offset: quotedFrom };
  const [first] = open;
  return first === undefined ? null : { problem: "UNBALANCED_PARENTHESIS", offset: first };
}
