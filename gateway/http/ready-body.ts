import { hash } from "node:crypto";
import { COMPRESSION_THRESHOLD, compressBytes, type Encoding } from "./compress.ts";

/** Text up to this length goes out with its headers in one write, if its characters are bytes: as a buffer it takes two. */
const SHORT = 8_192;

/** A body as it is sent: bytes, or text of which every character is one. */
export type WireBody = Buffer | string;

/** A body ready to be sent any number of times: each compressed form and the validator are made once, when first wanted. */
export class ReadyBody {
  readonly #plain: WireBody;
  readonly #compressed = new Map<Encoding, Buffer | Promise<Buffer>>();
  #memory: number;
  #hash: string | undefined;

  constructor(json: string) {
    const length = Buffer.byteLength(json);
    // Of ASCII alone: copied as it stands.
    const isPlain = length === json.length;
    this.#plain = isPlain && length <= SHORT ? json : Buffer.from(json, isPlain ? "latin1" : "utf8");
    this.#memory = length;
  }

  /** Bytes held by all forms. */
  get memory(): number {
    return this.#memory;
  }

  get isWorthCompressing(): boolean {
    return this.#plain.length >= COMPRESSION_THRESHOLD;
  }

  /** At once where that form is there already. */
  as(encoding: Encoding | undefined): WireBody | Promise<Buffer> {
    if (encoding === undefined) return this.#plain;
    const known = this.#compressed.get(encoding);
    if (known !== undefined) return known;
    const made = this.#compress(encoding);
    this.#compressed.set(encoding, made);
    return made;
  }

  /** Short for the content: equal bytes, equal hash. */
  get hash(): string {
    this.#hash ??= hash("sha256", this.#plain, "base64url").slice(0, 22);
    return this.#hash;
  }

  async #compress(encoding: Encoding): Promise<Buffer> {
    try {
      const compressed = await compressBytes(Buffer.from(this.#plain), encoding);
      this.#compressed.set(encoding, compressed);
      this.#memory += compressed.length;
      return compressed;
    } catch (error) {
      this.#compressed.delete(encoding);
      throw error;
    }
  }
}
