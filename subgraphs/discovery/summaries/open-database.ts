import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction, openWalDatabase, versionOf } from "#adapters/runtime/wal-database.ts";

/** Of this shape is the store now. One of another shape is emptied: all that is in it can be harvested again. */
const VERSION = 3;
const WRITERS_WAIT_MS = 30_000;
/** Lists of postings are read whole. */
const PAGE_BYTES = 16_384;

/** Opens the store of summaries, creating it where there is none. For worker threads. */
export function openSummaryDatabase(dataDir: string): DatabaseSync {
  const folder = join(dataDir, "discovery");
  mkdirSync(folder, { recursive: true });
  const database = openWalDatabase(join(folder, "summaries.db"), WRITERS_WAIT_MS, PAGE_BYTES);
  // What is deleted is overwritten, where that takes no further writing.
  database.exec(
    "PRAGMA secure_delete = FAST; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456;",
  );
  if (versionOf(database) !== VERSION) migrate(database);
  return database;
}

function migrate(database: DatabaseSync): void {
  inTransaction(database, () => {
    // Another process may have done so while this one waited for the lock.
    if (versionOf(database) === VERSION) return;
    for (const name of tableNames(database)) database.exec(`DROP TABLE "${name}"`);
    database.exec(SCHEMA);
    database.exec(`PRAGMA user_version = ${VERSION}`);
  });
}

function tableNames(database: DatabaseSync): readonly string[] {
  const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  return rows.all().map((row) => String(row["name"]));
}

/**
 * A document is a version of a summary: words that change make a new one, the old one dies and keeps its postings until
 * the index is made anew. Every change has a number (`sequence`), by which search threads follow.
 */
const SCHEMA = `
  CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO state VALUES ('sequence', 0), ('epoch', 1), ('last', 0), ('alive', 0), ('dead', 0);

  CREATE TABLE words (space TEXT NOT NULL, id INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (space, word), UNIQUE (space, id)) STRICT, WITHOUT ROWID;

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY, record TEXT NOT NULL, node INTEGER NOT NULL, kind INTEGER NOT NULL, run INTEGER NOT NULL,
    changed INTEGER NOT NULL, died INTEGER NOT NULL, fetched INTEGER NOT NULL, updated INTEGER,
    hash TEXT NOT NULL, facts BLOB NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX documents_record ON documents (record) WHERE died = 0;
  CREATE INDEX documents_run ON documents (node, kind, run) WHERE died = 0;
  CREATE INDEX documents_changed ON documents (changed);

  CREATE TABLE harvests (
    node TEXT NOT NULL, kind TEXT NOT NULL, run INTEGER NOT NULL, cursor TEXT, resume TEXT,
    mode TEXT, started INTEGER, whole INTEGER, ended INTEGER, PRIMARY KEY (node, kind)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE suggestions (
    kind INTEGER NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, count INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (kind, key, text)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE search_pending (id INTEGER PRIMARY KEY, texts TEXT NOT NULL) STRICT;
  CREATE TABLE search_segments (
    id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, documents INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE search_terms (
    segment INTEGER NOT NULL, term TEXT NOT NULL, documents INTEGER NOT NULL, first INTEGER NOT NULL,
    last INTEGER NOT NULL, postings BLOB NOT NULL, positions BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX search_terms_term ON search_terms (segment, term);
`;
