import { crc32 } from "node:zlib";
import type { Entry } from "yauzl";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";

const UTF8_FLAG = 0x800;
/** Info-ZIP Unicode Path Extra Field (APPNOTE 6.3.10, 4.6.9). */
const UNICODE_PATH = 0x7075;
const STRICT = new TextDecoder("utf-8", { fatal: true });
const GBK = new TextDecoder("gb18030");

/**
 * The name of an entry. Where neither flag nor extra field says UTF-8, Chinese archivers wrote GBK; bytes that are valid
 * UTF-8 are taken as such first, because GBK decoding accepts them silently.
 */
export function entryName(entry: Entry): string {
  const { fileNameRaw: raw } = entry;
  return (
    unicodePath(entry) ??
    strictUtf8(raw) ??
    ((entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 ? lossy(raw) : GBK.decode(raw))
  );
}

function unicodePath({ extraFields, fileNameRaw }: Entry): string | null {
  const data = extraFields.find((field) => field.id === UNICODE_PATH)?.data;
  if (data === undefined || data.length < 6 || data[0] !== 1) return null;
  // The field is of another name when an archiver renamed the entry and left it.
  return data.readUInt32LE(1) === crc32(fileNameRaw) ? strictUtf8(data.subarray(5)) : null;
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
}

function lossy(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Nothing is ever written under an entry's name; one that points elsewhere is still not what CNIPA delivers. */
export function refuseBadName(name: string): void {
  const parts = name.replaceAll("\\", "/").split("/");
  if (name !== "" && !name.startsWith("/") && !/^[A-Za-z]:/.test(name) && !parts.includes("..") && !name.includes("\0"))
    return;
  throw new ImportProblem("BAD_ENTRY_NAME", {
    zh: "压缩包内的文件名指向包外或为空",
    en: "The entry's name points outside the archive, or is empty",
  });
}
