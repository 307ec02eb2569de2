import type { DatabaseSync } from "node:sqlite";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { toApplicationKey, toApplicationNumber } from "./application-key.ts";
import { INDEX_VERSION } from "./index-schema.ts";
import { DocumentReader } from "./read-search-document.ts";
import { SearchIndexWriter } from "./write-index.ts";

/** Records per transaction: readers and other writers get their turn. */
const BATCH = 500;

const EMPTY = `
  DELETE FROM search_terms; DELETE FROM search_segments; DELETE FROM search_pending; DELETE FROM search_documents;
  DELETE FROM search_organizations; DELETE FROM search_agencies;
  DELETE FROM search_state WHERE name = 'indexed-key';
  INSERT INTO search_state VALUES ('epoch', 1) ON CONFLICT DO UPDATE SET value = value + 1;
`;

/**
 * Indexes a store that was filled before there was an index of this version: every record once, going on where it was
 * stopped. Returns at once where nothing is to be done.
 */
export function bringIndexUpToDate(database: DatabaseSync): void {
  if (stateOf(database, "version") === INDEX_VERSION) return;
  const work = { reader: new DocumentReader(database), writer: new SearchIndexWriter(database) };
  while (!indexBatch(database, work)) work.writer.maintain();
}

interface IndexWork {
  readonly reader: DocumentReader;
  readonly writer: SearchIndexWriter;
}

/** The index is to be made anew: records are about to be written past it. */
export function leaveIndexBehind(database: DatabaseSync): void {
  setState(database, "version", 0);
}

/** Whether it was the last one. */
function indexBatch(database: DatabaseSync, work: IndexWork): boolean {
  database.exec("BEGIN IMMEDIATE");
  try {
    const isLast = indexNext(database, work);
    database.exec("COMMIT");
    return isLast;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function indexNext(database: DatabaseSync, { reader, writer }: IndexWork): boolean {
  // Another process may have done it meanwhile, or begun.
  if (stateOf(database, "version") === INDEX_VERSION) return true;
  const building = -INDEX_VERSION;
  if (stateOf(database, "version") !== building) {
    database.exec(EMPTY);
    setState(database, "version", building);
  }
  // The key of the last record that was indexed, in the order of the numbers as text.
  const last = stateOf(database, "indexed-key");
  const numbers = database
    .prepare("SELECT application_number FROM patents WHERE application_number > ? ORDER BY application_number LIMIT ?")
    .all(last === 0 ? "" : toApplicationNumber(last), BATCH)
    .map((row) => String(row["application_number"]) as ApplicationNumber);
  writer.begin();
  for (const number of numbers) {
    const document = reader.read(number);
    if (document !== null) writer.put(document);
  }
  writer.commit();
  const [newest] = numbers.slice(-1);
  if (newest !== undefined) setState(database, "indexed-key", toApplicationKey(newest));
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
