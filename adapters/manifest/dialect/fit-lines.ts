import type { Misfit, Row } from "./row.ts";

/** A line of a table, with its number in the file, from 1; of one that goes over several lines, the last of them. */
export interface TableLine {
  readonly cells: readonly string[];
  readonly number: number;
}

/** A line as csv-parse gives it with `info`. */
export interface ReadLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export function toLine({ record, info }: ReadLine): TableLine {
  return { cells: record, number: info.lines };
}

export interface FittedLine {
  /** By the names of the columns, or by their number from 1. */
  readonly record: Readonly<Record<string, string>>;
  /** Null where it has a cell for every column. */
  readonly misfit: Misfit | null;
}

/**
 * The lines of a table under its columns. One with fewer or more cells is told as a misfit: a delimiter was lost, or stands
 * in a text, and nobody knows which of its cells are under the wrong names. Without a head the columns are as many as most
 * lines have cells.
 */
export function fitLines(lines: readonly TableLine[], hasHead: boolean): readonly FittedLine[] {
  const [head, ...rest] = lines;
  const names = hasHead ? (head?.cells ?? []).map((name) => name.trim()) : null;
  const body = hasHead ? rest : lines;
  const most = names?.length ?? usualWidth(body);
  // Columns without a name at the end are of a delimiter that stands there.
  const least = names === null ? most : names.findLastIndex((name) => name !== "") + 1;
  const ended = endsWithDelimiter(body, most) ? 1 : 0;
  return body.map(({ cells, number }) => ({
    record: Object.fromEntries(cells.map((cell, index) => [names?.[index] ?? String(index + 1), cell])),
    misfit:
      cells.length >= least && cells.length <= most + ended
        ? null
        : { line: number, cells: cells.length, columns: least },
  }));
}

export function misfitsOf(rows: readonly Row[]): readonly Misfit[] {
  return rows.flatMap(({ misfit }) => misfit ?? []);
}

/** What most lines have; of two that are as frequent, the wider. */
function usualWidth(lines: readonly TableLine[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of lines) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual] = [...counts].sort(([width, count], [other, times]) => times - count || other - width);
  return usual?.[0] ?? 0;
}

/** Some writers end every line with a delimiter, but not the head. */
function endsWithDelimiter(lines: readonly TableLine[], columns: number): boolean {
  return lines.length > 0 && lines.every(({ cells }) => cells.length === columns + 1 && cells[columns] === "");
}
