/** Rows as an office program exports them: a mark at the front, CRLF, quotes where needed. */
export function printCsv(names: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  const lines = rows.map((row) => names.map((name) => cell(row[name] ?? "")).join(","));
  return `\uFEFF${[names.join(","), ...lines].join("\r\n")}\r\n`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
