import type { DateField, SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import { expandRegions } from "#schema/codes/regions.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import type { Bilingual, Parsed } from "#schema/ids/parsed.ts";
import { badInput, emptyText } from "#subgraphs/runtime/operation-error.ts";
import { type ClassScheme, parseSymbol } from "./class-condition.ts";
import { allOf, anyOf } from "./combine-conditions.ts";
import { numberOrNull } from "./number-condition.ts";
import { QueryProblem } from "./query-problem.ts";
import { textCondition } from "./text-condition.ts";
import { organizationCondition } from "./to-condition.ts";
import type { TermToken } from "./tokenize-query.ts";

/** Input PatentFilter. */
export interface PatentFilterInput {
  readonly legalStatuses?: readonly LegalStatusCode[] | null;
  readonly regions?: readonly string[] | null;
  readonly ipc?: readonly string[] | null;
  readonly locarno?: readonly string[] | null;
  readonly patentTypes?: readonly PatentType[] | null;
  readonly filingDate?: DateRangeInput | null;
  readonly publicationDate?: DateRangeInput | null;
  readonly grantDate?: DateRangeInput | null;
  readonly party?: string | null;
  readonly agencyCodes?: readonly string[] | null;
  readonly numbers?: readonly string[] | null;
}

/** Input DateRange; what a client sends as a day is checked here. */
interface DateRangeInput {
  readonly from?: unknown;
  readonly to?: unknown;
}

const MAX_VALUES = 200;
type Name = keyof PatentFilterInput & string;

/** The filter as a condition, null where it says nothing. Throws OperationError BAD_USER_INPUT naming the part. */
export function filterCondition(filter: PatentFilterInput): SearchCondition | null {
  const conditions = [
    listed(filter, "legalStatuses", (codes) => ({ kind: "legalStatus", codes })),
    listed(filter, "patentTypes", (types) => ({ kind: "type", types })),
    listed(filter, "regions", regionsCondition),
    classes(filter, "ipc", "IPC"),
    classes(filter, "locarno", "LOCARNO"),
    listed(filter, "agencyCodes", (codes) => ({
      kind: "agency",
      codes: codes.map((code) => accepted("agencyCodes", parseAgencyCode(code))),
    })),
    listed(filter, "numbers", (numbers) => anyOf(numbers.map(numberOf))),
    days(filter, "filingDate", "FILING"),
    days(filter, "publicationDate", "PUBLICATION"),
    days(filter, "grantDate", "GRANT"),
    typeof filter.party === "string" ? partyOf(filter.party) : null,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? null : allOf(conditions);
}

type ListName = {
  [Key in Name]: NonNullable<PatentFilterInput[Key]> extends readonly string[] ? Key : never;
}[Name];

function listed<Key extends ListName>(
  filter: PatentFilterInput,
  name: Key,
  toCondition: (values: NonNullable<PatentFilterInput[Key]>) => SearchCondition,
): SearchCondition | null {
  const values = filter[name];
  if (values === undefined || values === null) return null;
  if (values.length <= MAX_VALUES) return toCondition(values as NonNullable<PatentFilterInput[Key]>);
  throw badInput(name, `${name} 至多 ${MAX_VALUES} 个值`, `${name} may have ${MAX_VALUES} values at most`);
}

function regionsCondition(regions: readonly string[]): SearchCondition {
  return { kind: "region", codes: [...accepted("regions", expandRegions(regions)).codes].toSorted() };
}

function classes(filter: PatentFilterInput, name: "ipc" | "locarno", scheme: ClassScheme) {
  return listed(filter, name, (symbols) => ({
    kind: "class",
    scheme,
    symbols: symbols.map((symbol) => accepted(name, parseSymbol(scheme, symbol))),
  }));
}

function numberOf(number: string): SearchCondition {
  const condition = reading("numbers", () => numberOrNull(termOf(number), false));
  if (condition !== null) return condition;
  throw badInput("numbers", "不是有效的专利号码", "Not a valid patent number");
}

function partyOf(party: string): SearchCondition {
  if (party.trim() === "") throw emptyText("party");
  const term = termOf(party);
  return reading("party", () => organizationCondition(term) ?? textCondition(term, ["APPLICANT"]));
}

function days(filter: PatentFilterInput, name: "filingDate" | "publicationDate" | "grantDate", of: DateField) {
  const range = filter[name];
  if (!range) return null;
  const [from, to] = [day(name, range.from), day(name, range.to)];
  if (from === null && to === null) return null;
  if (from !== null && to !== null && from > to) {
    throw badInput(name, `日期区间颠倒：${from} 晚于 ${to}`, `The range runs backwards: ${from} is later than ${to}`);
  }
  return { kind: "date", of, from, to } as const;
}

function day(name: Name, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && parseChineseDate(value) === value) return value;
  throw badInput(name, "日期应形如 2020-05-17", "A date looks like 2020-05-17");
}

function accepted<T>(name: Name, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  const { zh, en }: Bilingual = parsed.problem.message;
  throw badInput(name, zh, en);
}

/** A filter's value is no query: what is wrong with it is told by the filter's name. */
function reading<T>(name: Name, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof QueryProblem)) throw error;
    throw badInput(name, error.bilingual.zh, error.bilingual.en);
  }
}

/** Quoted: nothing in it is a sign of the language. */
function termOf(text: string): TermToken {
  return { kind: "term", text, isQuoted: true, isTruncated: false, start: 0, end: text.length };
}
