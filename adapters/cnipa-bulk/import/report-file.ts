import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import type { SetAside } from "./import-report.ts";

const CSV_HEAD = "\ufefffile,document,code,原因,reason\n";

/** Every file and document that was set aside, a line each, written while the import goes on. */
export class ReportFile implements Disposable {
  readonly path: string;
  readonly #isCsv: boolean;
  #file: number | null = null;

  constructor(path: string) {
    this.path = resolve(path);
    this.#isCsv = extname(path).toLowerCase() === ".csv";
  }

  /** Made when there is something to tell. */
  get isWritten(): boolean {
    return this.#file !== null;
  }

  add(entry: SetAside): void {
    this.#file ??= this.#create();
    writeSync(this.#file, this.#isCsv ? toCsv(entry) : `${JSON.stringify(entry)}\n`);
  }

  [Symbol.dispose](): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #create(): number {
    mkdirSync(dirname(this.path), { recursive: true });
    const file = openSync(this.path, "w");
    if (this.#isCsv) writeSync(file, CSV_HEAD);
    return file;
  }
}

/** Where it goes when nobody says otherwise. */
export function reportPath(dataDir: string, startedAt: number): string {
  const name = new Date(startedAt).toISOString().replace(/[:.]/g, "-");
  return join(dataDir, "cnipa-bulk", "reports", `import-${name}.jsonl`);
}

function toCsv({ file, document, code, reason }: SetAside): string {
  return `${[file, document === null ? "" : String(document), code, reason.zh, reason.en].map(csvField).join(",")}\n`;
}

/** RFC 4180; what a spreadsheet would take for a formula gets a quote in front, because names are the deliverer's. */
function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
