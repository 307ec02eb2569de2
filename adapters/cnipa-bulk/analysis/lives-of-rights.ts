import { NO_DAY } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { USES } from "#adapters/cnipa-bulk/search/columns.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { BLOCK, type Block, HAS_ENDED, statusIndex } from "./block.ts";
import { civilOrdinal } from "./civil-days.ts";
import { compareText } from "./compare-text.ts";
import { LENGTHS, lengthOf, medianYears } from "./lengths.ts";
import type { Conversion, Lapse, SurvivalPoint } from "./statistics-request.ts";
import { survivalAfter } from "./survival.ts";
import type { CountTable } from "./tally.ts";

const EXPIRED = statusIndex("EXPIRED");
const UNKNOWN = statusIndex("UNKNOWN");

/** Granted rights that have ended, by reason (a status): first those of unknown age, then by their length. */
export class LapseCounter {
  readonly table = tableOf(LEGAL_STATUS_CODES.length, LENGTHS + 1);
  readonly #ended = new Int32Array(BLOCK);

  add(block: Block): void {
    const { cells, width } = this.table;
    const { filingDay, termEndDay, statusDay, status } = block.columns;
    const { ids, statuses } = block;
    const count = this.#find(block);
    for (let at = 0; at < count; at++) {
      const index = this.#ended[at] as number;
      const id = ids[index] as number;
      const reason = statuses[index] as number;
      // A term runs out without any gazette: then the status that was gazetted is another.
      const end = (status[id] === reason ? statusDay[id] : termEndDay[id]) as number;
      const filed = filingDay[id] as number;
      const isKnown = end !== NO_DAY && filed !== NO_DAY;
      const cell = reason * width + (isKnown ? lengthOf(civilOrdinal(end) - civilOrdinal(filed)) + 1 : 0);
      cells[cell] = (cells[cell] as number) + 1;
    }
  }

  /** Where in the block they stand; returns how many. Written without a fork: they are few, and lie anywhere. */
  #find({ columns: { uses }, ids, statuses }: Block): number {
    const ended = this.#ended;
    let count = 0;
    for (let index = 0; index < ids.length; index++) {
      ended[count] = index;
      count += (uses[ids[index] as number] as number) & (HAS_ENDED[statuses[index] as number] as number) & USES.granted;
    }
    return count;
  }
}

/** The most frequent reason first. */
export function lapsesOf({ cells, width }: CountTable): readonly Lapse[] {
  return LEGAL_STATUS_CODES.map((reason, index) => {
    const row = cells.subarray(index * width, (index + 1) * width);
    return { reason, count: row.reduce((sum, one) => sum + one, 0), medianAgeYears: medianYears(row.subarray(1)) };
  })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compareText(a.reason, b.reason));
}

const ALL_USES = Object.values(USES).reduce((all, bit) => all | bit, 0);

/** Patents by what the bits of the column `uses` say. */
export class ConversionCounter {
  readonly table = tableOf(1, ALL_USES + 1);

  add({ columns: { uses }, ids }: Block): void {
    const { cells } = this.table;
    for (let index = 0; index < ids.length; index++) {
      const bits = uses[ids[index] as number] as number;
      cells[bits] = (cells[bits] as number) + 1;
    }
  }
}

/** How many granted patents were put to use in each way. */
export function conversionOf({ cells }: CountTable): Conversion {
  const grantedWith = (uses: number) =>
    cells.reduce((sum, count, bits) => sum + (bits & USES.granted && bits & uses ? count : 0), 0);
  return {
    granted: grantedWith(USES.granted),
    transferred: grantedWith(USES.transferred),
    licensed: grantedWith(USES.licensed),
    pledged: grantedWith(USES.pledged),
    openLicensed: grantedWith(USES.openLicensed),
    putToUse: grantedWith(ALL_USES & ~USES.granted),
  };
}

/** 1 for statuses that end a right before its term. */
const IS_END = HAS_ENDED.map((hasEnded, code) => (code === EXPIRED ? 0 : hasEnded));
/** 1 for statuses with whose day the right is out of sight, whether it has ended or nothing certain is known. */
const IS_STOP = HAS_ENDED.map((hasEnded, code) => (code === UNKNOWN ? 1 : hasEnded));

/**
 * Lives of rights from their grant, watched through a day: by length those that ended, and those still alive when they were
 * last seen. Ends before the term are events; the term's end, the last day of the observation and a day from which nothing
 * certain is known take a right out of sight.
 */
export class SurvivalCounter {
  readonly table = tableOf(2, LENGTHS);
  readonly #through: number;
  readonly #granted = new Int32Array(BLOCK);

  constructor(through: number) {
    this.#through = through;
  }

  add(block: Block): void {
    const { grantDay, status, statusDay, termEndDay } = block.columns;
    const { cells } = this.table;
    const count = this.#find(block);
    for (let at = 0; at < count; at++) {
      const id = this.#granted[at] as number;
      const code = status[id] as number;
      const day = statusDay[id] as number;
      // A right that ended nobody knows when says nothing about any year.
      if (day === NO_DAY && HAS_ENDED[code] === 1) continue;
      const termEnd = termEndDay[id] as number;
      const seen = termEnd === NO_DAY ? this.#through : Math.min(this.#through, termEnd);
      const last = IS_STOP[code] === 1 && day !== NO_DAY ? Math.min(day, seen) : seen;
      const hasEnded = (IS_END[code] as number) & Number(day <= seen);
      const length = lengthOf(civilOrdinal(last) - civilOrdinal(grantDay[id] as number));
      const cell = hasEnded * LENGTHS + length;
      cells[cell] = (cells[cell] as number) + 1;
    }
  }

  /** Those that were granted by the day; returns how many. */
  #find({ columns: { grantDay }, ids }: Block): number {
    const granted = this.#granted;
    let count = 0;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] as number;
      const day = grantDay[id] as number;
      granted[count] = id;
      count += Number(day !== NO_DAY) & Number(day <= this.#through);
    }
    return count;
  }
}

export function survivalOf({ cells }: CountTable, years: readonly number[]): readonly SurvivalPoint[] {
  return survivalAfter(years, { censored: cells.subarray(0, LENGTHS), ended: cells.subarray(LENGTHS) });
}

function tableOf(rows: number, width: number): CountTable {
  return { cells: new Uint32Array(rows * width), width, first: 0 };
}
