import { type ResponseHead, readHead } from "./response-head.ts";

/** As in Node's own parser. */
const MAX_HEAD_BYTES = 16_384;
/** A length in hexadecimal digits; extensions have nothing to say here. */
const MAX_CHUNK_LINE = 256;
const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");
const NOTHING = Buffer.alloc(0);

export interface AnswerListener {
  onHead(head: ResponseHead): void;
  /** The bytes are there during the call only. */
  onBody(bytes: Buffer): void;
}

/** "open": more is to come. "broken": what came is no answer. */
export type ReadingState = "open" | "whole" | "broken";

type Expecting = "head" | "length" | "close" | "chunk-line" | "chunk" | "chunk-end" | "trailer" | "nothing";

/**
 * Reads one answer off a connection (RFC 9112): strictly, since a length that is understood in two ways is how one answer
 * becomes part of another. Bodies are handed on as they come; only heads and lengths are held back until they are whole.
 */
export class AnswerReader {
  readonly #listener: AnswerListener;
  #expecting: Expecting = "head";
  #held: Buffer = NOTHING;
  #left = 0;
  #trailerBytes = 0;
  /** The connection may carry another question. */
  keepsAlive = false;

  constructor(listener: AnswerListener) {
    this.#listener = listener;
  }

  /** The bytes may be others afterwards. */
  read(bytes: Buffer): ReadingState {
    let rest: Buffer | null = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    this.#held = NOTHING;
    while (rest !== null && this.#expecting !== "nothing" && rest.length > 0) rest = this.#take(rest);
    if (rest === null) return "broken";
    if (this.#expecting !== "nothing") return "open";
    // Nobody asked for what follows.
    return rest.length === 0 ? "whole" : "broken";
  }

  /** The other end has closed the connection. */
  end(): ReadingState {
    return this.#expecting === "close" ? "whole" : "broken";
  }

  /** What is left of it; null where it is no answer. */
  #take(bytes: Buffer): Buffer | null {
    switch (this.#expecting) {
      case "head":
        return this.#takeHead(bytes);
      case "chunk-line":
        return this.#takeChunkLine(bytes);
      case "chunk-end":
        return this.#takeChunkEnd(bytes);
      case "trailer":
        return this.#takeTrailer(bytes);
      case "close":
        this.#listener.onBody(bytes);
        return NOTHING;
      default:
        return this.#takeBody(bytes);
    }
  }

  #takeHead(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return this.#hold(bytes, MAX_HEAD_BYTES);
    const head = end > MAX_HEAD_BYTES ? null : readHead(bytes.toString("latin1", 0, end));
    if (head === null) return null;
    const rest = bytes.subarray(end + HEAD_END.length);
    // Hints ahead of the answer itself.
    if (head.status < 200) return rest;
    this.keepsAlive = head.keepsAlive;
    this.#listener.onHead(head);
    this.#expect(head);
    return rest;
  }

  #expect({ length }: ResponseHead): void {
    if (length === "chunked") this.#expecting = "chunk-line";
    else if (length === "close") this.#expecting = "close";
    else {
      this.#expecting = length === 0 ? "nothing" : "length";
      this.#left = length;
    }
  }

  /** Of a body of known length, or of a chunk. */
  #takeBody(bytes: Buffer): Buffer {
    const isAll = bytes.length >= this.#left;
    const part = isAll ? bytes.subarray(0, this.#left) : bytes;
    this.#left -= part.length;
    this.#listener.onBody(part);
    if (!isAll) return NOTHING;
    this.#expecting = this.#expecting === "chunk" ? "chunk-end" : "nothing";
    return bytes.subarray(part.length);
  }

  #takeChunkLine(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf(LINE_END);
    if (end < 0) return this.#hold(bytes, MAX_CHUNK_LINE);
    const digits =
      end > MAX_CHUNK_LINE ? null : /^([0-9a-f]{1,8})(?:[ \t]*;[^\r\n]*)?$/i.exec(bytes.toString("latin1", 0, end));
    if (digits === null) return null;
    this.#left = Number.parseInt(digits[1] ?? "", 16);
    this.#expecting = this.#left === 0 ? "trailer" : "chunk";
    return bytes.subarray(end + LINE_END.length);
  }

  #takeChunkEnd(bytes: Buffer): Buffer | null {
    if (bytes.length < LINE_END.length) return this.#hold(bytes, LINE_END.length);
    this.#expecting = "chunk-line";
    return bytes.indexOf(LINE_END) === 0 ? bytes.subarray(LINE_END.length) : null;
  }

  /** Lines after the last chunk are not read, but for where they end. */
  #takeTrailer(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf(LINE_END);
    if (end < 0) return this.#hold(bytes, MAX_HEAD_BYTES);
    this.#trailerBytes += end;
    if (this.#trailerBytes > MAX_HEAD_BYTES) return null;
    if (end === 0) this.#expecting = "nothing";
    return bytes.subarray(end + LINE_END.length);
  }

  #hold(bytes: Buffer, most: number): Buffer | null {
    if (bytes.length > most) return null;
    this.#held = Buffer.from(bytes);
    return NOTHING;
  }
}
