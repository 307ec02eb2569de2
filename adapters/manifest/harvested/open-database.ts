import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction, openWalDatabase, versionOf } from "#adapters/runtime/wal-database.ts";

/** Of this shape is the store now. One of another shape is emptied: all that is in it is harvested again. */
const VERSION = 1;
const WRITERS_WAIT_MS = 10_000;

/** Where a node's harvested records lie in the hub's data folder. */
export function harvestedFile(dataDir: string, code: string): string {
  return join(dataDir, "harvested", `${code}.db`);
}

/** Opens the store of a node, creating it where there is none. For worker threads. */
export function openHarvestedDatabase(dataDir: string, code: string): DatabaseSync {
  mkdirSync(join(dataDir, "harvested"), { recursive: true, mode: 0o700 });
  const database = openWalDatabase(harvestedFile(dataDir, code), WRITERS_WAIT_MS);
  // What is deleted is overwritten, and does not stay in the file.
  database.exec("PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;");
  if (versionOf(database) !== VERSION) {
    inTransaction(database, () => {
      if (versionOf(database) === VERSION) return;
      database.exec(
        `DROP TABLE IF EXISTS kinds; DROP TABLE IF EXISTS records; ${SCHEMA} PRAGMA user_version = ${VERSION}`,
      );
    });
  }
  return database;
}

const SCHEMA = `
  CREATE TABLE kinds (kind TEXT PRIMARY KEY, made TEXT NOT NULL, run INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE records (
    kind TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, run INTEGER NOT NULL, fetched INTEGER NOT NULL,
    wholeAt INTEGER, bytes INTEGER NOT NULL, listed TEXT NOT NULL, whole TEXT, PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE INDEX records_place ON records (kind, place, id, fetched);
  CREATE INDEX records_fetched ON records (kind, fetched, wholeAt);
  CREATE INDEX records_bytes ON records (bytes, fetched);
`;
