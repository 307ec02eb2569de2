import type { HeadReader, Places, WeightedIds } from "#adapters/runtime/text-index/decode-postings.ts";
import { FIELD_SHIFT } from "#adapters/runtime/text-index/postings.ts";

/** Documents in which both have something at one place. */
export function placesInBoth(first: Places, second: Places): Places {
  const found = new PlacesBuilder(Math.min(first.count, second.count), first.places.length);
  eachOfBoth(first, second, (a, b) => {
    addCommon(first, a, [second, b], found);
    found.endOf(first.ids[a] ?? 0);
  });
  return found.places();
}

function addCommon(first: Places, a: number, [second, b]: readonly [Places, number], found: PlacesBuilder): void {
  const [leftEnd, rightEnd] = [first.starts[a + 1] ?? 0, second.starts[b + 1] ?? 0];
  let [left, right] = [first.starts[a] ?? 0, second.starts[b] ?? 0];
  while (left < leftEnd && right < rightEnd) {
    const place = first.places[left] ?? 0;
    const difference = place - (second.places[right] ?? 0);
    if (difference === 0) found.place(place);
    if (difference <= 0) left += 1;
    if (difference >= 0) right += 1;
  }
}

/** The places of several alternatives together, each once. */
export function placesInAny(alternatives: readonly Places[]): Places {
  const [only] = alternatives;
  if (only !== undefined && alternatives.length === 1) return only;
  const keys = new Float64Array(alternatives.reduce((sum, { starts, count }) => sum + (starts[count] ?? 0), 0));
  let used = 0;
  for (const { count, ids, starts, places } of alternatives) {
    for (let at = 0; at < count; at++) {
      for (let place = starts[at] ?? 0; place < (starts[at + 1] ?? 0); place++) {
        keys[used++] = (ids[at] ?? 0) * KEY + (places[place] ?? 0) + KEY / 2;
      }
    }
  }
  return fromKeys(keys.sort());
}

/** Id and place in one number; places may be a little below 0. */
const KEY = 2 ** 20;

function fromKeys(sorted: Float64Array): Places {
  const found = new PlacesBuilder(sorted.length, sorted.length);
  for (let at = 0; at < sorted.length; at++) {
    const key = sorted[at] ?? 0;
    const id = Math.floor(key / KEY);
    if (key !== sorted[at - 1]) found.place(key - id * KEY - KEY / 2);
    if (at + 1 === sorted.length || Math.floor((sorted[at + 1] ?? 0) / KEY) !== id) found.endOf(id);
  }
  return found.places();
}

/** How far two texts may lie apart. */
export interface Nearness {
  readonly firstLength: number;
  readonly secondLength: number;
  readonly distance: number;
  readonly isOrdered: boolean;
}

/** Places of the first text that have the second one near, in the same field. */
export function placesNear(first: Places, second: Places, nearness: Nearness): Places {
  const found = new PlacesBuilder(Math.min(first.count, second.count), first.places.length);
  eachOfBoth(first, second, (a, b) => {
    for (let at = first.starts[a] ?? 0; at < (first.starts[a + 1] ?? 0); at++) {
      const place = first.places[at] ?? 0;
      if (isNear(place, second, b, nearness)) found.place(place);
    }
    found.endOf(first.ids[a] ?? 0);
  });
  return found.places();
}

function isNear(place: number, second: Places, document: number, nearness: Nearness): boolean {
  for (let at = second.starts[document] ?? 0; at < (second.starts[document + 1] ?? 0); at++) {
    const other = second.places[at] ?? 0;
    if (other >> FIELD_SHIFT !== place >> FIELD_SHIFT) continue;
    const after = other - place - nearness.firstLength;
    if (after >= 0 && after <= nearness.distance) return true;
    const before = place - other - nearness.secondLength;
    if (!nearness.isOrdered && before >= 0 && before <= nearness.distance) return true;
  }
  return false;
}

/** What the places count. */
export function weighPlaces({ count, ids, starts, places }: Places, { weights }: HeadReader, into: WeightedIds): void {
  for (let at = 0; at < count; at++) {
    let weight = 0;
    for (let place = starts[at] ?? 0; place < (starts[at + 1] ?? 0); place++) {
      weight += weights[(places[place] ?? 0) >> FIELD_SHIFT] ?? 0;
    }
    into.add(ids[at] ?? 0, weight);
  }
}

function eachOfBoth(first: Places, second: Places, visit: (a: number, b: number) => void): void {
  let a = 0;
  let b = 0;
  while (a < first.count && b < second.count) {
    const difference = (first.ids[a] ?? 0) - (second.ids[b] ?? 0);
    if (difference === 0) visit(a, b);
    if (difference <= 0) a += 1;
    if (difference >= 0) b += 1;
  }
}

/** Collects places document by document; one without any is left out. */
class PlacesBuilder {
  readonly #ids: Int32Array;
  readonly #starts: Int32Array;
  readonly #places: Int32Array;
  #count = 0;
  #used = 0;

  constructor(documents: number, places: number) {
    this.#ids = new Int32Array(documents);
    this.#starts = new Int32Array(documents + 1);
    this.#places = new Int32Array(places);
  }

  place(place: number): void {
    this.#places[this.#used++] = place;
  }

  endOf(id: number): void {
    if (this.#used === this.#starts[this.#count]) return;
    this.#ids[this.#count++] = id;
    this.#starts[this.#count] = this.#used;
  }

  places(): Places {
    return { count: this.#count, ids: this.#ids, starts: this.#starts, places: this.#places };
  }
}
