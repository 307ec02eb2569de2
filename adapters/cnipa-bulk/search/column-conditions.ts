import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { type BitSet, idsWhere } from "./bit-set.ts";
import { dayOf, NO_DAY } from "./calendar-day.ts";
import type { ColumnArrays } from "./columns.ts";
import { statusAt } from "./effective-status.ts";
import { PATENT_TYPES } from "./search-attributes.ts";
import type { DateField, SearchCondition } from "./search-request.ts";

type Kind<K extends SearchCondition["kind"]> = Extract<SearchCondition, { readonly kind: K }>;

/** What is decided by columns alone. */
export type ColumnCondition = Kind<"date" | "legalStatus" | "type" | "region" | "agency">;

/** What conditions over columns are decided with. */
export interface ColumnContext {
  readonly arrays: ColumnArrays;
  /** One more than the highest id. */
  readonly size: number;
  /** Day at which terms that ran out count. */
  readonly today: number;
  /** Only these matter, if any are given. */
  readonly among: BitSet | null;
}

export function matchColumns(condition: ColumnCondition, context: ColumnContext): BitSet {
  const { arrays, size, today, among } = context;
  switch (condition.kind) {
    case "date":
      return matchDate(condition, context);
    case "legalStatus": {
      const wanted = flags(
        condition.codes.map((code) => LEGAL_STATUS_CODES.indexOf(code)),
        LEGAL_STATUS_CODES.length,
      );
      return idsWhere(size, (id) => wanted[statusAt(arrays, id, today)] === 1, among);
    }
    case "type":
      return isAmong(
        arrays.type,
        condition.types.map((type) => PATENT_TYPES.indexOf(type)),
        { size, among, limit: PATENT_TYPES.length },
      );
    case "region":
      return isAmong(arrays.region, condition.codes.map(Number), { size, among, limit: 1_000_000 });
    default:
      return isAmong(arrays.agency, condition.codes.map(Number), { size, among, limit: 100_000 });
  }
}

function isAmong(
  column: Uint8Array | Uint32Array,
  values: readonly number[],
  { size, among, limit }: Pick<ColumnContext, "size" | "among"> & { readonly limit: number },
): BitSet {
  const wanted = flags(values, limit);
  return idsWhere(size, (id) => wanted[column[id] ?? 0] === 1, among);
}

function flags(values: readonly number[], limit: number): Uint8Array {
  const wanted = new Uint8Array(limit);
  for (const value of values) wanted[value] = 1;
  return wanted;
}

type DayColumn = "filingDay" | "publicationDay" | "grantDay" | "priorityDay";
const DAY_COLUMNS: Readonly<Record<Exclude<DateField, "LEGAL_EVENT">, DayColumn>> = {
  FILING: "filingDay",
  PUBLICATION: "publicationDay",
  GRANT: "grantDay",
  PRIORITY: "priorityDay",
};

function matchDate({ of, from, to }: Kind<"date">, { arrays, size, among }: ColumnContext): BitSet {
  const first = from === null ? NO_DAY + 1 : dayOf(from);
  const last = to === null ? 0x7fff_ffff : dayOf(to);
  if (of !== "LEGAL_EVENT") {
    const days = arrays[DAY_COLUMNS[of]];
    const isWithin = (id: number) => {
      const day = days[id] ?? NO_DAY;
      return day >= first && day <= last && day !== NO_DAY;
    };
    return idsWhere(size, isWithin, among);
  }
  const { events, eventStart, eventCount } = arrays;
  const hasOneWithin = (id: number) => {
    const start = eventStart[id] ?? 0;
    for (let at = start; at < start + (eventCount[id] ?? 0); at++) {
      const day = events[at] ?? NO_DAY;
      if (day >= first && day <= last && day !== NO_DAY) return true;
    }
    return false;
  };
  return idsWhere(size, hasOneWithin, among);
}
