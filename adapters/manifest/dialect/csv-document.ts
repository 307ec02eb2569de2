import { Parser } from "csv-parse";
import type { DecodeFormat } from "#adapters/manifest/format/source-format.ts";
import { inTurns } from "#adapters/runtime/call/in-turns.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { boundedRows, type Document } from "./document.ts";
import { fitLines, type TableLine, toLine } from "./fit-lines.ts";
import { toLineRow } from "./json-row.ts";

/** Parsed in well below a millisecond. */
const STEP_LENGTH = 16_384;

/** A table (RFC 4180). Columns by the names of its first line, or by their number from 1 where it has none. */
export async function toCsvDocument(text: string, options: DecodeFormat["csv"]): Promise<Document> {
  const { delimiter = ",", header = true } = options ?? {};
  const rows = boundedRows(fitLines(await inTurns(parse(text, delimiter)), header).map(toLineRow));
  const [first] = rows;
  if (first?.misfit !== undefined && rows.every(({ misfit }) => misfit !== undefined))
    throw new MalformedError(
      `CSV line ${first.misfit.line}: ${first.misfit.cells} cells, ${first.misfit.columns} columns`,
    );
  return {
    view: text,
    rows: () => rows,
    // Tables have no place for totals but a column that says the same in every line.
    text: (path) => rows.find(({ misfit }) => misfit === undefined)?.text(path) ?? null,
    inner: (path) => {
      throw new MalformedError(`no ${path}`);
    },
  };
}

function* parse(text: string, delimiter: string): Generator<void, readonly TableLine[], void> {
  const lines: TableLine[] = [];
  const parser = new Parser({
    delimiter,
    info: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
  });
  const broken = parser.on("error", () => {});
  for (let start = 0; start < text.length; start += STEP_LENGTH) {
    broken.write(text.slice(start, start + STEP_LENGTH));
    drain(parser, lines);
    yield;
  }
  parser.end();
  drain(parser, lines);
  return lines;
}

function drain(parser: Parser, into: TableLine[]): void {
  for (let read = parser.read(); read !== null; read = parser.read()) into.push(toLine(read));
  if (parser.errored !== null) throw new MalformedError(`CSV line ${parser.info.lines}`);
}
