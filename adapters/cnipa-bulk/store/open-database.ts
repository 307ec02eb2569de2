import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { DOCUMENTS_BORN, SEARCH_SCHEMA } from "#adapters/cnipa-bulk/search/index-schema.ts";
import { openWalDatabase } from "#adapters/runtime/wal-database.ts";
import { moveDescriptions } from "./move-descriptions.ts";
import { fillNameChanges, NAME_CHANGES_SCHEMA } from "./name-changes.ts";
import { NAMES_SCHEMA } from "./newest-names.ts";
import { TEXT_FILES_SCHEMA } from "./text-files.ts";

/** Where the store of this source lies inside the hub's data folder. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, "cnipa-bulk", "patents.db");
}

type Migration = string | ((database: DatabaseSync) => void);

/** Each entry takes the schema one version further; `user_version` counts them. Entries are never changed, only added. */
const MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE documents (
    office TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL,
    application_number TEXT NOT NULL, date TEXT, produced TEXT, hash TEXT NOT NULL,
    publication TEXT NOT NULL, bibliography TEXT NOT NULL, claims TEXT NOT NULL, description TEXT NOT NULL,
    claim_count INTEGER NOT NULL, source_file TEXT NOT NULL, origin TEXT NOT NULL, imported_at INTEGER NOT NULL,
    PRIMARY KEY (office, number, kind)
  ) STRICT;
  CREATE INDEX documents_application ON documents (application_number);

  CREATE TABLE patents (
    application_number TEXT PRIMARY KEY, type TEXT NOT NULL, title TEXT, filing_date TEXT, region TEXT,
    parent TEXT, pct_number TEXT, agency_code TEXT, agency_name TEXT, latest_date TEXT,
    record TEXT NOT NULL, origin TEXT NOT NULL, imported_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX patents_order ON patents (filing_date DESC, application_number);
  CREATE INDEX patents_region ON patents (region);
  CREATE INDEX patents_parent ON patents (parent) WHERE parent IS NOT NULL;
  CREATE INDEX patents_pct ON patents (pct_number) WHERE pct_number IS NOT NULL;
  CREATE INDEX patents_agency ON patents (agency_code) WHERE agency_code IS NOT NULL;

  CREATE TABLE parties (
    application_number TEXT NOT NULL, sequence INTEGER NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
    uscc TEXT, organization_key TEXT, region TEXT, latest_date TEXT, imported_at INTEGER NOT NULL,
    PRIMARY KEY (application_number, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parties_name ON parties (name_key);
  CREATE INDEX parties_organization ON parties (organization_key) WHERE organization_key IS NOT NULL;

  CREATE TABLE legal_events (
    application_number TEXT NOT NULL, date TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, items TEXT NOT NULL,
    origin TEXT NOT NULL, imported_at INTEGER NOT NULL,
    PRIMARY KEY (application_number, date, code, name, items)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX legal_events_feed ON legal_events (origin, date);

  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // Descriptions are packed and apart (documents.description is empty from here on); finished slices are remembered.
  `
  ALTER TABLE documents ADD COLUMN reading INTEGER NOT NULL DEFAULT 1;
  CREATE TABLE descriptions (
    office TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (office, number, kind)
  ) STRICT;
  CREATE TABLE import_slices (
    path TEXT NOT NULL, entry TEXT NOT NULL, fingerprint TEXT NOT NULL, reading INTEGER NOT NULL,
    documents INTEGER NOT NULL, legal_events INTEGER NOT NULL, set_aside INTEGER NOT NULL, finished_at INTEGER NOT NULL,
    PRIMARY KEY (path, entry)
  ) STRICT, WITHOUT ROWID;
  `,
  SEARCH_SCHEMA,
  (database) => {
    database.exec(NAME_CHANGES_SCHEMA);
    fillNameChanges(database);
  },
  // Rows as large as records make a deep tree where they are the keys' own leaves: a look-up read a dozen pages.
  `
  CREATE TABLE patents_by_row (
    application_number TEXT PRIMARY KEY, type TEXT NOT NULL, title TEXT, filing_date TEXT, region TEXT,
    parent TEXT, pct_number TEXT, agency_code TEXT, agency_name TEXT, latest_date TEXT,
    record TEXT NOT NULL, origin TEXT NOT NULL, imported_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO patents_by_row SELECT * FROM patents ORDER BY application_number;
  DROP TABLE patents;
  ALTER TABLE patents_by_row RENAME TO patents;
  CREATE INDEX patents_order ON patents (filing_date DESC, application_number);
  CREATE INDEX patents_region ON patents (region);
  CREATE INDEX patents_parent ON patents (parent) WHERE parent IS NOT NULL;
  CREATE INDEX patents_pct ON patents (pct_number) WHERE pct_number IS NOT NULL;
  CREATE INDEX patents_agency ON patents (agency_code) WHERE agency_code IS NOT NULL;
  `,
  // The newest day of a feed is asked for again and again.
  "CREATE INDEX documents_feed ON documents (origin, date);",
  DOCUMENTS_BORN,
  NAMES_SCHEMA,
  (database) => {
    database.exec(TEXT_FILES_SCHEMA);
    moveDescriptions(database);
  },
];

/** Putting segments of the search index together takes a writer some seconds; others wait in threads of their own. */
const WRITERS_WAIT_MS = 60_000;
/** Of new stores. Records fill many pages, each written twice: large ones nearly halve what that costs; look-ups take a tenth longer. */
const PAGE_BYTES = 16_384;

/** Opens the store, creating or migrating it. Several processes may have it open: readers never wait for a writer. */
export function openDatabase(dataDir: string): DatabaseSync {
  const file = databaseFile(dataDir);
  mkdirSync(join(file, ".."), { recursive: true });
  const database = openWalDatabase(file, WRITERS_WAIT_MS, PAGE_BYTES);
  database.exec("PRAGMA temp_store = MEMORY;");
  migrate(database);
  return database;
}

function migrate(database: DatabaseSync): void {
  const version = versionOf(database);
  if (version > MIGRATIONS.length) {
    throw new Error(`The patent store was written by a newer version of the hub (schema ${version})`);
  }
  if (version === MIGRATIONS.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have migrated while this one waited for the lock.
    for (const step of MIGRATIONS.slice(versionOf(database))) {
      if (typeof step === "string") database.exec(step);
      else step(database);
    }
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
