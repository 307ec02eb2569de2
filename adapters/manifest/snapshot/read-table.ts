import { CsvError, parse } from "csv-parse/sync";
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
  refuseLongLines(text);
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
      max_record_size: SNAPSHOT_LIMITS.line,
    });
    // With `info` each line comes with where it stood; the parser's types do not say so.
    return (read as unknown as readonly ReadLine[]).map(toLine);
  } catch (cause) {
    if (cause instanceof CsvError && cause.code === "CSV_MAX_RECORD_SIZE") throw tooLong(cause["lines"], cause);
    throw new SnapshotProblem("UNREADABLE", "not a CSV table", { cause });
  }
}

/**
 * What one line takes is allocated at once, and beyond the limit of a thread's memory by more than a little Node ends the
 * process instead of the thread (nodejs/node pull request 65019, seen 2026-11-28; 60 MB of commas did so here).
 */
function refuseLongLines(text: string): void {
  let start = 0;
  let number = 1;
  for (let at = 0; at <= text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign !== LINE_FEED && sign !== CARRIAGE_RETURN && at < text.length) continue;
    if (at - start > SNAPSHOT_LIMITS.line) throw tooLong(number);
    start = at + 1;
    if (sign === LINE_FEED) number += 1;
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

function tooLong(line: unknown, cause?: unknown): SnapshotProblem {
  return new SnapshotProblem("TOO_LARGE", `line ${line} has more than ${SNAPSHOT_LIMITS.line} characters`, { cause });
}

/** One JSON object a line. */
function readLines(text: string): readonly unknown[] {
  const records: unknown[] = [];
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trim();
    start = end + 1;
    number += 1;
    if (line === "") continue;
    if (records.length >= SNAPSHOT_LIMITS.rows) throw new SnapshotProblem("TOO_MANY_ROWS", `line ${number}`);
    records.push(readObject(line, number));
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
