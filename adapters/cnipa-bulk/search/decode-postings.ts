import { FIELD_SHIFT, type TermPostings } from "./postings.ts";
import type { TextField } from "./search-request.ts";
import { FIELD_WEIGHTS, type FieldGroup } from "./text-fields.ts";

/** How the heads of a group's postings are read when only some of its fields count. */
export interface HeadReader {
  readonly bits: readonly number[];
  /** By field: what one occurrence counts, 0 where it does not. */
  readonly weights: readonly number[];
  /** By head: what its occurrences count together. */
  readonly weightOf: Float64Array;
  /** By head: whether more follows. */
  readonly isOpen: Uint8Array;
}

export function headReader(group: FieldGroup, fields: readonly TextField[]): HeadReader {
  const weights = group.fields.map((field) => (fields.includes(field) ? FIELD_WEIGHTS[field] : 0));
  const weightOf = new Float64Array(256);
  const isOpen = new Uint8Array(256);
  for (let head = 0; head < 256; head++) {
    for (const [field, count] of countsOf(head, group.bits).entries()) {
      weightOf[head] = (weightOf[head] ?? 0) + count * (weights[field] ?? 0);
      if (count === (1 << (group.bits[field] ?? 0)) - 1) isOpen[head] = 1;
    }
  }
  return { bits: group.bits, weights, weightOf, isOpen };
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
  let at = start;
  let weight = 0;
  for (const [field, count] of countsOf(head, bits).entries()) {
    if (count !== (1 << (bits[field] ?? 0)) - 1) continue;
    const [value, end] = readNumber(bytes, at);
    weight += value * (weights[field] ?? 0);
    at = end;
  }
  return { weight, end: at };
}

function readNumber(bytes: Uint8Array, start: number): readonly [value: number, end: number] {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let value = byte & 0x7f;
  for (let shift = 7; byte > 0x7f; shift += 7) {
    byte = bytes[at++] ?? 0;
    value |= (byte & 0x7f) << shift;
  }
  return [value, at];
}

class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    let byte = this.#bytes[this.#at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = this.#bytes[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }
}

/** Ids alone: terms without fields. */
export function decodeIds(term: TermPostings): Int32Array {
  const ids = new Int32Array(term.documents);
  let id = term.first;
  let at = 0;
  for (let index = 0; index < ids.length; index++) {
    const [distance, end] = readNumber(term.postings, at);
    id += distance;
    at = end;
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

/** The places of a term in the fields that count, each less `offset`: where a phrase would begin that has it there. */
export function decodePlaces(term: TermPostings, reader: HeadReader, offset: number): Places {
  const { bits, weights } = reader;
  const heads = term.postings;
  const positions = new NumberReader(term.positions);
  const ids = new Int32Array(term.documents);
  const starts = new Int32Array(term.documents + 1);
  const places = new Int32Array(term.positions.length);
  const counts = bits.map(() => 0);
  let [count, used, id, at] = [0, 0, term.first, 0];
  for (let left = term.documents; left > 0; left--) {
    let distance: number;
    [distance, at] = readNumber(heads, at);
    id += distance;
    at = readCounts(heads, at, bits, counts);
    const before = used;
    for (let field = 0; field < counts.length; field++) {
      let position = 0;
      for (let more = counts[field] ?? 0; more > 0; more--) {
        position += positions.next();
        if (weights[field] !== 0) places[used++] = ((field << FIELD_SHIFT) | position) - offset;
      }
    }
    if (used === before) continue;
    ids[count++] = id;
    starts[count] = used;
  }
  return { count, ids, starts, places };
}

function readCounts(bytes: Uint8Array, start: number, bits: readonly number[], counts: number[]): number {
  let at = start;
  let head = bytes[at++] ?? 0;
  let open = 0;
  for (let field = 0; field < bits.length; field++) {
    const most = (1 << (bits[field] ?? 0)) - 1;
    const count = head & most;
    head >>>= bits[field] ?? 0;
    counts[field] = count;
    if (count === most) open |= 1 << field;
  }
  for (let field = 0; open !== 0; field++, open >>>= 1) {
    if ((open & 1) === 0) continue;
    const [more, end] = readNumber(bytes, at);
    counts[field] = (counts[field] ?? 0) + more;
    at = end;
  }
  return at;
}
