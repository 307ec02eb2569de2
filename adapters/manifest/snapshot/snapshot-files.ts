import { readdir } from "node:fs/promises";
import type { Misfit } from "#adapters/manifest/dialect/row.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import type { RecordQuestion } from "#adapters/manifest/search/record-test.ts";
import { keepUntil } from "#adapters/runtime/shelf-life.ts";
import { digestOf, KeptFiles, type SealedFile } from "./kept-files.ts";
import { readSeal, type SnapshotSeal } from "./read-seal.ts";
import { readTable, type TableFormat } from "./read-table.ts";
import { type FoundRecords, RecordTable } from "./record-table.ts";
import { SnapshotProblem, type SnapshotRefusal } from "./snapshot-problem.ts";

/** What a thread that keeps a source's files works with; crosses as plain data. */
export interface SnapshotScene {
  readonly manifest: Pick<Manifest, "kinds" | "licence" | "sdl">;
  /** Kinds whose lists are files of this source. */
  readonly kinds: readonly string[];
  readonly publicKeys: readonly string[];
  /** Folder of the hub for the last good files. */
  readonly keptFolder: string;
  /** A file that was made longer ago is not taken, and not kept; null = no limit. */
  readonly keepAtMostMs: number | null;
}

/** What is in memory of one file. */
export interface LoadedFile {
  readonly file: string;
  readonly digest: string;
  readonly createdAt: number;
  readonly takenAt: number;
  readonly records: number;
  /** Lines that were left out, their cells being fewer or more than the columns: how many, and the first of them. */
  readonly leftOut: { readonly lines: number; readonly first: readonly Misfit[] };
}

export type TakenFile =
  | { readonly kind: "taken" | "same"; readonly loaded: LoadedFile }
  | { readonly kind: "refused"; readonly refusal: SnapshotRefusal; readonly detail: string };

interface Held extends LoadedFile {
  readonly tables: ReadonlyMap<string, RecordTable>;
}

/** The good files of a source, by name: verified, mapped, and replaced whole. Lives in a thread of its own. */
export class SnapshotFiles {
  readonly #scene: SnapshotScene;
  readonly #held = new Map<string, Held>();
  readonly #now: () => number;

  constructor(scene: SnapshotScene, now: () => number) {
    this.#scene = scene;
    this.#now = now;
  }

  /** Takes up the newest kept file that is still good; null where there is none. */
  async restore(file: string): Promise<LoadedFile | null> {
    await this.expire(file);
    for (const kept of await this.#kept(file).all()) {
      const seal = this.#verified(file, kept);
      if (seal instanceof SnapshotProblem) continue;
      try {
        return this.#hold(await this.#load(seal, kept));
      } catch (error) {
        if (!(error instanceof SnapshotProblem)) throw error;
      }
    }
    return null;
  }

