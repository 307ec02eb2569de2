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
}

export function matchColumns(condition: ColumnCondition, context: ColumnContext): BitSet {
  const { arrays, size, today } = context;
  switch (condition.kind) {
    case "date":
      return matchDate(condition, context);
    case "legalStatus": {
      const wanted = flags(
        condition.codes.map((code) => LEGAL_STATUS_CODES.indexOf(code)),
        LEGAL_STATUS_CODES.length,
      );
      return idsWhere(size, (id) => wanted[statusAt(arrays, id, today)] === 1);
    }
    case "type":
      return isAmong(
        arrays.type,
        condition.types.map((type) => PATENT_TYPES.indexOf(type)),
        { size, limit: PATENT_TYPES.length },
      );
    case "region":
      return isAmong(arrays.region, condition.codes.map(Number), { size, limit: 1_000_000 });
    default:
      return isAmong(arrays.agency, condition.codes.map(Number), { size, limit: 100_000 });
  }
}

function isAmong(
  column: Uint8Array | Uint32Array,
  values: readonly number[],
  { size, limit }: { readonly size: number; readonly limit: number },
): BitSet {
  const wanted = flags(values, limit);
  return idsWhere(size, (id) => wanted[column[id] ?? 0] === 1);
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

function matchDate({ of, from, to }: Kind<"date">, { arrays, size }: ColumnContext): BitSet {
  const first = from === null ? NO_DAY + 1 : dayOf(from);
  const last = to === null ? 0x7fff_ffff : dayOf(to);
  if (of !== "LEGAL_EVENT") {
    const days = arrays[DAY_COLUMNS[of]];
    return idsWhere(size, (id) => {
      const day = days[id] ?? NO_DAY;
      return day >= first && day <= last && day !== NO_DAY;
    });
  }
  const { events, eventStart, eventCount } = arrays;
  return idsWhere(size, (id) => {
    const start = eventStart[id] ?? 0;
    for (let at = start; at < start + (eventCount[id] ?? 0); at++) {
      const day = events[at] ?? NO_DAY;
      if (day >= first && day <= last && day !== NO_DAY) return true;
    }
    return false;
  });
}
