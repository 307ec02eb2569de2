import type { Dirent, Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { fileClass, fileKind } from "./file-kinds.ts";
import type { Slice } from "./slice.ts";
import { unreadable } from "./unreadable.ts";

/** A path and why nothing can be read from it. */
interface BadPath {
  readonly path: string;
  readonly problem: ImportProblem;
}

export interface ListedSlices {
  readonly slices: readonly Slice[];
  readonly bad: readonly BadPath[];
  /** What is no document, by kind of file. */
  readonly passedOver: Readonly<Record<string, number>>;
}

/** XML files and archives that the paths name, folders searched in depth, in order of name, each file once. */
export async function listSlices(paths: readonly string[]): Promise<ListedSlices> {
  const listing = new Listing();
  for (const path of paths) await listing.add(path);
  return listing;
}

class Listing implements ListedSlices {
  readonly slices: Slice[] = [];
  readonly bad: BadPath[] = [];
  readonly passedOver: Record<string, number> = {};
  readonly #seen = new Set<string>();

  /** A path as the user gives it may be a link. */
  async add(path: string): Promise<void> {
    try {
      const found = await stat(path);
      if (found.isDirectory()) await this.#addFolder(resolve(path));
      else this.#addFile(resolve(path), found, path);
    } catch (cause) {
      this.bad.push({ path, problem: unreadable(cause) });
    }
  }

  async #addFolder(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      try {
        await this.#addEntry(join(folder, entry.name), entry);
      } catch (cause) {
        this.bad.push({ path: join(folder, entry.name), problem: unreadable(cause) });
      }
    }
  }

  async #addEntry(path: string, entry: Dirent): Promise<void> {
    if (entry.isSymbolicLink()) this.bad.push({ path, problem: symbolicLink() });
    else if (entry.isDirectory()) await this.#addFolder(path);
    else if (entry.isFile() && isWanted(entry.name)) this.#addFile(path, await stat(path), path);
    else this.#passOver(entry.name);
  }

  #addFile(path: string, { size, mtimeMs }: Stats, told: string): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    const kind = fileKind(path);
    if (kind === "xml" || kind === "archive") {
      this.slices.push({ kind, path, entry: "", fingerprint: `${size}:${mtimeMs}`, bytes: size });
    } else if (kind === "other-archive" || kind === "ignored" || kind === "archive-part") {
      this.bad.push({ path: told, problem: unsupported(path) });
    }
  }

  #passOver(name: string): void {
    const kind = fileClass(name);
    this.passedOver[kind] = (this.passedOver[kind] ?? 0) + 1;
  }
}

/** Parts of a split archive are told of with its last one. */
function isWanted(name: string): boolean {
  const kind = fileKind(name);
  return kind === "xml" || kind === "archive" || kind === "other-archive";
}

function symbolicLink(): ImportProblem {
  return new ImportProblem("SYMBOLIC_LINK", {
    zh: "目录中的符号链接不予跟随",
    en: "Symbolic links in folders are not followed",
  });
}

function unsupported(path: string): ImportProblem {
  const kind = fileClass(path);
  const isArchive = fileKind(path) !== "ignored";
  return new ImportProblem("UNSUPPORTED_FILE", {
    zh: isArchive ? `请先解压 ${kind} 文件（可直接导入 ZIP）` : `只导入 .xml 与 .zip 文件，不导入 ${kind}`,
    en: isArchive
      ? `Unpack ${kind} archives first (ZIP can be imported as it is)`
      : `Only .xml and .zip files are imported, not ${kind}`,
  });
}
