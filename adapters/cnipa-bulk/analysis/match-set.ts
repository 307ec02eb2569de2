import { yearOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { statusAt } from "#adapters/cnipa-bulk/search/effective-status.ts";
import { ENDED_STATUSES, LEGAL_STATUS_CODES, type LegalStatusCode } from "#schema/codes/legal-status.ts";
import { AGENCY_CODES, applicantPlaces } from "./places.ts";

/** Patents that are counted together: what is read of them for several figures then stays near the processor. */
const BLOCK = 1 << 15;

/** The patents that are looked at, and what several figures read of them. */
export class MatchSet {
  readonly columns: ColumnArrays;
  readonly ids: Int32Array;
  readonly #today: number;
  readonly #whole: MatchSet | null;
  #blocks: readonly MatchSet[] | null = null;
  #statuses: Uint8Array | null = null;
  #inForce: Uint8Array | null = null;
  #places: Uint16Array | null = null;
  #agencyPlaces: Uint16Array | null = null;
  #years: FilingYears | null = null;

  constructor(columns: ColumnArrays, ids: Int32Array, today: number, whole: MatchSet | null = null) {
    this.columns = columns;
    this.ids = ids;
    this.#today = today;
    this.#whole = whole;
  }

  /** The same patents in parts, in order. */
  get blocks(): readonly MatchSet[] {
    this.#blocks ??= Array.from({ length: Math.ceil(this.ids.length / BLOCK) }, (_, index) => {
      const ids = this.ids.subarray(index * BLOCK, (index + 1) * BLOCK);
      return new MatchSet(this.columns, ids, this.#today, this);
    });
    return this.#blocks;
  }

  /** Of each, its index in LEGAL_STATUS_CODES on the day asked for. */
  get statuses(): Uint8Array {
    if (this.#statuses !== null) return this.#statuses;
    const statuses = new Uint8Array(this.ids.length);
    for (let index = 0; index < statuses.length; index++) {
      statuses[index] = statusAt(this.columns, this.ids[index] as number, this.#today);
    }
    this.#statuses = statuses;
    return statuses;
  }

  /** 1 for those in force. */
  get inForce(): Uint8Array {
    if (this.#inForce !== null) return this.#inForce;
    const { statuses } = this;
    const inForce = new Uint8Array(statuses.length);
    for (let index = 0; index < inForce.length; index++) inForce[index] = Number(statuses[index] === IN_FORCE);
    this.#inForce = inForce;
    return inForce;
  }

  /** Of each, the year of its filing. */
  get years(): FilingYears {
    this.#years ??= filingYears(this.columns, this.ids);
    return this.#years;
  }

  /** Of each, the number of the place of its first applicant. */
  get places(): Uint16Array {
    this.#places ??= applicantPlaces(this.columns, this.ids);
    return this.#places;
  }

  /** Places of agencies as they are looked up, for one request only: a newer name may tell another city. */
  get agencyPlaces(): Uint16Array {
    if (this.#whole !== null) return this.#whole.agencyPlaces;
    this.#agencyPlaces ??= new Uint16Array(AGENCY_CODES);
    return this.#agencyPlaces;
  }
}

/** 1 for the first year, 2 for the next …; 0 where no day is known. */
interface FilingYears {
  readonly first: number;
  /** No state is as high. */
  readonly width: number;
  readonly states: Uint8Array;
}

/** What only the store can name. */
export interface StatisticsNames {
  /** No id of an organisation is higher. */
  readonly highestOrganization: number;
  /** Of the ids in the column `applicants`. */
  organization(id: number): { readonly key: string; readonly name: string };
  /** Of the codes in the column `agency`, five digits. */
  agency(code: string): string | null;
}

export function statusIndex(code: LegalStatusCode): number {
  return LEGAL_STATUS_CODES.indexOf(code);
}

const IN_FORCE = statusIndex("IN_FORCE");

/** 1 for each status that is the end of a right or application, by its index. */
export const HAS_ENDED = Uint8Array.from(LEGAL_STATUS_CODES, (code) => Number(ENDED_STATUSES.has(code)));

/** More years are not told apart: the oldest count as without a day. */
const MOST_YEARS = 200;

function filingYears({ filingDay }: ColumnArrays, ids: Int32Array): FilingYears {
  const years = new Uint16Array(ids.length);
  let earliest = Number.MAX_SAFE_INTEGER;
  let last = 0;
  for (let index = 0; index < ids.length; index++) {
    const year = yearOf(filingDay[ids[index] as number] as number);
    years[index] = year;
    if (year > last) last = year;
    if (year !== 0 && year < earliest) earliest = year;
  }
  const first = Math.max(earliest, last - MOST_YEARS);
  const states = new Uint8Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const year = years[index] as number;
    states[index] = year < first ? 0 : year - first + 1;
  }
  return { first, width: Math.max(0, last - first + 1) + 1, states };
}
