import type { DatabaseSync, StatementSync } from "node:sqlite";
import { READING } from "./prepared-document.ts";

/** What became of a slice. */
export interface FinishedSlice {
  readonly documents: number;
  readonly legalEvents: number;
  readonly setAside: number;
}

export interface SliceKey {
  readonly path: string;
  readonly entry: string;
  readonly fingerprint: string;
}

/**
 * Which slices are in the store already. An entry is written in the transaction of the slice's last documents: a kill at
 * any moment leaves a slice either done and remembered, or to be done again.
 */
export class ImportJournal {
  readonly #find: StatementSync;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      "SELECT 1 FROM import_slices WHERE path = ? AND entry = ? AND fingerprint = ? AND reading = ?",
    );
    this.#put = database.prepare("INSERT OR REPLACE INTO import_slices VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  }

  /** Done by this version's reading, and the file is as it was. */
  isDone({ path, entry, fingerprint }: SliceKey): boolean {
    return this.#find.get(path, entry, fingerprint, READING) !== undefined;
  }

  finish(
    { path, entry, fingerprint }: SliceKey,
    { documents, legalEvents, setAside }: FinishedSlice,
    now: number,
  ): void {
    this.#put.run(path, entry, fingerprint, READING, documents, legalEvents, setAside, now);
  }
}