  /** Deletes the file's copies that its owner lets nobody keep any longer. */
  async expire(file: string, now = this.#now()): Promise<void> {
    const { keepAtMostMs } = this.#scene;
    if (keepAtMostMs === null) return;
    const held = this.#held.get(file);
    if (held !== undefined && this.#isOver(held.createdAt, now)) this.#held.delete(file);
    await this.#kept(file).expire(now - keepAtMostMs);
  }

  /** Whether anybody asks for them or not, and whether the manifest still names them. */
  async sweep(): Promise<void> {
    const { keepAtMostMs, keptFolder } = this.#scene;
    if (keepAtMostMs === null) return;
    for (const file of this.#held.keys()) await this.expire(file);
    for (const name of await readdir(keptFolder).catch(() => []))
      await new KeptFiles(`${keptFolder}/${name}`).expire(this.#now() - keepAtMostMs);
  }

  /** A new file: taken whole, or refused with the reason while the last good one stays. */
  async take(file: string, bytes: Uint8Array, seal: string): Promise<TakenFile> {
    const sealed = { bytes: Buffer.from(bytes), seal, takenAt: this.#now() };
    try {
      const verified = this.#verified(file, sealed);
      if (verified instanceof SnapshotProblem) throw verified;
      const held = this.#held.get(file);
      if (held !== undefined && verified.createdAt < held.createdAt) {
        throw new SnapshotProblem("OLDER", "a file that was made later has been taken already");
      }
      if (held?.digest === verified.digest && held.createdAt === verified.createdAt) {
        return { kind: "same", loaded: toLoaded(held) };
      }
      const loaded = await this.#load(verified, sealed);
      await this.#kept(file).keep(sealed, verified.createdAt);
      return { kind: "taken", loaded: this.#hold(loaded) };
    } catch (error) {
      if (error instanceof SnapshotProblem) return { kind: "refused", refusal: error.refusal, detail: error.message };
      throw error;
    }
  }

  find(
    kind: string,
    question: RecordQuestion,
    window: { readonly offset: number; readonly limit: number },
  ): FoundRecords {
    return this.#table(kind)?.find(question, window) ?? { records: [], total: 0 };
  }

  byIds(kind: string, ids: readonly string[]) {
    return this.#table(kind)?.byIds(ids) ?? ids.map(() => null);
  }

  #isOver(createdAt: number, now: number): boolean {
    return now >= keepUntil(createdAt, this.#scene.keepAtMostMs);
  }

  #table(kind: string): RecordTable | undefined {
    return this.#held.get(fileOf(this.#scene.manifest.kinds[kind]))?.tables.get(kind);
  }

  #kept(file: string): KeptFiles {
    return new KeptFiles(`${this.#scene.keptFolder}/${encodeURIComponent(file)}`);
  }

  #verified(file: string, { bytes, seal }: SealedFile, now = this.#now()): SnapshotSeal | SnapshotProblem {
    try {
      const verified = readSeal(seal, this.#scene.publicKeys, now);
      if (verified.file !== file) return new SnapshotProblem("OTHER_FILE", `the seal is of ${verified.file}`);
      if (verified.digest !== digestOf(bytes)) return new SnapshotProblem("ALTERED", "the digest is another");
      if (this.#isOver(verified.createdAt, now))
        return new SnapshotProblem("TOO_OLD", "made longer ago than it may be kept");
      return verified;
    } catch (error) {
      if (error instanceof SnapshotProblem) return error;
      throw error;
    }
  }

  async #load(seal: SnapshotSeal, { bytes, takenAt }: SealedFile): Promise<Held> {
    const { manifest, kinds } = this.#scene;
    const tables = new Map<string, RecordTable>();
    for (const kind of kinds) {
      const format = manifest.kinds[kind];
      if (format === undefined || fileOf(format) !== seal.file) continue;
      const { decode } = format.list;
      const rows = await readTable(bytes, {
        format: decode.format as TableFormat,
        delimiter: decode.csv?.delimiter ?? ",",
        header: decode.csv?.header ?? true,
        sheet: decode.rows,
      });
      const mapper = compileMapper(format, { ...manifest, kindName: kind, format: decode.format });
      tables.set(kind, RecordTable.of(kind, rows, mapper));
    }
    const records = [...tables.values()].reduce((sum, { size }) => sum + size, 0);
    const { file, digest, createdAt } = seal;
    return { file, digest, createdAt, takenAt, records, tables, leftOut: leftOutOf([...tables.values()]) };
  }

  #hold(held: Held): LoadedFile {
    this.#held.set(held.file, held);
    return toLoaded(held);
  }
}

/** The file that holds a kind's records: a snapshot's path is a name in its folder. */
export function fileOf(kind: KindFormat | undefined): string {
  return kind?.list.request.path.replace(/^\//, "") ?? "";
}

/** Lines that are told one by one. */
const MOST_TOLD = 20;

/** Several kinds may read the same lines. */
function leftOutOf(tables: readonly RecordTable[]): LoadedFile["leftOut"] {
  const byLine = new Map(tables.flatMap(({ misfits }) => misfits.map((misfit) => [misfit.line, misfit])));
  const misfits = [...byLine.values()].sort((a, b) => a.line - b.line);
  return { lines: misfits.length, first: misfits.slice(0, MOST_TOLD) };
}

function toLoaded({ tables: _, ...loaded }: Held): LoadedFile {
  return loaded;
}
