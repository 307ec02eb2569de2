/** Something that must not take for ever. */
interface Waiting {
  readonly limitMs: number;
  /** Where it stands in the clock's row; set by the clock alone, -1 outside. */
  place: number;
  /** When the clock first saw it; 0 before. */
  seenAt: number;
  late(): void;
}

const GRAIN_MS = 20;

/**
 * Ends what takes too long to arrive, to some milliseconds. One look at all of them now and then: nearly every body is
 * there at once, and a timer for each would cost more than reading it.
 */
export class BodyClock {
  readonly #row: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  enter(waiting: Waiting): void {
    waiting.place = this.#row.push(waiting) - 1;
    this.#timer ??= setInterval(() => this.#look(), GRAIN_MS).unref();
  }

  /** The last of the row takes its place. */
  leave(waiting: Waiting): void {
    const last = this.#row.pop();
    if (last === undefined || last === waiting) return;
    this.#row[waiting.place] = last;
    last.place = waiting.place;
  }

  #look(): void {
    const now = performance.now();
    for (const waiting of [...this.#row]) {
      if (waiting.seenAt === 0) waiting.seenAt = now;
      else if (now - waiting.seenAt >= waiting.limitMs) waiting.late();
    }
    if (this.#row.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
