import type { DestinationStream } from "pino";

/** About forty lines. */
const FULL = 8_192;
const WAIT_MS = 50;

/** Writes lines together, some milliseconds later; a line a write would cost more than the line itself. */
export class LineBuffer implements DestinationStream {
  readonly #stream: DestinationStream;
  #lines = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: DestinationStream) {
    this.#stream = stream;
  }

  write(line: string): void {
    this.#lines += line;
    if (this.#lines.length >= FULL) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), WAIT_MS).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = "";
    if (lines !== "") this.#stream.write(lines);
  }
}
