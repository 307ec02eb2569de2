/**
 * One raw record, whatever its format was: what a mapper reads fields from. Texts are as received (full-width signs,
 * placeholders and contact data included): normalising and masking belong to the mapping of each field.
 */
export interface Row {
  /** The first text at a path; null where there is nothing, or null. */
  text(path: string): string | null;
  /** Every text at a path, in document order; lists on the way are walked through. */
  texts(path: string): readonly string[];
  /** The records in a list at a path. */
  rows(path: string): readonly Row[];
  /** JSON-like value for expressions; `{}` for a piece of a page. */
  readonly value: unknown;
  /** The record as it came, cut to RAW_LIMIT characters, contact data masked: for `node try`, never for clients. */
  readonly raw: string;
  /** A line with fewer or more cells than the table has columns: they may stand under other names than their own. */
  readonly misfit?: Misfit | undefined;
}

export interface Misfit {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: number;
  readonly columns: number;
}

export const RAW_LIMIT = 4_000;

/** The most texts or rows that one path of one record gives out. */
export const LIST_LIMIT = 1_000;
