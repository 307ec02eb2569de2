import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** Texts that the registry's events name by their digests, each in a file of its own. */
export class KeptTexts {
  readonly #folder: string;
  readonly #ending: string;

  constructor(folder: string, ending: "yaml" | "json") {
    this.#folder = folder;
    this.#ending = ending;
  }

  /** Keeps the text; resolves to its digest once the disk has it. */
  async keep(text: string): Promise<string> {
    const digest = digestOf(text);
    const path = this.#pathOf(digest);
    if (await isThere(path)) return digest;
    await mkdir(this.#folder, { recursive: true });
    const draft = `${path}.${process.pid}`;
    {
      await using file = await open(draft, "w", 0o600);
      await file.writeFile(text);
      await file.datasync();
    }
    await rename(draft, path);
    return digest;
  }

  /** Throws where it is not there, or is not what was registered. */
  async read(digest: string): Promise<string> {
    const text = await readFile(this.#pathOf(digest), "utf8");
    if (digestOf(text) === digest) return text;
    throw new Error(`${digest}.${this.#ending} is not what was registered`);
  }

  #pathOf(digest: string): string {
    return join(this.#folder, `${digest}.${this.#ending}`);
  }
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
