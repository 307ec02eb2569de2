import { isBefore } from "./gazette-day.ts";
import type { Slice } from "./slice.ts";

export interface QueueOptions {
  /** Is it in the store already? */
  readonly isDone: (slice: Slice) => boolean;
  readonly since: string | null;
}

interface Family {
  /** Slices of one file that are not finished: the file itself, and archives in it. */
  open: number;
  /** Told as done only when all in it is. */
  readonly file: Slice;
  isFailed: boolean;
}

/**
 * What is still to do. Archives found inside an archive are put in front; the file is finished when all of them are,
 * so that a file which is remembered has nothing left in it.
 */
export class SliceQueue {
  readonly #waiting: Slice[];
  readonly #families = new Map<string, Family>();
  readonly #options: QueueOptions;
  /** In the store already. */
  known = 0;
  /** Of an earlier gazette day than asked for. */
  before = 0;
  /** Bytes of what was left out. */
  passedBytes = 0;

  constructor(slices: readonly Slice[], options: QueueOptions) {
    this.#waiting = slices.toReversed();
    this.#options = options;
  }

  next(): Slice | undefined {
    for (let slice = this.#waiting.pop(); slice !== undefined; slice = this.#waiting.pop()) {
      if (this.#isWanted(slice)) {
        this.#familyOf(slice);
        return slice;
      }
      this.passedBytes += slice.bytes;
    }
    return undefined;
  }

  /** Archives inside the file that is being read. */
  add(found: readonly Slice[]): void {
    for (const slice of found) {
      if (this.#options.isDone(slice)) {
        this.known += 1;
        this.passedBytes += slice.bytes;
        continue;
      }
      const family = this.#families.get(slice.path);
      if (family !== undefined) family.open += 1;
      this.#waiting.push(slice);
    }
  }

  /** The slices that are thereby finished: an archive inside a file, the file itself, or both. */
  finish(slice: Slice, isFailed: boolean): readonly Slice[] {
    const family = this.#families.get(slice.path);
    if (family === undefined) return [];
    family.open -= 1;
    family.isFailed ||= isFailed;
    const own = isFailed || slice === family.file ? [] : [slice];
    if (family.open > 0) return own;
    this.#families.delete(slice.path);
    return family.isFailed ? own : [...own, family.file];
  }

  #familyOf(slice: Slice): void {
    if (!this.#families.has(slice.path)) this.#families.set(slice.path, { open: 1, file: slice, isFailed: false });
  }

  #isWanted(slice: Slice): boolean {
    if (slice.entry !== "") return true;
    if (this.#options.isDone(slice)) this.known += 1;
    else if (isBefore(slice.path, this.#options.since)) this.before += 1;
    else return true;
    return false;
  }
}
