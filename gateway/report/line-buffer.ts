import type { DestinationStream } from "pino";

/** About forty lines. */
const FULL = 8_192;
const WAIT_MS = 50;

/** Those with lines that are not written yet; one listener for all, however many logs a process opens. */
const unwritten = new Set<LineBuffer>();
let isListening = false;

function writeAtExit(buffer: LineBuffer): void {
  unwritten.add(buffer);
  if (isListening) return;
  isListening = true;
  process.once("exit", () => {
    for (const one of unwritten) one.flush();
  });
}

/** Writes lines together, some milliseconds later or when the process ends; a line a write would cost more than the line itself. */
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
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.flush(), WAIT_MS).unref();
      writeAtExit(this);
    }
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    unwritten.delete(this);
    const lines = this.#lines;
    this.#lines = "";
    if (lines !== "") this.#stream.write(lines);
  }
}
