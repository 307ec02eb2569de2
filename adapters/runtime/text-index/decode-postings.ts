import { type BitSet, hasId } from "./bit-set.ts";
import type { FieldGroup } from "./field-group.ts";
import { FIELD_SHIFT, type TermPostings } from "./postings.ts";

/** How the heads of a group's postings are read when only some of its fields count. */
export interface HeadReader {
  readonly bits: readonly number[];
  /** By field: what one occurrence counts, 0 where it does not. */
  readonly weights: readonly number[];
  /** By head: what its occurrences count together. */
  readonly weightOf: Float64Array;
  /** By head and field: how often it occurs there, or the most that the head can tell. */
  readonly countOf: Uint8Array;
  /** By head: whether more follows. */
  readonly isOpen: Uint8Array;
}

/** Fields of a group. */
const MOST_FIELDS = 4;

/** `weightFor`: what one occurrence in a field counts. */
export function headReader<Field extends string>(
  group: FieldGroup<Field>,
  weightFor: (field: Field) => number,
): HeadReader {
  const weights = group.fields.map(weightFor);
  const weightOf = new Float64Array(256);
  const isOpen = new Uint8Array(256);
  const countOf = new Uint8Array(256 * MOST_FIELDS);
  for (let head = 0; head < 256; head++) {
    for (const [field, count] of countsOf(head, group.bits).entries()) {
      weightOf[head] = (weightOf[head] ?? 0) + count * (weights[field] ?? 0);
      countOf[head * MOST_FIELDS + field] = count;
      if (count === (1 << (group.bits[field] ?? 0)) - 1) isOpen[head] = 1;
    }
  }
  return { bits: group.bits, weights, weightOf, countOf, isOpen };
}

function countsOf(head: number, bits: readonly number[]): number[] {
  let rest = head;
  return bits.map((width) => {
    const count = rest & ((1 << width) - 1);
    rest >>>= width;
    return count;
  });
}

/** Documents with what their occurrences count; room for as many as the caller announced. */
export class WeightedIds {
  readonly ids: Int32Array;
  readonly weights: Float64Array;
  count = 0;

  constructor(room: number) {
    this.ids = new Int32Array(room);
    this.weights = new Float64Array(room);
  }

  add(id: number, weight: number): void {
    this.ids[this.count] = id;
    this.weights[this.count] = weight;
    this.count += 1;
  }
}

/** Appends the documents that have the term in a field that counts. */
export function decodeWeights(term: TermPostings, reader: HeadReader, into: WeightedIds): void {
  const { weightOf, isOpen } = reader;
  const { ids, weights } = into;
  const bytes = term.postings;
  let { count } = into;
  let id = term.first;
  let at = 0;
  for (let left = term.documents; left > 0; left--) {
    let byte = bytes[at++] ?? 0;
    let distance = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[at++] ?? 0;
      distance |= (byte & 0x7f) << shift;
    }
    id += distance;
    const head = bytes[at++] ?? 0;
    let weight = weightOf[head] ?? 0;
    if (isOpen[head] === 1) {
      const more = readMore(bytes, at, head, reader);
      weight += more.weight;
      at = more.end;
    }
    ids[count] = id;
    weights[count] = weight;
    // Overwritten by the next one where nothing counts.
    if (weight > 0) count += 1;
  }
  into.count = count;
}

/** What exceeds the head's counters. */
function readMore(bytes: Uint8Array, start: number, head: number, { bits, weights }: HeadReader) {
  const numbers = new NumberReader(bytes, start);
  let weight = 0;
  for (const [field, count] of countsOf(head, bits).entries()) {
    if (count === (1 << (bits[field] ?? 0)) - 1) weight += numbers.next() * (weights[field] ?? 0);
  }
  return { weight, end: numbers.at };
}

class NumberReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let byte = this.byte();
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = this.byte();
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }

  skip(numbers: number): void {
    for (let left = numbers; left > 0; ) if (this.byte() < 0x80) left -= 1;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }
}

/** Ids alone: terms without fields. */
export function decodeIds(term: TermPostings): Int32Array {
  const ids = new Int32Array(term.documents);
  const numbers = new NumberReader(term.postings);
  let id = term.first;
  for (let index = 0; index < ids.length; index++) {
    id += numbers.next();
    ids[index] = id;
  }
  return ids;
}

/** Documents with the places of something in them; `starts` has one more than there are documents. */
export interface Places {
  readonly count: number;
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  /** Field and position, ascending within a document. */
  readonly places: Int32Array;
}

/**
 * The places of a term in the fields that count, each less `offset`: where a phrase would begin that has it there. Only of
 * documents among those given, if any are.
 */
export function decodePlaces(
  term: TermPostings,
  reader: HeadReader,
  { offset, among }: { readonly offset: number; readonly among: BitSet | null },
): Places {
  const decoder = new PlaceDecoder(term, reader);
  const ids = new Int32Array(term.documents);
  const starts = new Int32Array(term.documents + 1);
  const places = new Int32Array(term.positions.length);
  let [count, used] = [0, 0];
  for (let left = term.documents; left > 0; left--) {
    const id = decoder.next();
    if (among !== null && !hasId(among, id)) {
      decoder.skip();
      continue;
    }
    const end = decoder.read(places, used, offset);
    if (end === used) continue;
    used = end;
    ids[count++] = id;
    starts[count] = used;
  }
  return { count, ids, starts, places };
}

/** Goes through the documents of a term: each is read or skipped. */
class PlaceDecoder {
  readonly #reader: HeadReader;
  readonly #heads: NumberReader;
  readonly #positions: NumberReader;
  readonly #counts: Uint32Array;
  #id: number;

  constructor(term: TermPostings, reader: HeadReader) {
    this.#reader = reader;
    this.#heads = new NumberReader(term.postings);
    this.#positions = new NumberReader(term.positions);
    this.#counts = new Uint32Array(reader.weights.length);
    this.#id = term.first;
  }

  /** The next document's id. */
  next(): number {
    const { countOf, isOpen } = this.#reader;
    const counts = this.#counts;
    this.#id += this.#heads.next();
    const head = this.#heads.byte();
    for (let field = 0; field < counts.length; field++) counts[field] = countOf[head * MOST_FIELDS + field] ?? 0;
    if (isOpen[head] === 1) this.#readMore();
    return this.#id;
  }

  skip(): void {
    let all = 0;
    for (let field = 0; field < this.#counts.length; field++) all += this.#counts[field] ?? 0;
    this.#positions.skip(all);
  }

  /** Writes its places behind the others; returns where they end. */
  read(places: Int32Array, start: number, offset: number): number {
    const { weights } = this.#reader;
    let end = start;
    for (let field = 0; field < this.#counts.length; field++) {
      const isWanted = weights[field] !== 0;
      let place = (field << FIELD_SHIFT) - offset;
      for (let more = this.#counts[field] ?? 0; more > 0; more--) {
        place += this.#positions.next();
        if (isWanted) places[end++] = place;
      }
    }
    return end;
  }

  /** Adds what follows to the counters that are at their most. */
  #readMore(): void {
    for (const [field, width] of this.#reader.bits.entries()) {
      const count = this.#counts[field] ?? 0;
      if (count === (1 << width) - 1) this.#counts[field] = count + this.#heads.next();
    }
  }
}
