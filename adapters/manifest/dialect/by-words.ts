import { LRUCache } from "lru-cache";
import type { QuestionWords } from "./places.ts";

/** Lists (by what is searched for) of which something is remembered. */
const MOST_LISTS = 200;

/** What is remembered of a kind's lists, by what is searched for. */
export function byWords<T extends object>(make: () => T): (words: QuestionWords) => T {
  const known = new LRUCache<string, T>({ max: MOST_LISTS });
  return (words) => {
    const key = JSON.stringify(Object.entries(words).sort());
    const found = known.get(key) ?? make();
    known.set(key, found);
    return found;
  };
}
