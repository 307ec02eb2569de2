import { NO_DAY, yearOf } from "./document-facts.ts";
import type { StoreFollower } from "./follow-store.ts";
import type { Facet, FacetField } from "./summary-index.ts";
import type { WordSpace } from "./word-table.ts";

const DEFAULT_TOP = 20;
const MOST_VALUES = 100;
const FIRST_YEAR = 1_800;
const MOST_YEARS = 401;

/** What the documents have in each facet, the most frequent values first. */
export function countFacets(
  ids: Int32Array,
  fields: readonly FacetField[],
  follower: StoreFollower,
  top = DEFAULT_TOP,
): readonly Facet[] {
  return [...new Set(fields)].map((field) => {
    const { counts, words } = countOne(ids, field, follower);
    const values = [...counts]
      .map((count, word) => ({ value: words(word), count }))
      .filter(({ value, count }) => count > 0 && value !== "")
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { field, values: values.slice(0, Math.min(top, MOST_VALUES)) };
  });
}

interface Counted {
  readonly counts: Uint32Array;
  readonly words: (word: number) => string;
}

function countOne(ids: Int32Array, field: FacetField, follower: StoreFollower): Counted {
  if (field === "year") return countYears(ids, follower);
  const words = follower.words.wordsOf(field);
  const counts = new Uint32Array(Math.max(words.length, 1));
  if (field === "class") countClasses(ids, counts, follower);
  else countWords(ids, counts, follower.columns.arrays[field satisfies WordSpace]);
  counts[0] = 0;
  return { counts, words: (word) => words[word] ?? "" };
}

function countWords(ids: Int32Array, counts: Uint32Array, column: Uint16Array): void {
  for (let at = 0; at < ids.length; at++) {
    const word = column[ids[at] ?? 0] ?? 0;
    counts[word] = (counts[word] ?? 0) + 1;
  }
}

function countClasses(ids: Int32Array, counts: Uint32Array, { columns }: StoreFollower): void {
  const { classes, arrays } = columns;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    const start = arrays.classStart[id] ?? 0;
    const end = start + (arrays.classCount[id] ?? 0);
    for (let place = start; place < end; place++) {
      const word = classes[place] ?? 0;
      counts[word] = (counts[word] ?? 0) + 1;
    }
  }
}

function countYears(ids: Int32Array, { columns: { arrays } }: StoreFollower): Counted {
  const counts = new Uint32Array(MOST_YEARS);
  for (let at = 0; at < ids.length; at++) {
    const year = yearIndex(arrays.day[ids[at] ?? 0] ?? NO_DAY);
    if (year >= 0 && year < MOST_YEARS) counts[year] = (counts[year] ?? 0) + 1;
  }
  return { counts, words: (year) => String(year + FIRST_YEAR) };
}

/** Years since FIRST_YEAR, each day reckoned once; -1 where there is none. */
function yearIndex(day: number): number {
  const place = day + DAYS_BEFORE;
  if (place < 0 || place >= YEARS.length) return -1;
  const known = YEARS[place] ?? 0;
  if (known !== 0) return known - 1;
  const year = yearOf(day) - FIRST_YEAR;
  YEARS[place] = year + 1;
  return year;
}

/** From 1800 to 2200. */
const DAYS_BEFORE = 62_091;
const YEARS = new Uint16Array(146_097);
