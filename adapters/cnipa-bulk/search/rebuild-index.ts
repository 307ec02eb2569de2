import type { DatabaseSync } from "node:sqlite";
import { INDEX_VERSION } from "./index-schema.ts";
import { DocumentReader } from "./read-search-document.ts";
import { SearchIndexWriter } from "./write-index.ts";

/** Records per transaction: readers and other writers get their turn. */
const BATCH = 500;

const EMPTY = `
  DELETE FROM search_terms; DELETE FROM search_segments; DELETE FROM search_pending; DELETE FROM search_documents;
  DELETE FROM search_organizations; DELETE FROM search_agencies;
  DELETE FROM search_state WHERE name = 'indexed';
`;

/**
 * Indexes a store that was filled before there was an index of this version: every record once, going on where it was
 * stopped. Returns at once where nothing is to be done.
 */
export function bringIndexUpToDate(database: DatabaseSync): void {
  if (stateOf(database, "version") === INDEX_VERSION) return;
  const reader = new DocumentReader(database);
  while (!indexBatch(database, reader));
}

/** The index is to be made anew: records are about to be written past it. */
export function leaveIndexBehind(database: DatabaseSync): void {
  setState(database, "version", 0);
}

/** Whether it was the last one. */
function indexBatch(database: DatabaseSync, reader: DocumentReader): boolean {
  database.exec("BEGIN IMMEDIATE");
  try {
    const isLast = indexNext(database, reader);
    database.exec("COMMIT");
    return isLast;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function indexNext(database: DatabaseSync, reader: DocumentReader): boolean {
  // Another process may have done it meanwhile, or begun.
  if (stateOf(database, "version") === INDEX_VERSION) return true;
  const building = -INDEX_VERSION;
  if (stateOf(database, "version") !== building) {
    database.exec(EMPTY);
    setState(database, "version", building);
  }
  const offset = stateOf(database, "indexed");
  const numbers = database
    .prepare("SELECT application_number FROM patents ORDER BY application_number LIMIT ? OFFSET ?")
    .all(BATCH, offset)
    .map((row) => String(row["application_number"]));
  const writer = new SearchIndexWriter(database);
  writer.begin();
  for (const number of numbers) {
    const document = reader.read(number);
    if (document !== null) writer.put(document);
  }
  writer.commit();
  setState(database, "indexed", offset + numbers.length);
  if (numbers.length === BATCH) return false;
  setState(database, "version", INDEX_VERSION);
  return true;
}

function stateOf(database: DatabaseSync, name: string): number {
  return Number(database.prepare("SELECT value FROM search_state WHERE name = ?").get(name)?.["value"] ?? 0);
}

function setState(database: DatabaseSync, name: string, value: number): void {
  database.prepare("INSERT OR REPLACE INTO search_state VALUES (?, ?)").run(name, value);
}
