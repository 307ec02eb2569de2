import { parse } from "csv-parse/sync";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
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
  const records = options.format === "csv" ? readCsv(text, options) : readLines(text);
  return records.map(toJsonRow);
}

/** A comma-separated table (RFC 4180): columns by the names of its first line, or by their number from 1. */
function readCsv(text: string, { delimiter, header }: TableOptions): readonly unknown[] {
  const rows = parseCsv(text, delimiter);
  if (rows.length > SNAPSHOT_LIMITS.rows + 1) throw new SnapshotProblem("TOO_MANY_ROWS", `${rows.length} rows`);
  const names = header ? (rows[0] ?? []).map((name) => name.trim()) : null;
  const lines = header ? rows.slice(1) : rows;
  return lines.map((cells) =>
    Object.fromEntries(cells.map((cell, index) => [names?.[index] ?? String(index + 1), cell])),
  );
}

function parseCsv(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      to: SNAPSHOT_LIMITS.rows + 2,
    });
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
