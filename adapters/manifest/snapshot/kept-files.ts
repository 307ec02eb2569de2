import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SNAPSHOT_LIMITS, SnapshotProblem } from "./snapshot-problem.ts";

/** A file with its seal, both read once: what was verified is what is used. */
export interface SealedFile {
  readonly bytes: Buffer;
  readonly seal: string;
  /** When the hub took it; epoch milliseconds. */
  readonly takenAt: number;
}

/** Time of making and beginning of the digest. */
const KEPT = /^\d{13}-/;
/** The same, and what a crash left of one. */
const MADE = /^(?:incoming-)?(\d{13})-/;

/** Never more than the limit, however large the file is or grows. Throws SnapshotProblem. */
export async function readBounded(path: string, limit: number): Promise<Buffer> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    if (size > limit) throw new SnapshotProblem("TOO_LARGE", `${size} bytes`);
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await file.read(buffer, 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function openFile(path: string) {
  try {
    return await open(path, "r");
  } catch (cause) {
    throw new SnapshotProblem("MISSING", "the file is not there", { cause });
  }
}

export function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/**
 * The last good file, kept apart from where the owner puts new ones: a folder of its own for each, which appears whole by
 * a rename, so that a crash leaves the old one or the new one.
 */
export class KeptFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The newest first. */
  async all(): Promise<readonly SealedFile[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => KEPT.test(name)).sort();
    const read = await Promise.all(names.reverse().map((name) => this.#read(name)));
    return read.filter((file) => file !== null);
  }

  async keep({ bytes, seal }: Omit<SealedFile, "takenAt">, createdAt: number): Promise<void> {
    const name = `${String(createdAt).padStart(13, "0")}-${digestOf(bytes)
      .slice(0, 8)
      .replace(/[^A-Za-z0-9]/g, "_")}`;
    const incoming = join(this.#folder, `incoming-${name}-${process.pid}`);
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await writeFile(join(incoming, "data"), bytes, { mode: 0o600 });
    await writeFile(join(incoming, "seal"), seal, { mode: 0o600 });
    await this.#appear(incoming, join(this.#folder, name));
    const older = (await readdir(this.#folder)).filter((other) => KEPT.test(other) && other !== name);
    await Promise.all(older.map((other) => rm(join(this.#folder, other), { recursive: true, force: true })));
  }

  /** Deletes those that were made then or before, by their names: whether they are good, or anybody can tell, does not matter. */
  async expire(until: number): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const over = names.filter((name) => Number(MADE.exec(name)?.[1] ?? Number.POSITIVE_INFINITY) <= until);
    await Promise.all(over.map((name) => rm(join(this.#folder, name), { recursive: true, force: true })));
    // Where another copy has come meanwhile, it stays.
    if (over.length > 0 && over.length === names.length) await rmdir(this.#folder).catch(() => {});
  }

  /** Where another process of this hub took the same file first, its copy is as good. */
  async #appear(incoming: string, folder: string): Promise<void> {
    try {
      await rename(incoming, folder);
    } catch (error) {
      await rm(incoming, { recursive: true, force: true });
      if (!(await stat(folder).catch(() => null))?.isDirectory()) throw error;
    }
  }

  async #read(name: string): Promise<SealedFile | null> {
    try {
      const bytes = await readBounded(join(this.#folder, name, "data"), SNAPSHOT_LIMITS.bytes);
      const seal = await readFile(join(this.#folder, name, "seal"), "utf8");
      return { bytes, seal, takenAt: (await stat(join(this.#folder, name, "seal"))).mtimeMs };
    } catch {
      return null;
    }
  }
}
