import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import type { RandomAccess } from "./random-access.ts";

const CHUNK_BYTES = 256 * 1024;
/** Directories are read in many small bites: they are served out of a larger one. */
const WINDOW_BYTES = 64 * 1024;

/** RandomAccess as yauzl wants it. */
export class AccessReader extends RandomAccessReader {
  readonly #access: RandomAccess;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;

  constructor(access: RandomAccess) {
    super();
    this.#access = access;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(chunks(this.#access, start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fill(buffer.subarray(offset, offset + length), position).then(
      () => callback(null),
      (error: unknown) => callback(error instanceof Error ? error : new Error("unreadable")),
    );
  }

  /** Whoever opened the file closes it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #fill(target: Uint8Array, position: number): Promise<void> {
    const from = position - this.#windowStart;
    if (from < 0 || from + target.length > this.#window.length) {
      if (target.length > WINDOW_BYTES) return this.#access.read(target, position);
      const window = new Uint8Array(Math.max(target.length, Math.min(WINDOW_BYTES, this.#access.size - position)));
      await this.#access.read(window, position);
      this.#window = window;
      this.#windowStart = position;
    }
    target.set(this.#window.subarray(position - this.#windowStart, position - this.#windowStart + target.length));
  }
}

async function* chunks(access: RandomAccess, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end; position += CHUNK_BYTES) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - position));
    await access.read(chunk, position);
    yield chunk;
  }
}
