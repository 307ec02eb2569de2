import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import type { ImportSource } from "./import-source.ts";

const CHUNK_BYTES = 256 * 1024;

/** A path as given and why nothing can be read from it. */
interface BadPath {
  readonly path: string;
  readonly problem: ImportProblem;
}

export interface ListedFiles {
  readonly sources: readonly ImportSource[];
  readonly bad: readonly BadPath[];
}

/** The XML files that the paths name; folders are searched in depth, in order of name, symbolic links in them left alone. */
export async function listFiles(paths: readonly string[]): Promise<ListedFiles> {
  const listed = await Promise.all(paths.map(listPath));
  return { sources: listed.flatMap((each) => each.sources), bad: listed.flatMap((each) => each.bad) };
}

async function listPath(path: string): Promise<ListedFiles> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { sources: (await xmlFilesIn(path)).map(toSource), bad: [] };
    if (isXml(path)) return { sources: [toSource(path)], bad: [] };
    return { sources: [], bad: [{ path, problem: unsupported(path) }] };
  } catch (cause) {
    return { sources: [], bad: [{ path, problem: unreadable(cause) }] };
  }
}

async function xmlFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isXml(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function toSource(path: string): ImportSource {
  return { name: basename(path), open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }) };
}

function isXml(path: string): boolean {
  return extname(path).toLowerCase() === ".xml";
}

function unsupported(path: string): ImportProblem {
  const extension = extname(path).toLowerCase() || basename(path);
  const isArchive = /^\.(zip|gz|tar|tgz|rar|7z)$/.test(extension);
  return new ImportProblem("UNSUPPORTED_FILE", {
    zh: isArchive ? `请先解压 ${extension} 文件` : `只导入 .xml 文件，不导入 ${extension}`,
    en: isArchive ? `Unpack ${extension} archives first` : `Only .xml files are imported, not ${extension}`,
  });
}

/** Also for what goes wrong while reading. */
export function unreadable(cause: unknown): ImportProblem {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const missing = code === "ENOENT";
  return new ImportProblem(
    missing ? "NOT_FOUND" : "UNREADABLE",
    {
      zh: missing ? "文件或目录不存在" : `无法读取（${code || "未知错误"}）`,
      en: missing ? "No such file or folder" : `Cannot be read (${code || "unknown error"})`,
    },
    { cause },
  );
}
