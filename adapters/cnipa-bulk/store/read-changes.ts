import type { DatabaseSync } from "node:sqlite";
import { toApplicationNumber } from "#adapters/cnipa-bulk/search/application-key.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";

/** Applications that changed, in the order in which they last did. */
export interface ChangedPatents {
  readonly numbers: readonly ApplicationNumber[];
  /** No longer in the store. */
  readonly removed: readonly ApplicationNumber[];
  /** Where the next ones follow. */
  readonly cursor: string;
  /** Nothing changed after these so far. */
  readonly isEnd: boolean;
}

/**
 * What changed after a cursor, from the first record on without one. The search index numbers every change; one that was
 * made anew (another epoch) is told from its beginning.
 */
export function changedPatents(database: DatabaseSync, after: string | null, limit: number): ChangedPatents {
  const epoch = stateOf(database, "epoch");
  const [ofEpoch, sequence] = (after ?? "").split(".").map(Number);
  const start = ofEpoch === epoch && Number.isSafeInteger(sequence) ? (sequence ?? 0) : 0;
  const rows = database
    .prepare("SELECT number, changed FROM search_documents WHERE changed > ? ORDER BY changed LIMIT ?")
    .all(start, limit);
  const last = Number(rows.at(-1)?.["changed"] ?? start);
  const stands = database.prepare("SELECT 1 FROM search_documents WHERE number = ? AND died = 0");
  const keys = [...new Set(rows.map((row) => Number(row["number"])))];
  const { present = [], gone = [] } = Object.groupBy(keys, (key) =>
    stands.get(key) === undefined ? "gone" : "present",
  );
  return {
    numbers: present.map(toApplicationNumber),
    removed: gone.map(toApplicationNumber),
    cursor: `${epoch}.${last}`,
    isEnd: rows.length < limit,
  };
}

function stateOf(database: DatabaseSync, name: string): number {
  return Number(database.prepare("SELECT value FROM search_state WHERE name = ?").get(name)?.["value"] ?? 0);
}
