import { LRUCache } from "lru-cache";

/** Longer requests are read each time. */
const LONGEST = 32_768;

/** What was made of requests as they came over the wire, bounded: the same bytes need not be read and checked twice. */
export class RequestMemo<Value extends object> {
  readonly #known: LRUCache<string, Value>;

  constructor(maxBytes: number) {
    this.#known = new LRUCache({
      maxSize: maxBytes,
      // The text itself, and the query and the variables read from it.
      sizeCalculation: (_value, text) => 4 * text.length + 1_000,
    });
  }

  find(text: string): Value | undefined {
    return text.length > LONGEST ? undefined : this.#known.get(text);
  }

  keep(text: string, value: Value): void {
    if (text.length <= LONGEST) this.#known.set(text, value);
  }

  clear(): void {
    this.#known.clear();
  }
}
