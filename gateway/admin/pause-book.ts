import { unwatchFile, watchFile } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

const FILE = "operator-pauses.json";
const CODES = z.array(z.string());
/** `owners`: nodes that their owners have paused. */
const PAGE = z.strictObject({ nodes: CODES, sources: CODES, owners: CODES.default([]) });
/** How soon a pause by another process is noticed. */
const WATCH_MS = 1_000;

type Page = z.output<typeof PAGE>;

/** What the operator and the nodes' owners have paused, in a file: it holds over restarts and in every process that shares the data folder. */
export class PauseBook {
  readonly #path: string;
  #page: Page;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, page: Page) {
    this.#path = path;
    this.#page = page;
  }

  /** Throws SettingsError for a file that cannot be understood: nobody may be asked who perhaps must not be. */
  static async open(dataDir: string): Promise<PauseBook> {
    const path = join(dataDir, FILE);
    return new PauseBook(path, await readPage(path));
  }

  has(what: keyof Page, code: string): boolean {
    return this.#page[what].includes(code);
  }

  /** Resolves once the file has it. */
  set(what: keyof Page, code: string, isPaused: boolean): Promise<void> {
    const change = (page: Page): Page => {
      const others = page[what].filter((other) => other !== code);
      return { ...page, [what]: isPaused ? [...others, code] : others };
    };
    this.#page = change(this.#page);
    const written = this.#writing.then(async () => writePage(this.#path, change(await readPage(this.#path))));
    this.#writing = written.catch(() => {});
    return written;
  }

  /** Calls back when another process has changed the file; the function returned ends it. */
  follow(changed: () => void, logger: Logger): () => void {
    const reload = async () => {
      await this.#writing;
      const before = JSON.stringify(this.#page);
      this.#page = await readPage(this.#path);
      if (JSON.stringify(this.#page) !== before) changed();
    };
    const onChange = () => {
      reload().catch((err: unknown) => logger.error({ err }, "the operator's pauses could not be read again"));
    };
    watchFile(this.#path, { persistent: false, interval: WATCH_MS }, onChange);
    return () => unwatchFile(this.#path, onChange);
  }
}

async function readPage(path: string): Promise<Page> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return JSON.stringify({ nodes: [], sources: [] });
    throw error;
  });
  const parsed = PAGE.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new SettingsError({ zh: `文件 ${path} 无法识别`, en: `File ${path} cannot be understood` });
}

/** Whole or not at all, whoever else writes. */
async function writePage(path: string, page: Page): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(page)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
