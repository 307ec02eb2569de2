import type { FieldGroup } from "./field-group.ts";

/**
 * How the documents of one term are kept. `postings`: for each document its distance from the one before it (the first
 * one: 0), then a head that counts the occurrences in each field of the group; `positions`: the places of each field in
 * turn as distances. All numbers in groups of seven bits, lowest first. Two lists of documents that follow each other are
 * joined without reading them.
 */
export interface TermPostings {
  readonly documents: number;
  readonly first: number;
  readonly last: number;
  readonly postings: Uint8Array;
  readonly positions: Uint8Array;
}

/** A place with its field: fields lie apart, so that one comparison tells both. */
export const FIELD_SHIFT = 16;
export const MOST_POSITION = 0xffff;

/** Bytes that grow. */
class ByteWriter {
  #bytes = new Uint8Array(1_024);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow();
    this.#bytes[this.#length++] = value;
  }

  number(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Encodes the documents of one term after the other, in order of their ids. */
export class PostingsWriter {
  readonly #postings = new ByteWriter();
  readonly #positions = new ByteWriter();
  readonly #keepsPlaces: boolean;
  #documents = 0;
  #first = 0;
  #last = 0;

  constructor(keepsPlaces: boolean) {
    this.#keepsPlaces = keepsPlaces;
  }

  /** `places` from `from` to `to`: field and position of every occurrence, ascending. */
  add(id: number, group: FieldGroup, places: Uint32Array, [from, to]: readonly [number, number]): void {
    if (this.#documents === 0) this.#first = id;
    this.#postings.number(this.#documents === 0 ? 0 : id - this.#last);
    this.#documents += 1;
    this.#last = id;
    if (group.bits.length === 0) return;
    const counts = group.fields.map(() => 0);
    for (let at = from; at < to; at++) {
      const field = (places[at] ?? 0) >>> FIELD_SHIFT;
      counts[field] = (counts[field] ?? 0) + 1;
    }
    this.#writeHead(group.bits, counts);
    if (this.#keepsPlaces) this.#writePositions(places, from, to);
  }

  take(): TermPostings {
    const taken = {
      documents: this.#documents,
      first: this.#first,
      last: this.#last,
      postings: this.#postings.copy(),
      positions: this.#positions.copy(),
    };
    this.#postings.clear();
    this.#positions.clear();
    this.#documents = 0;
    return taken;
  }

  #writeHead(bits: readonly number[], counts: readonly number[]): void {
    let head = 0;
    let shift = 0;
    for (const [field, width] of bits.entries()) {
      head |= Math.min(counts[field] ?? 0, (1 << width) - 1) << shift;
      shift += width;
    }
    this.#postings.byte(head);
    for (const [field, width] of bits.entries()) {
      const most = (1 << width) - 1;
      const count = counts[field] ?? 0;
      if (count >= most) this.#postings.number(count - most);
    }
  }

  #writePositions(places: Uint32Array, from: number, to: number): void {
    let field = -1;
    let before = 0;
    for (let at = from; at < to; at++) {
      const place = places[at] ?? 0;
      if (place >>> FIELD_SHIFT !== field) before = 0;
      field = place >>> FIELD_SHIFT;
      const position = place & MOST_POSITION;
      this.#positions.number(position - before);
      before = position;
    }
  }
}

/** One list behind the other: all ids of the second are higher. */
export function joinPostings(parts: readonly [TermPostings, ...TermPostings[]]): TermPostings {
  const [head, ...rest] = parts;
  const tail = rest.at(-1) ?? head;
  if (tail === head) return head;
  const distances = new ByteWriter();
  let before = head.last;
  const pieces = [head.postings];
  for (const part of rest) {
    distances.clear();
    distances.number(part.first - before);
    pieces.push(distances.copy(), part.postings.subarray(1));
    before = part.last;
  }
  return {
    documents: parts.reduce((sum, part) => sum + part.documents, 0),
    first: head.first,
    last: tail.last,
    postings: concatenate(pieces),
    positions: concatenate(parts.map((part) => part.positions)),
  };
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
