import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { AccessReader } from "./access-reader.ts";
import { type RandomAccess, RangeAccess } from "./random-access.ts";

/** An archive opened with yauzl: entries one at a time, ZIP64 and data descriptors included. */
export class ZipArchive {
  readonly #zip: ZipFile;
  readonly #access: RandomAccess;

  private constructor(zip: ZipFile, access: RandomAccess) {
    this.#zip = zip;
    this.#access = access;
  }

  static async open(access: RandomAccess): Promise<ZipArchive> {
    const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true };
    try {
      return new ZipArchive(
        await fromRandomAccessReaderPromise(new AccessReader(access), access.size, options),
        access,
      );
    } catch (cause) {
      throw badArchive(cause);
    }
  }

  /** In the order of the directory. What is packed may not be more than the file: overlapping entries are a bomb's. */
  async *entries(): AsyncGenerator<Entry> {
    let packed = 0;
    for (let entry = await this.#next(); entry !== null; entry = await this.#next()) {
      packed += entry.compressedSize;
      if (packed > this.#access.size) throw badArchive(new Error("entries overlap"));
      yield entry;
    }
  }

  /** The entry's bytes; an error at their end where the checksum differs. */
  async *read(entry: Entry): AsyncGenerator<Uint8Array> {
    let sum = 0;
    const stream = await this.#open(entry);
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    } catch (cause) {
      throw cause instanceof ImportProblem ? cause : corruptEntry(cause);
    } finally {
      stream.destroy();
    }
    if (sum !== entry.crc32) throw corruptEntry(new Error("checksum"));
  }

  /** Where an entry that is not packed lies in the archive. */
  async locate(entry: Entry): Promise<RandomAccess> {
    try {
      const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
      return new RangeAccess(this.#access, fileDataStart, entry.compressedSize);
    } catch (cause) {
      throw corruptEntry(cause);
    }
  }

  #next(): Promise<Entry | null> {
    const zip = this.#zip;
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        for (const event of ["entry", "end", "error"]) zip.removeAllListeners(event);
        // An error that comes late has nobody to hear it, and must not end the thread.
        zip.on("error", () => {});
        finish();
      };
      zip.on("entry", (entry: Entry) => settle(() => resolve(entry)));
      zip.on("end", () => settle(() => resolve(null)));
      zip.on("error", (error: unknown) => settle(() => reject(badArchive(error))));
      zip.readEntry();
    });
  }

  async #open(entry: Entry): Promise<Readable> {
    try {
      return await this.#zip.openReadStreamPromise(entry);
    } catch (cause) {
      throw corruptEntry(cause);
    }
  }
}

const STORED = 0;
const DEFLATED = 8;

/** What keeps an entry from being read, told before anything of it is. */
export function refuseUnreadable(entry: Entry): void {
  const { compressionMethod } = entry;
  if (entry.isEncrypted()) {
    throw new ImportProblem("ENCRYPTED", { zh: "压缩包内的文件已加密", en: "The entry is encrypted" });
  }
  if (isSymbolicLink(entry)) {
    throw new ImportProblem("SYMBOLIC_LINK", {
      zh: "压缩包内的符号链接不予跟随",
      en: "Symbolic links are not followed",
    });
  }
  if (compressionMethod === STORED || compressionMethod === DEFLATED) return;
  throw new ImportProblem("UNKNOWN_COMPRESSION", {
    zh: `不支持的压缩方法 ${compressionMethod}`,
    en: `Compression method ${compressionMethod} is not supported`,
  });
}

export function isStored({ compressionMethod }: Entry): boolean {
  return compressionMethod === STORED;
}

/** Unix attributes stand in the upper half: S_IFLNK. */
function isSymbolicLink({ externalFileAttributes, versionMadeBy }: Entry): boolean {
  const isUnix = versionMadeBy >> 8 === 3 || versionMadeBy >> 8 === 19;
  return isUnix && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function badArchive(cause: unknown): ImportProblem {
  if (cause instanceof ImportProblem) return cause;
  const message = cause instanceof Error ? cause.message : "";
  if (/multi-disk/.test(message)) {
    return new ImportProblem("SPLIT_ARCHIVE", {
      zh: "分卷压缩包（.z01、.z02 … .zip）：请先合并，例如 zip -s 0 分卷.zip --out 合并.zip",
      en: "A split archive (.z01, .z02 … .zip): join its parts first, as with zip -s 0 split.zip --out whole.zip",
    });
  }
  if (/strong encryption/.test(message)) {
    return new ImportProblem("ENCRYPTED", { zh: "压缩包已加密", en: "The archive is encrypted" });
  }
  return new ImportProblem(
    "BAD_ARCHIVE",
    { zh: "压缩包损坏或不完整", en: "The archive is damaged or cut short" },
    { cause },
  );
}

function corruptEntry(cause: unknown): ImportProblem {
  return new ImportProblem(
    "CORRUPT_ENTRY",
    { zh: "压缩包内的文件损坏（长度或校验不符）", en: "The entry is damaged (its length or checksum is wrong)" },
    { cause },
  );
}
