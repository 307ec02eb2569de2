const FIRST_SLOTS = 1 << 14;

/**
 * Numbers the terms of a group in the order in which they are met. Characters and pairs of them, by far the most, are
 * found by one number in a table without strings (open addressing); words and rare characters by their text.
 */
export class TermTable {
  #keys = new Uint32Array(FIRST_SLOTS);
  #numbers = new Uint32Array(FIRST_SLOTS);
  readonly #words = new Map<string, number>();
  #packed = 0;
  #size = 0;

  /** Numbers given so far. */
  get size(): number {
    return this.#size;
  }

  ofCharacter(code: number): number {
    return code > 0xffff ? this.ofWord(String.fromCodePoint(code)) : this.#ofPacked((code << 16) >>> 0);
  }

  /** Two characters in a row. */
  ofPair(first: number, second: number): number {
    const isPacked = first <= 0xffff && second <= 0xffff;
    return isPacked ? this.#ofPacked(((first << 16) | second) >>> 0) : this.ofWord(String.fromCodePoint(first, second));
  }

  ofWord(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const number = this.#size++;
    this.#words.set(word, number);
    return number;
  }

  /** All terms as text with their numbers, sorted. */
  inOrder(): (readonly [term: string, number: number])[] {
    const terms: (readonly [string, number])[] = [...this.#words];
    for (let slot = 0; slot < this.#keys.length; slot++) {
      const key = this.#keys[slot] ?? 0;
      if (key === 0) continue;
      const second = key & 0xffff;
      const first = String.fromCharCode(key >>> 16);
      terms.push([second === 0 ? first : first + String.fromCharCode(second), this.#numbers[slot] ?? 0]);
    }
    return terms.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  #ofPacked(key: number): number {
    const slot = this.#slotOf(key);
    if (this.#keys[slot] === key) return this.#numbers[slot] ?? 0;
    const number = this.#size++;
    this.#keys[slot] = key;
    this.#numbers[slot] = number;
    this.#packed += 1;
    if (this.#packed * 2 > this.#keys.length) this.#grow();
    return number;
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, 0x9e37_79b1) >>> 11) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const numbers = this.#numbers;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#numbers = new Uint32Array(keys.length * 2);
    for (let old = 0; old < keys.length; old++) {
      const key = keys[old] ?? 0;
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#numbers[slot] = numbers[old] ?? 0;
    }
  }
}
