import { atLeast, atMost, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { quantile } from "#tests/bench/load.ts";
import type { Bar, Case } from "./cases.ts";
import type { Outcome, Turn } from "./run-case.ts";
import type { Size } from "./shop-queries.ts";

const COLUMNS = [
  "CPU µs/answer",
  "answers/s",
  "p50 ms",
  "p99 ms",
  "RSS MB",
  "fetches",
  "own core %",
  "load core %",
] as const;

const BUSY = 0.6;
const DISTURBED = "the machine was busy with something else meanwhile: measure again";

/** What each contestant did, medians of its turns. */
export function toCaseTable(test: Case, size: Size, outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, turns }) => [name, ...toCells(name, turns)]);
  const table = [[`${test.title}: ${size}`, ...COLUMNS], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length))) ?? [];
  const lines = table.map((row) => toLine(row, widths));
  return [...lines, ...(outcomes.some(isDisturbed) ? [DISTURBED] : [])].join("\n");
}

/** Neither its core nor the load's was used up by them. */
function isDisturbed({ turns }: Outcome): boolean {
  const busiest = (turns ?? []).map(({ ownShare, loadShare }) => Math.max(ownShare, loadShare));
  return busiest.length > 0 && median(busiest) < BUSY;
}

function toLine(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => align(cell, widths[column] ?? 0, column));
  return cells.join("  ").trimEnd();
}

function align(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function toCells(name: string, turns: readonly Turn[] | null): readonly string[] {
  if (turns === null) return [name === "hive" ? "not installed" : "not built"];
  if (turns.length === 0) return ["left out"];
  const cell = (pick: (turn: Turn) => number) => tell(median(turns.map(pick)));
  return [
    cell(({ cpuUs }) => cpuUs),
    cell(({ perSecond }) => perSecond),
    cell(({ p50Ms }) => p50Ms),
    cell(({ p99Ms }) => p99Ms),
    cell(({ rssMb }) => rssMb),
    cell(({ fetches }) => fetches),
    cell(({ ownShare }) => ownShare * 100),
    cell(({ loadShare }) => loadShare * 100),
  ];
}

/** The bars of a case: of each round the ratio, of the ratios the median. */
export function toFigures(test: Case, size: Size, outcomes: readonly Outcome[]): readonly Figure[] {
  const turnsOf = (name: string) => outcomes.find((outcome) => outcome.name === name)?.turns ?? [];
  const ratios = test.bars.map((bar): Figure => {
    const { slower, faster, atLeast: least, aim } = bar;
    return {
      what: `${test.name} ${size}: ${slower} : ${faster}${aim === undefined ? "" : ` (aim ${aim})`}`,
      unit: "×",
      promised: least === null ? NO_PROMISE : atLeast(least[size]),
      measured: ratioOf(bar, turnsOf),
    };
  });
  const hasHive = test.entrants.some(({ name }) => name === "hive");
  return [...ratios, ...(hasHive ? [rssBesideHive(test, size, turnsOf)] : []), ...extraCost(test, size, turnsOf)];
}

type TurnsOf = (name: string) => readonly Turn[];

function ratioOf({ slower, faster }: Bar, turnsOf: TurnsOf): number | null {
  const fast = turnsOf(faster);
  const ratios = turnsOf(slower).flatMap(({ cpuUs }, round) => cpuUs / (fast[round]?.cpuUs ?? Number.NaN));
  return ratios.length === 0 || fast.length === 0 ? null : median(ratios);
}

function extraCost({ name, extra }: Case, size: Size, turnsOf: TurnsOf): readonly Figure[] {
  if (extra === undefined) return [];
  const cpuUs = (entrant: string) => median(turnsOf(entrant).map((turn) => turn.cpuUs));
  const measured = cpuUs(extra.with) - cpuUs(extra.without);
  const what = `${name} ${size}: ${extra.what}, CPU per answer`;
  return [{ what, unit: "µs", promised: NO_PROMISE, measured: Number.isNaN(measured) ? null : measured }];
}

function rssBesideHive(test: Case, size: Size, turnsOf: TurnsOf): Figure {
  const rss = (name: string) => median(turnsOf(name).map(({ rssMb }) => rssMb));
  const measured = rss("ours") / rss("hive");
  return {
    what: `${test.name} ${size}: RSS ours : hive`,
    unit: "×",
    promised: atMost(1),
    measured: Number.isNaN(measured) ? null : measured,
  };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function tell(value: number): string {
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
