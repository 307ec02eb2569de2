import {
  type BadCql,
  type CqlField,
  type CqlProblem,
  checkCql,
  MAX_CQL,
  writeCql,
} from "#adapters/epo-ops/search/cql.ts";
import type { WindowSearch } from "#adapters/epo-ops/search/window-search.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { badInput, OperationError } from "#subgraphs/runtime/operation-error.ts";

export interface WorldSearchArguments {
  readonly query?: string | null;
  readonly cql?: string | null;
  readonly filter?: WorldPatentFilter | null;
  readonly orderBy?: "PUBLICATION_WINDOWS" | "SOURCE" | null;
}

interface WorldPatentFilter {
  readonly title?: string | null;
  readonly abstract?: string | null;
  readonly applicants?: readonly string[] | null;
  readonly inventors?: readonly string[] | null;
  readonly ipc?: readonly string[] | null;
  readonly cpc?: readonly string[] | null;
  readonly publicationDate?: { readonly from?: string | null; readonly to?: string | null } | null;
  readonly offices?: readonly string[] | null;
  readonly familyNumbers?: readonly string[] | null;
}

const MAX_VALUES = 20;

/** What OPS is to be asked. Throws OperationError for what cannot stand in its query language. */
export function readWorldSearch({ query, cql, filter, orderBy }: WorldSearchArguments): WindowSearch {
  if (cql != null) refuseBadCql(cql);
  const { publicationDate, ...conditions } = filter ?? {};
  for (const [field, values] of Object.entries(conditions)) {
    if (Array.isArray(values) && values.length > MAX_VALUES) throw tooMany(field);
  }
  const written = writeCql({ ...conditions, words: query, cql });
  if ("refused" in written) throw refused(written.refused);
  if (written.cql === null) throw nothingAsked();
  const [from, to] = [day(publicationDate?.from, "from"), day(publicationDate?.to, "to")];
  return { cql: written.cql, from, to, order: orderBy === "SOURCE" ? "SOURCE" : "WINDOWS" };
}

const PROBLEMS: Readonly<Record<CqlProblem, Bilingual>> = {
  NOTHING_TO_SEARCH: { zh: "检索式中没有可检索的内容", en: "The query holds nothing to search for" },
  TOO_LONG: { zh: `检索式超过 ${MAX_CQL} 个字符`, en: `The query has more than ${MAX_CQL} characters` },
  UNREADABLE_CHARACTER: { zh: "检索式含有控制字符", en: "The query has a control character in it" },
  UNTERMINATED_PHRASE: { zh: "引号不成对", en: "A quotation is not closed" },
  UNBALANCED_PARENTHESIS: { zh: "括号不成对", en: "A bracket has no partner" },
};

function refuseBadCql(cql: string): void {
  const bad = checkCql(cql);
  if (bad !== null) throw badQuery(bad, cql);
}

function badQuery({ problem, offset }: BadCql, text: string): OperationError {
  const before = text.slice(0, offset).split("\n");
  const position = { offset, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return new OperationError("BAD_QUERY", { code: problem, message: PROBLEMS[problem], position });
}

/** The source's word on a query that it cannot read: a code of its own, never its text. */
export function unreadableCql(reason: string): OperationError {
  return new OperationError("BAD_QUERY", {
    code: "REFUSED_BY_SOURCE",
    message: { zh: `来源不能理解该检索式（${reason}）`, en: `The source cannot read the query (${reason})` },
  });
}

function refused(field: CqlField): OperationError {
  if (field === "words") return badQuery({ problem: "NOTHING_TO_SEARCH", offset: 0 }, "");
  return badInput(
    `filter.${field}`,
    "无可用于检索的内容，或形式不对",
    "It holds nothing to search for, or has not the right form",
  );
}

function nothingAsked(): OperationError {
  return badInput("query", "请给出检索词、检索式或范围", "Give words, a query or a filter");
}

function tooMany(field: string): OperationError {
  return badInput(`filter.${field}`, `至多 ${MAX_VALUES} 项`, `At most ${MAX_VALUES} values`);
}

function day(text: string | null | undefined, end: string): string | null {
  if (text == null) return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
  if (isDay === true) return text;
  throw badInput(`filter.publicationDate.${end}`, "应为日期 YYYY-MM-DD", "Expected a day, YYYY-MM-DD");
}
