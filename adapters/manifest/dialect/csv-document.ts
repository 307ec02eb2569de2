import { type Options, Parser } from "csv-parse";
import type { DecodeFormat } from "#adapters/manifest/format/source-format.ts";
import { inTurns } from "#adapters/runtime/call/in-turns.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { boundedRows, type Document } from "./document.ts";
import { isObject, toJsonRow, toShortRow } from "./json-row.ts";

/** Parsed in well below a millisecond. */
const STEP_LENGTH = 16_384;

/** A table (RFC 4180). Columns by the names of its first line, or by their number from 1 where it has none. */
export async function toCsvDocument(text: string, options: DecodeFormat["csv"]): Promise<Document> {
  const { delimiter = ",", header = true } = options ?? {};
  const records = boundedRows(await inTurns(parse(text, { delimiter, columns: header && tidyNames })));
  const tables = records.map((record) => (Array.isArray(record) ? byNumber(record) : record));
  const width = tables.reduce<number>((most, table) => Math.max(most, widthOf(table)), 0);
  const rows = tables.map((table) => (widthOf(table) < width ? toShortRow(table) : toJsonRow(table)));
  return {
    view: text,
    rows: () => rows,
    // Tables have no place for totals but a column that says the same in every line.
    text: (path) => rows[0]?.text(path) ?? null,
    inner: (path) => {
      throw new MalformedError(`no ${path}`);
    },
  };
}

function* parse(text: string, options: Options): Generator<void, readonly unknown[], void> {
  const records: unknown[] = [];
  const parser = new Parser({
    ...options,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count_less: true,
  });
  const broken = parser.on("error", () => {});
  for (let start = 0; start < text.length; start += STEP_LENGTH) {
    broken.write(text.slice(start, start + STEP_LENGTH));
    drain(parser, records);
    yield;
  }
  parser.end();
  drain(parser, records);
  return records;
}

function drain(parser: Parser, into: unknown[]): void {
  for (let record: unknown = parser.read(); record !== null; record = parser.read()) into.push(record);
  if (parser.errored !== null) throw new MalformedError(`CSV line ${parser.info.lines}`);
}

function tidyNames(names: readonly string[]): string[] {
  return names.map((name) => name.trim());
}

function byNumber(fields: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field, index) => [String(index + 1), field]));
}

function widthOf(table: unknown): number {
  return isObject(table) ? Object.keys(table).length : 0;
}
