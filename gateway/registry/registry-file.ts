import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { REGISTRY_EVENT, type RegistryEvent, readEvent, type UnknownEvent } from "./registry-event.ts";

/** A line of the file: an event, one of a newer hub, or what a crash left of one. */
export type RegistryLine = RegistryEvent | UnknownEvent | null;

const CHUNK = 1_048_576;
const NEWLINE = 0x0a;

/** Events on disk, one line each, only ever added to; several processes share the file. */
export class RegistryFile {
  readonly #path: string;
  #offset = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** Whole lines that were added since it was last read; none without a file. */
  async readOn(): Promise<readonly RegistryLine[]> {
    await using file = await openToRead(this.#path);
    if (file === undefined) return [];
    const lines: RegistryLine[] = [];
    for (;;) {
      const length = Math.min(CHUNK, (await file.stat()).size - this.#offset);
      if (length <= 0) return lines;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, this.#offset);
      if (bytesRead === 0) return lines;
      this.#offset += bytesRead;
      lines.push(...this.#cut(buffer.subarray(0, bytesRead)));
    }
  }

  /** Adds an event in one write and waits until the disk has it. */
  async append(event: RegistryEvent): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await using file = await open(this.#path, "a", 0o600);
    await file.writeFile(`${JSON.stringify(REGISTRY_EVENT.parse(event))}\n`);
    await file.datasync();
  }

  #cut(bytes: Buffer): readonly RegistryLine[] {
    const all = Buffer.concat([this.#rest, bytes]);
    const end = all.lastIndexOf(NEWLINE) + 1;
    this.#rest = all.subarray(end);
    return all
      .subarray(0, end)
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map(readLine);
  }
}

async function openToRead(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function readLine(line: string): RegistryLine {
  try {
    return readEvent(JSON.parse(line));
  } catch {
    return null;
  }
}
