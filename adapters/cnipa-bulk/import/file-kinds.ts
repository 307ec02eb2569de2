import { basename, extname } from "node:path";

export type FileKind = "xml" | "archive" | "archive-part" | "other-archive" | "ignored";

/** Lists that deliveries hold beside their documents (索引, 目录). */
const INDEX_NAME = /(?:^|[_.\- ])(?:index|idx|list|filelist|catalog|manifest|toc)(?:[_.\- ]|\d|$)|索引|目录|清单/i;

/** By its name. What is neither document nor archive (figures, index lists, DTDs) is passed over and counted. */
export function fileKind(name: string): FileKind {
  const extension = extname(name).toLowerCase();
  if (extension === ".xml") return isIndexName(name) ? "ignored" : "xml";
  if (extension === ".zip") return "archive";
  if (/^\.z\d{2,3}$/.test(extension)) return "archive-part";
  return /^\.(?:gz|tgz|tar|rar|7z|bz2|xz)$/.test(extension) ? "other-archive" : "ignored";
}

function isIndexName(name: string): boolean {
  return INDEX_NAME.test(basename(name.replaceAll("\\", "/")).replace(/\.xml$/i, ""));
}

/** `.jpg`, or the name of what has no extension: what is passed over is counted by this. */
export function fileClass(name: string): string {
  return isIndexName(name) ? "index" : extname(name).toLowerCase() || "?";
}
