import { parse } from "csv-parse/sync";
import { fitLines, type ReadLine, type TableLine, toLine } from "#adapters/manifest/dialect/fit-lines.ts";
import { toJsonRow, toLineRow } from "#adapters/manifest/dialect/json-row.ts";
import type { Row } from "#adapters/manifest/dialect/row.ts";
import { readWorkbook } from "./read-workbook.ts";
import { SNAPSHOT_LIMITS, SnapshotProblem } from "./snapshot-problem.ts";

export type TableFormat = "csv" | "xlsx" | "jsonl";

export interface TableOptions {
  readonly format: TableFormat;
  readonly delimiter: string;
  readonly header: boolean;
  /** Of a workbook; the first without a name. */
  readonly sheet: string | undefined;
}

/** The records of a snapshot file, in its order. Throws SnapshotProblem. */
export async function readTable(bytes: Buffer, options: TableOptions): Promise<readonly Row[]> {
  if (options.format === "xlsx") return (await readWorkbook(bytes, options.sheet)).map(toJsonRow);
  const text = decode(bytes);
  return options.format === "csv" ? readCsv(text, options) : readLines(text).map(toJsonRow);
}

/** A comma-separated table (RFC 4180): columns by the names of its first line, or by their number from 1. */
function readCsv(text: string, { delimiter, header }: TableOptions): readonly Row[] {
  const lines = parseCsv(text, delimiter);
  if (lines.length > SNAPSHOT_LIMITS.rows + 1) throw new SnapshotProblem("TOO_MANY_ROWS", `${lines.length} rows`);
  return fitLines(lines, header).map(toLineRow);
}

function parseCsv(text: string, delimiter: string): readonly TableLine[] {
  try {
    const read = parse(text, {
      delimiter,
      info: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      to: SNAPSHOT_LIMITS.rows + 2,
    });
    // With `info` each line comes with where it stood; the parser's types do not say so.
    return (read as unknown as readonly ReadLine[]).map(toLine);
  } catch (cause) {
    throw new SnapshotProblem("UNREADABLE", "not a CSV table", { cause });
  }
}

/** One JSON object a line. */
function readLines(text: string): readonly unknown[] {
  const records: unknown[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    if (records.length >= SNAPSHOT_LIMITS.rows) throw new SnapshotProblem("TOO_MANY_ROWS", `line ${index + 1}`);
    records.push(readObject(line, index + 1));
  }
  return records;
}

function readObject(line: string, number: number): unknown {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    throw new SnapshotProblem("UNREADABLE", `line ${number} is no JSON`, { cause });
  }
  throw new SnapshotProblem("UNREADABLE", `line ${number} is no JSON object`);
}

/** Strict UTF-8 first, then GB18030: GBK decoding would take UTF-8 bytes silently. */
function decode(bytes: Buffer): string {
  for (const charset of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new SnapshotProblem("UNREADABLE", "neither UTF-8 nor GB18030");
}
