import { parse } from "csv-parse/sync";
import type { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { type MaskOptions, maskDeep } from "./mask-deep.ts";
import { refuseHtml } from "./refuse-html.ts";

export interface CsvOptions extends MaskOptions {
  readonly delimiter?: string;
}

/** Rows under a header line, each checked by a zod schema of the header's names. */
export function csv<S extends z.ZodType>(row: S, options: CsvOptions = {}): Decoder<readonly z.output<S>[]> {
  return (answer) => {
    const text = answer.text();
    refuseHtml(text, "CSV");
    return parseRows(text, options.delimiter ?? ",").map((raw, index) => {
      const result = row.safeParse(maskDeep(raw, options));
      if (result.success) return result.data;
      throw new MalformedError(`CSV row ${index + 1}, ${result.error.issues[0]?.path.join(".") ?? ""}`);
    });
  };
}

function parseRows(text: string, delimiter: string): unknown[] {
  try {
    return parse(text, { columns: true, bom: true, delimiter, skip_empty_lines: true, trim: true });
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? String(error.lines) : "?";
    throw new MalformedError(`CSV line ${line}`);
  }
}
