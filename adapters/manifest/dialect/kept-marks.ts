/** The end of a list: its rows as the source counts them, and the records among them. */
interface End {
  readonly rows: number;
  readonly records: number;
}

/**
 * How many records a list has before each chunk of its rows, as far as it was read without a gap from its beginning, so that
 * a later window need not be counted from there. What changed since shifts what comes after it.
 */
export class KeptMarks {
  /** Records before the chunk of that number. */
  #before: number[] = [0];
  #end: End | null = null;
  /** Rows were met that are no records: places among rows are no places among records. */
  hasHidden: boolean;

  constructor(hasHidden: boolean) {
    this.hasHidden = hasHidden;
  }

  /** The last chunk that is known to begin at that record or before. */
  chunkOf(record: number): number {
    return this.#before.findLastIndex((before) => before <= record);
  }

  /** The first chunk that was not read yet. */
  get next(): number {
    return this.#before.length - 1;
  }

  /** Records that were counted. */
  get counted(): number {
    return this.#end?.records ?? this.#before.at(-1) ?? 0;
  }

  /** A chunk was read; returns how many records come before it. */
  note(chunk: number, records: number): number {
    const before = this.#before[chunk] ?? 0;
    const shift = before + records - (this.#before[chunk + 1] ?? before + records);
    if (shift !== 0) {
      this.#before = this.#before.map((known, index) => (index > chunk ? known + shift : known));
      this.#end = null;
    }
    if (chunk === this.next) this.#before.push(before + records);
    return before;
  }

  /** The last chunk was read; its rows end the list. */
  end(chunk: number, { rows, records }: End): number {
    const before = this.#before[chunk] ?? 0;
    this.#before = this.#before.slice(0, chunk + 1);
    this.#end = { rows, records: before + records };
    return before;
  }

  /** How many records the whole list has, where it was read to its end and still has as many rows; else null. */
  totalFor(rows: number): number | null {
    if (this.#end?.rows !== rows) this.#end = null;
    return this.#end?.records ?? null;
  }
}
