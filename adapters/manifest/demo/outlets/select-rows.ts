import { filterOf, numberOf } from "#adapters/manifest/demo/wire/read-request.ts";
import type { Row } from "./content.ts";

export interface Cut {
  readonly rows: readonly Row[];
  /** Of all that the word finds. */
  readonly total: number;
}

export interface Wanted {
  readonly page: string | undefined;
  readonly size: string | undefined;
  readonly word: string | undefined;
  /** Number of the first page: 0 or 1. */
  readonly first?: 0 | 1;
  /** Beyond the end the last page is answered again. */
  readonly repeatsLast?: boolean;
}

const MAX_SIZE = 100;

export function cut(rows: readonly Row[], { page, size, word, first = 1, repeatsLast = false }: Wanted): Cut {
  const text = filterOf(word);
  const found = text === null ? rows : rows.filter((row) => Object.values(row).some((value) => value.includes(text)));
  const length = Math.min(numberOf(size, 10), MAX_SIZE);
  const last = Math.max(0, Math.ceil(found.length / length) - 1);
  const asked = numberOf(page, first, first) - first;
  const at = repeatsLast ? Math.min(asked, last) : asked;
  return { rows: found.slice(at * length, (at + 1) * length), total: found.length };
}

export function upperCased(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toUpperCase(), value]));
}
