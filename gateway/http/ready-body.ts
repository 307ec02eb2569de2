import { hash } from "node:crypto";
import { COMPRESSION_THRESHOLD, compressBytes, type Encoding } from "./compress.ts";

/** Bytes that go out as they are; short ones as text, one character a byte, so that they leave in one piece with the headers. */
export type Ready = Buffer | string;

/** Node writes headers and a text in one go up to this size; longer ones are better left alone as bytes. */
const LONGEST_TEXT = 12_288;

/** A body ready to be sent any number of times: each compressed form and the validator are made once, when first wanted. */
export class ReadyBody {
  readonly #plain: Ready;
  readonly #compressed = new Map<Encoding, Buffer | Promise<Buffer>>();
  readonly length: number;
  #memory: number;
  #hash: string | undefined;

  constructor(json: string) {
    const bytes = Buffer.from(json);
    this.length = bytes.length;
    this.#plain = bytes.length <= LONGEST_TEXT ? bytes.toString("latin1") : bytes;
    this.#memory = bytes.length;
  }

  /** Bytes held by all forms. */
  get memory(): number {
    return this.#memory;
  }

  get isWorthCompressing(): boolean {
    return this.length >= COMPRESSION_THRESHOLD;
  }

  /** At once where that form is there already. */
  as(encoding: Encoding | undefined): Ready | Promise<Ready> {
    if (encoding === undefined) return this.#plain;
    const known = this.#compressed.get(encoding);
    if (known !== undefined) return known;
    const made = this.#compress(encoding);
    this.#compressed.set(encoding, made);
    return made;
  }

  /** Short for the content: equal bytes, equal hash. */
  get hash(): string {
    this.#hash ??= hash("sha256", this.#bytes(), "base64url").slice(0, 22);
    return this.#hash;
  }

  async #compress(encoding: Encoding): Promise<Buffer> {
    const compressed = await compressBytes(this.#bytes(), encoding);
    this.#compressed.set(encoding, compressed);
    this.#memory += compressed.length;
    return compressed;
  }

  #bytes(): Buffer {
    return typeof this.#plain === "string" ? Buffer.from(this.#plain, "latin1") : this.#plain;
  }
}
