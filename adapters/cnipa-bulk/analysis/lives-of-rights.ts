import { NO_DAY } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { type ColumnArrays, USES } from "#adapters/cnipa-bulk/search/columns.ts";
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

/** Granted rights that have ended, by reason (a status): first all of them, then those whose age is known by their length. */
export class LapseCounter {
  readonly table = tableOf(LEGAL_STATUS_CODES.length, LENGTHS + 1);
  readonly #ended = new Int32Array(BLOCK);

  add(block: Block): void {
    countLapses(block, this.#ended.subarray(0, findEnded(block, this.#ended)), this.table);
  }
}

/** Where in the block granted rights stand that have ended; returns how many. Without a fork: they are few, and lie anywhere. */
function findEnded({ columns: { uses }, ids, statuses }: Block, into: Int32Array): number {
  let count = 0;
  for (let index = 0; index < ids.length; index++) {
    into[count] = index;
    count += (uses[ids[index] as number] as number) & (HAS_ENDED[statuses[index] as number] as number) & USES.granted;
  }
  return count;
}

function countLapses({ columns, ids, statuses }: Block, ended: Int32Array, { cells, width }: CountTable): void {
  const { filingDay, termEndDay, statusDay, status } = columns;
  for (let at = 0; at < ended.length; at++) {
    const index = ended[at] as number;
    const id = ids[index] as number;
    const reason = statuses[index] as number;
    // A term runs out without any gazette: then the status that was gazetted is another.
    const end = (status[id] === reason ? statusDay[id] : termEndDay[id]) as number;
    const filed = filingDay[id] as number;
    const row = reason * width;
    cells[row] = (cells[row] as number) + 1;
    if (end === NO_DAY || filed === NO_DAY) continue;
    const cell = row + 1 + lengthOf(civilOrdinal(end) - civilOrdinal(filed));
    cells[cell] = (cells[cell] as number) + 1;
  }
}

/** The most frequent reason first. */
export function lapsesOf({ cells, width }: CountTable): readonly Lapse[] {
  return LEGAL_STATUS_CODES.flatMap((reason, index) => {
    const row = cells.subarray(index * width, (index + 1) * width);
    const [count = 0] = row;
    return count === 0 ? [] : { reason, count, medianAgeYears: medianYears(row.subarray(1)) };
  }).sort((a, b) => b.count - a.count || compareText(a.reason, b.reason));
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
/** All bits for statuses with whose day the right is out of sight, whether it has ended or nothing certain is known; else none. */
const STOPS = Int32Array.from(HAS_ENDED, (hasEnded, code) => (code === UNKNOWN || hasEnded === 1 ? -1 : 0));
const NEVER = 0x7fff_ffff;

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

  add({ columns, ids }: Block): void {
    const count = findGranted(columns.grantDay, ids, { through: this.#through, into: this.#granted });
    countLives(columns, this.#granted.subarray(0, count), { through: this.#through, cells: this.table.cells });
  }
}

/** Those that were granted by the day; returns how many. */
function findGranted(
  grantDay: Int32Array,
  ids: Int32Array,
  { through, into }: { readonly through: number; readonly into: Int32Array },
): number {
  let count = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const day = grantDay[id] as number;
    into[count] = id;
    count += Number(day !== NO_DAY) & Number(day <= through);
  }
  return count;
}

function countLives(
  { grantDay, status, statusDay, termEndDay }: ColumnArrays,
  ids: Int32Array,
  { through, cells }: { readonly through: number; readonly cells: Uint32Array },
): void {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const code = status[id] as number;
    const day = statusDay[id] as number;
    // A right that ended nobody knows when says nothing about any year.
    if (day === NO_DAY && HAS_ENDED[code] === 1) continue;
    const termEnd = termEndDay[id] as number;
    const seen = termEnd === NO_DAY ? through : Math.min(through, termEnd);
    // The status's day where it stops the observation, else none: told without a fork.
    const stops = (STOPS[code] as number) & -Number(day !== NO_DAY);
    const last = Math.min((day & stops) | (NEVER & ~stops), seen);
    const hasEnded = (IS_END[code] as number) & Number(day <= seen);
    const cell = Math.imul(hasEnded, LENGTHS) + lengthOf(civilOrdinal(last) - civilOrdinal(grantDay[id] as number));
    cells[cell] = (cells[cell] as number) + 1;
  }
}

export function survivalOf({ cells }: CountTable, years: readonly number[]): readonly SurvivalPoint[] {
  return survivalAfter(years, { censored: cells.subarray(0, LENGTHS), ended: cells.subarray(LENGTHS) });
}

function tableOf(rows: number, width: number): CountTable {
  return { cells: new Uint32Array(rows * width), width, first: 0 };
}
