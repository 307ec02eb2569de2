import type { CheerioAPI } from "cheerio";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

/** What a selection of a page is, without naming cheerio's own types. */
export type Selection = ReturnType<CheerioAPI>;

/** Visible text: blanks of all widths collapsed, placeholders ("--", 无) read as nothing. */
export function cleanText(text: string): string | null {
  return emptyToNull(text.replace(/[\s\u00a0\u3000]+/g, " ").trim());
}

/** A caption as it is compared: no colon, no blanks between the characters ("价　格：" → 价格). */
export function captionOf(text: string): string {
  return toHalfWidth(text).replace(/[\s:]+/g, "");
}

/** The text behind a label in a line such as `地址：四川省…`; null when the line has another label. */
export function labelled(line: string, label: string): string | null {
  const [caption = "", ...rest] = line.split(/[：:]/);
  return captionOf(caption) === label ? cleanText(rest.join("：")) : null;
}

/** The rows of a table as records by its header cells. Throws MalformedError where a needed column is missing. */
export function tableRows(
  $: CheerioAPI,
  table: Selection,
  columns: readonly string[],
): readonly { readonly id: string | null; readonly cells: Readonly<Record<string, string | null>> }[] {
  const header = table
    .find("th")
    .toArray()
    .map((cell) => captionOf($(cell).text()));
  const missing = columns.find((column) => !header.includes(column));
  if (missing !== undefined) throw new MalformedError(`HTML table column ${missing}`);
  return table
    .find("tr")
    .toArray()
    .map((row) => $(row))
    .filter((row) => row.children("td").length > 0)
    .map((row) => ({
      id: row.attr("id") ?? null,
      cells: Object.fromEntries(
        row
          .children("td")
          .toArray()
          .map((cell, index) => [header[index] ?? "", cleanText($(cell).text())]),
      ),
    }));
}
