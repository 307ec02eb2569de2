import type { Misfit } from "#adapters/manifest/dialect/row.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** A line of a table that became no record, since its cells are fewer or more than the columns. */
export interface LeftOutLine {
  /** Stable. */
  readonly code: "CELLS_MISSING" | "CELLS_EXTRA";
  /** In the file, from 1. */
  readonly line: number;
  readonly message: Bilingual;
}

const MOST_TOLD = 20;

/** The first of them, each once though a page may be read again. */
export function leftOutOf(misfits: readonly Misfit[]): readonly LeftOutLine[] {
  const byLine = new Map(misfits.map((misfit) => [misfit.line, misfit]));
  return [...byLine.values()].slice(0, MOST_TOLD).map(toLeftOut);
}

function toLeftOut({ line, cells, columns }: Misfit): LeftOutLine {
  const code = cells < columns ? "CELLS_MISSING" : "CELLS_EXTRA";
  return {
    code,
    line,
    message: {
      zh: `第 ${line} 行有 ${cells} 个单元格，列数为 ${columns}：不知哪些值错位，整行不取`,
      en: `line ${line} has ${cells} cells under ${columns} columns: nobody knows which stand in wrong places, so it is left out`,
    },
  };
}
