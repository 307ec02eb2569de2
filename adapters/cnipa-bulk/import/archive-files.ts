import type { Entry } from "yauzl";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { ArchiveBudget, type ArchiveLimits } from "./archive-limits.ts";
import { entryName, refuseBadName } from "./archive-name.ts";
import { fileKind } from "./file-kinds.ts";
import { isBefore } from "./gazette-day.ts";
import { openArchiveFile } from "./open-archive-file.ts";
import type { RandomAccess } from "./random-access.ts";
import type { Slice } from "./slice.ts";
import { spool } from "./spool-file.ts";
import { isStored, refuseUnreadable, ZipArchive } from "./zip-archive.ts";

/** An archive of this size inside another one is a slice of its own: remembered, and imported beside others. */
const OWN_SLICE_BYTES = 4 * 1024 * 1024;

/** What an archive holds, in its order. `bytes` are the packed ones. */
export type ArchiveItem =
  | {
      readonly kind: "xml";
      readonly name: string;
      readonly bytes: number;
      readonly size: number;
      open(): AsyncIterable<Uint8Array>;
    }
  | { readonly kind: "slice"; readonly slice: Slice }
  | { readonly kind: "passed-over"; readonly name: string; readonly bytes: number }
  | { readonly kind: "before"; readonly bytes: number }
  | { readonly kind: "bad"; readonly name: string; readonly bytes: number; readonly problem: ImportProblem };

export interface ArchiveContext {
  /** For packed archives inside archives, which cannot be read where they lie. */
  readonly spoolDir: string;
  readonly limits: ArchiveLimits;
  /** What names tell to be of an earlier gazette day is left out. */
  readonly since: string | null;
  /** What is dated later is a misprint (`newestGazetteDay`). */
  readonly newestDay: string;
}

/** Files of a slice that is an archive. Throws ImportProblem where it cannot be read at all, or any further. */
export async function* archiveFiles(slice: Slice, context: ArchiveContext): AsyncGenerator<ArchiveItem> {
  await using file = await openArchiveFile(slice.path);
  const walk = new ArchiveWalk(slice, context);
  const outer = await ZipArchive.open(file.access);
  if (slice.entry === "") yield* walk.files(outer, "", 0);
  else yield* walk.within(outer, slice.entry);
}

class ArchiveWalk {
  readonly #slice: Slice;
  readonly #context: ArchiveContext;
  readonly #budget: ArchiveBudget;

  constructor(slice: Slice, context: ArchiveContext) {
    this.#slice = slice;
    this.#context = context;
    this.#budget = new ArchiveBudget(context.limits);
  }

  /** Everything in the archive; `prefix` names the archives it lies in. */
  async *files(archive: ZipArchive, prefix: string, depth: number): AsyncGenerator<ArchiveItem> {
    for await (const entry of archive.entries()) {
      this.#budget.countEntry();
      const name = `${prefix}${entryName(entry)}`;
      if (name.endsWith("/")) continue;
      try {
        yield* this.#entry({ archive, entry, name, depth });
      } catch (error) {
        if (!(error instanceof ImportProblem) || this.#budget.isExhausted) throw error;
        yield { kind: "bad", name, bytes: entry.compressedSize, problem: error };
      }
    }
  }

  /** The one archive of that name inside the outer one. */
  async *within(outer: ZipArchive, wanted: string): AsyncGenerator<ArchiveItem> {
    for await (const entry of outer.entries()) {
      if (entryName(entry) !== wanted) continue;
      refuseUnreadable(entry);
      yield* this.#nested({ archive: outer, entry, name: wanted, depth: 0 });
      return;
    }
  }

  async *#entry(found: FoundEntry): AsyncGenerator<ArchiveItem> {
    const { archive, entry, name, depth } = found;
    const bytes = entry.compressedSize;
    const kind = fileKind(name);
    if (kind === "ignored") return yield { kind: "passed-over", name, bytes };
    refuseBadName(entryName(entry));
    if (isBefore(`${this.#slice.path}/${name}`, this.#context.since)) return yield { kind: "before", bytes };
    refuseUnreadable(entry);
    if (kind === "archive" && depth === 0 && bytes >= OWN_SLICE_BYTES) {
      return yield { kind: "slice", slice: this.#ownSlice(name, entry) };
    }
    if (kind === "archive") return yield* this.#nested(found);
    if (kind !== "xml") throw unsupportedArchive();
    this.#budget.countUnpacked(bytes, entry.uncompressedSize);
    yield { kind: "xml", name, bytes, size: entry.uncompressedSize, open: () => archive.read(entry) };
  }

  async *#nested({ archive, entry, name, depth }: FoundEntry): AsyncGenerator<ArchiveItem> {
    if (depth + 1 >= this.#budget.limits.maxDepth) throw tooDeep(this.#budget.limits.maxDepth);
    if (isStored(entry)) return yield* this.#open(await archive.locate(entry), name, depth);
    this.#budget.countUnpacked(entry.compressedSize, entry.uncompressedSize);
    await using spooled = await spool(this.#context.spoolDir, archive.read(entry));
    yield* this.#open(spooled.access, name, depth);
  }

  async *#open(access: RandomAccess, name: string, depth: number): AsyncGenerator<ArchiveItem> {
    yield* this.files(await ZipArchive.open(access), `${name}!`, depth + 1);
  }

  #ownSlice(name: string, entry: Entry): Slice {
    const { compressedSize, uncompressedSize, crc32 } = entry;
    const fingerprint = `${uncompressedSize}:${crc32.toString(16)}`;
    return { kind: "archive", path: this.#slice.path, entry: name, fingerprint, bytes: compressedSize };
  }
}

interface FoundEntry {
  readonly archive: ZipArchive;
  readonly entry: Entry;
  readonly name: string;
  readonly depth: number;
}

function tooDeep(limit: number): ImportProblem {
  return new ImportProblem("ARCHIVES_TOO_DEEP", {
    zh: `压缩包嵌套超过 ${limit} 层`,
    en: `Archives are nested deeper than ${limit}`,
  });
}

function unsupportedArchive(): ImportProblem {
  return new ImportProblem("UNSUPPORTED_FILE", {
    zh: "压缩包内的这类压缩文件不予解包（只支持 ZIP）",
    en: "Of archives inside archives only ZIP is unpacked",
  });
}
