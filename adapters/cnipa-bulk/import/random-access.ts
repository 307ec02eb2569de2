import type { FileHandle } from "node:fs/promises";

/** Bytes that can be read anywhere: a file, or a stretch of one. */
export interface RandomAccess {
  readonly size: number;
  /** Fills the buffer from there on; what lies beyond the end is an error. */
  read(buffer: Uint8Array, position: number): Promise<void>;
}

export class FileAccess implements RandomAccess {
  readonly size: number;
  readonly #file: FileHandle;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  async read(buffer: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < buffer.length) {
      const { bytesRead } = await this.#file.read(buffer, done, buffer.length - done, position + done);
      if (bytesRead === 0) throw new RangeError("the file ends early");
      done += bytesRead;
    }
  }
}

/** An archive that lies unpacked inside another one is read where it lies. */
export class RangeAccess implements RandomAccess {
  readonly size: number;
  readonly #within: RandomAccess;
  readonly #start: number;

  constructor(within: RandomAccess, start: number, size: number) {
    this.#within = within;
    this.#start = start;
    this.size = size;
  }

  async read(buffer: Uint8Array, position: number): Promise<void> {
    if (position + buffer.length > this.size) throw new RangeError("beyond the end");
    await this.#within.read(buffer, this.#start + position);
  }
}
