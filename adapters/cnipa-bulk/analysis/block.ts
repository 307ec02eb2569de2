import { yearOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { statusesAt } from "#adapters/cnipa-bulk/search/effective-status.ts";
import { ENDED_STATUSES, LEGAL_STATUS_CODES, type LegalStatusCode } from "#schema/codes/legal-status.ts";
import type { FilingYears } from "./filing-years.ts";
import { placesOfRegions } from "./places.ts";

/** So many patents are counted together: what is read of them stays near the processor. */
export const BLOCK = 1 << 13;

/** Of each patent of a set one thing that figures need; read when it is first asked for. */
type Read = "statuses" | "alive" | "years" | "places";

/**
 * A few thousand patents, and what several figures read of them. Its arrays serve one set after the other (`turnTo`), since
 * memory that is new each time costs more than what is written there; only their first `ids.length` values count.
 */
export class Block {
  readonly columns: ColumnArrays;
  /** For whoever reads a dimension: the groups of each. */
  readonly groups = new Int32Array(BLOCK);
  ids: Int32Array = new Int32Array();
  readonly #today: number;
  readonly #filingYears: FilingYears;
  readonly #arrays = {
    statuses: new Uint8Array(BLOCK),
    alive: new Uint8Array(BLOCK),
    years: new Uint8Array(BLOCK),
    places: new Uint16Array(BLOCK),
  };
  readonly #isRead = { statuses: false, alive: false, years: false, places: false };

  constructor(columns: ColumnArrays, today: number, filingYears: FilingYears) {
    this.columns = columns;
    this.#today = today;
    this.#filingYears = filingYears;
  }

  turnTo(ids: Int32Array): void {
    this.ids = ids;
    for (const name of READS) this.#isRead[name] = false;
  }

  /** Index in LEGAL_STATUS_CODES on the day asked for. */
  get statuses(): Uint8Array {
    const { statuses } = this.#arrays;
    if (this.#toRead("statuses")) statusesAt(this.columns, this.ids, { today: this.#today, into: statuses });
    return statuses;
  }

  /** 1 for those in force, else 0. */
  get alive(): Uint8Array {
    const { alive } = this.#arrays;
    if (this.#toRead("alive")) readAlive(this.statuses, this.ids.length, alive);
    return alive;
  }

  /** States of the years in which they were filed. */
  get years(): Uint8Array {
    const { years } = this.#arrays;
    if (this.#toRead("years")) readYears(this, this.#filingYears.first, years);
    return years;
  }

  /** Numbers of the places where the first applicants sit. */
  get places(): Uint16Array {
    const { places } = this.#arrays;
    if (this.#toRead("places")) placesOfRegions(this.columns.region, this.ids, places);
    return places;
  }

  #toRead(name: Read): boolean {
    const isToRead = !this.#isRead[name];
    this.#isRead[name] = true;
    return isToRead;
  }
}

const READS = ["statuses", "alive", "years", "places"] as const satisfies readonly Read[];

export function statusIndex(code: LegalStatusCode): number {
  return LEGAL_STATUS_CODES.indexOf(code);
}

const IS_IN_FORCE = Uint8Array.from(LEGAL_STATUS_CODES, (code) => Number(code === "IN_FORCE"));

/** 1 for each status that is the end of a right or application, by its index. */
export const HAS_ENDED = Uint8Array.from(LEGAL_STATUS_CODES, (code) => Number(ENDED_STATUSES.has(code)));

function readAlive(statuses: Uint8Array, count: number, into: Uint8Array): void {
  for (let index = 0; index < count; index++) into[index] = IS_IN_FORCE[statuses[index] as number] as number;
}

function readYears({ columns: { filingDay }, ids }: Block, first: number, into: Uint8Array): void {
  for (let index = 0; index < ids.length; index++) {
    const year = yearOf(filingDay[ids[index] as number] as number);
    into[index] = year < first ? 0 : year - first + 1;
  }
}
