import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

const FILE = "operator-pauses.json";
const BOOK = z.strictObject({ nodes: z.array(z.string()), sources: z.array(z.string()) });

export type Paused = "nodes" | "sources";

/** What the operator has paused, kept in a file: a restart asks nobody who is to be left alone. */
export class PauseBook {
  readonly #path: string;
  readonly #paused: Readonly<Record<Paused, Set<string>>>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, { nodes, sources }: z.output<typeof BOOK>) {
    this.#path = path;
    this.#paused = { nodes: new Set(nodes), sources: new Set(sources) };
  }

  /** Throws SettingsError for a file that cannot be understood: nobody may be asked who perhaps must not be. */
  static async open(dataDir: string): Promise<PauseBook> {
    const path = join(dataDir, FILE);
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return '{"nodes":[],"sources":[]}';
      throw error;
    });
    const parsed = BOOK.safeParse(parseJson(text));
    if (parsed.success) return new PauseBook(path, parsed.data);
    throw new SettingsError({ zh: `文件 ${path} 无法识别`, en: `File ${path} cannot be understood` });
  }

  has(what: Paused, code: string): boolean {
    return this.#paused[what].has(code);
  }

  /** Resolves once the file has it. */
  set(what: Paused, code: string, isPaused: boolean): Promise<void> {
    if (isPaused) this.#paused[what].add(code);
    else this.#paused[what].delete(code);
    const written = this.#writing.then(() => this.#write());
    this.#writing = written.catch(() => {});
    return written;
  }

  /** Whole or not at all. */
  async #write(): Promise<void> {
    const { nodes, sources } = this.#paused;
    const draft = `${this.#path}.new`;
    await writeFile(draft, `${JSON.stringify({ nodes: [...nodes], sources: [...sources] })}\n`, { mode: 0o600 });
    await rename(draft, this.#path);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
