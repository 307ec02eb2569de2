import type { RankPlace } from "#adapters/runtime/text-index/rank-heap.ts";

/**
 * Where a page ended: the state of the store that the first page saw, and the place of its last hit there. Later pages are
 * answered from that state (replaced versions of records are kept), so that nothing repeats or is skipped while records
 * come and change; only what was taken down is left out.
 */
export interface SearchCursor extends RankPlace {
  readonly sequence: number;
}

const BYTES = 24;

export function writeCursor({ sequence, value, number }: SearchCursor): string {
  const view = new DataView(new ArrayBuffer(BYTES));
  view.setFloat64(0, sequence);
  view.setFloat64(8, value);
  view.setFloat64(16, number);
  return Buffer.from(view.buffer).toString("base64url");
}

/** Null for what this store never wrote. */
export function readCursor(text: string): SearchCursor | null {
  const bytes = Buffer.from(text.slice(0, 2 * BYTES), "base64url");
  if (bytes.length !== BYTES) return null;
  const cursor = { sequence: bytes.readDoubleBE(0), value: bytes.readDoubleBE(8), number: bytes.readDoubleBE(16) };
  const isSound = Number.isSafeInteger(cursor.sequence) && cursor.sequence >= 0 && !Number.isNaN(cursor.value);
  return isSound && Number.isSafeInteger(cursor.number) ? cursor : null;
}
