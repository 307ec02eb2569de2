import { dayOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { BLOCK, Block } from "./block.ts";
import { DIMENSIONS, type Dimension, type StatisticsNames } from "./dimensions.ts";
import { type FilingYears, filingYears, NO_YEARS } from "./filing-years.ts";
import { ConversionCounter, LapseCounter, SurvivalCounter } from "./lives-of-rights.ts";
import type { StatisticsDimension, StatisticsRequest } from "./statistics-request.ts";
import { type CountTable, tallyMostlyOne, tallyOne, tallySeveral } from "./tally.ts";

/** The patents that are looked at. */
export interface MatchSet {
  readonly columns: ColumnArrays;
  readonly ids: Int32Array;
  /** Day at which terms that ran out count. */
  readonly today: number;
}

/** What a pass needs besides the patents. */
export interface PassContext {
  readonly names: StatisticsNames;
  readonly knownThrough: string | null;
}

/** What was counted of some patents. */
export interface Counts {
  readonly total: number;
  /** By the figure that they are for (`FIGURES`). */
  readonly tables: ReadonlyMap<string, CountTable>;
}

/** By what the patents of a group are told apart: whether they are in force, their statuses, their years of filing. */
type States = "alive" | "statuses" | "years";

/** Counts into one table, block after block. */
interface Counter {
  readonly table: CountTable;
  add(block: Block): void;
}

/** Names of the tables in `Counts`. */
export const FIGURES = {
  groups: (dimension: StatisticsDimension, states: States) => `${dimension} ${states}`,
  lapses: "lapses",
  conversion: "conversion",
  survival: (through: number) => `survival ${through}`,
} as const;

/** Everything that the figures of a request are made of, over one set of patents, in one go. */
export function countPatents(
  { columns, ids, today }: MatchSet,
  request: StatisticsRequest,
  context: PassContext,
): Counts {
  const years = request.groupings.some(({ wantsYears }) => wantsYears) ? filingYears(columns, ids) : NO_YEARS;
  const counters = countersOf(request, context, years);
  const block = new Block(columns, today, years);
  for (let from = 0; from < ids.length; from += BLOCK) {
    block.turnTo(ids.subarray(from, from + BLOCK));
    for (const counter of counters.values()) counter.add(block);
  }
  return { total: ids.length, tables: new Map(Array.from(counters, ([figure, { table }]) => [figure, table])) };
}

/** A dimension that some grouping wants with statuses is counted with them for all. */
export function statesOf(request: StatisticsRequest, dimension: StatisticsDimension): States {
  const isWanted = request.groupings.some((one) => one.dimension === dimension && one.wantsStatuses);
  return isWanted ? "statuses" : "alive";
}

/** The day through which the rights of a question are watched: beyond what is known they would seem to live on. */
export function watchedThrough(through: string | null, knownThrough: string | null): number {
  return dayOf(through === null || knownThrough === null || through > knownThrough ? knownThrough : through);
}

function countersOf(
  request: StatisticsRequest,
  { names, knownThrough }: PassContext,
  years: FilingYears,
): ReadonlyMap<string, Counter> {
  const counters = new Map<string, Counter>();
  const addGroups = (name: StatisticsDimension, states: States) => {
    const figure = FIGURES.groups(name, states);
    if (!counters.has(figure)) counters.set(figure, new GroupCounter(DIMENSIONS[name](names), states, years));
  };
  for (const { dimension, wantsYears } of request.groupings) {
    addGroups(dimension, statesOf(request, dimension));
    if (wantsYears) addGroups(dimension, "years");
  }
  if (request.wantsConcentration) addGroups("APPLICANT", statesOf(request, "APPLICANT"));
  for (const question of request.survivals) {
    const through = watchedThrough(question.through, knownThrough);
    counters.set(FIGURES.survival(through), new SurvivalCounter(through));
  }
  if (request.wantsLapses) counters.set(FIGURES.lapses, new LapseCounter());
  if (request.wantsConversion) counters.set(FIGURES.conversion, new ConversionCounter());
  return counters;
}

class GroupCounter implements Counter {
  readonly table: CountTable;
  readonly #dimension: Dimension;
  readonly #states: States;

  constructor(dimension: Dimension, states: States, years: FilingYears) {
    const { first, width } = { alive: ALIVE_OR_NOT, statuses: STATUSES, years }[states];
    this.table = { cells: new Uint32Array(rowsOf(dimension) * width), width, first };
    this.#dimension = dimension;
    this.#states = states;
  }

  add(block: Block): void {
    const dimension = this.#dimension;
    const { ids, columns, groups, [this.#states]: states } = block;
    if (dimension.kind === "several") {
      const tally = dimension.isMostlyOne ? tallyMostlyOne : tallySeveral;
      tally(ids, states, dimension.of(columns), this.table);
    } else {
      dimension.read(block);
      tallyOne(groups, states, ids.length, this.table);
    }
  }
}

const ALIVE_OR_NOT: FilingYears = { first: 0, width: 2 };
const STATUSES: FilingYears = { first: 0, width: LEGAL_STATUS_CODES.length };

function rowsOf({ kind, size }: Dimension): number {
  if (kind === "bits") return 1 << size;
  // Row 0 is for patents without a group.
  return kind === "one" ? size + 1 : size;
}
