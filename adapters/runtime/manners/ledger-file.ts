import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction, openWalDatabase } from "#adapters/runtime/wal-database.ts";
import type { HostBook } from "./host-book.ts";
import type { BookShelf } from "./ledger-desk.ts";
import type { QuotaUse } from "./quota.ts";
import { DAY_MS } from "./shanghai-day.ts";

/** A shelf that lies in a file. */
export interface LedgerFile extends BookShelf {
  close(): void;
}

/** The form of the books is part of the name, so that two versions of the hub never read each other's. */
const FILE = "books-1.db";
/** How long another process may hold the file; it takes well below a millisecond. */
const LOCK_TIMEOUT_MS = 2_000;
/** What nobody touched for so long is a full bucket without a pause. */
const KEPT_MS = 7 * DAY_MS;

function ledgerFileName(dataDir: string): string {
  return join(dataDir, "host-ledger", FILE);
}

/** Opens the shelf, creating it where there is none. Synchronous: for a worker thread. */
export function openLedgerFile(dataDir: string, now: number): LedgerFile {
  const name = ledgerFileName(dataDir);
  mkdirSync(dirname(name), { recursive: true });
  // A crash of the process loses nothing; one of the machine perhaps the last moments, which a pause outlasts.
  const database = openWalDatabase(name, LOCK_TIMEOUT_MS);
  database.exec(`
    CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, at INTEGER NOT NULL, book TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS quotas (source TEXT PRIMARY KEY, day TEXT NOT NULL, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
  database.prepare("DELETE FROM hosts WHERE at < ?").run(now - KEPT_MS);
  return toShelf(database);
}

function toShelf(database: DatabaseSync): LedgerFile {
  const readBook = database.prepare("SELECT book FROM hosts WHERE host = ?");
  const writeBook = database.prepare("INSERT OR REPLACE INTO hosts (host, at, book) VALUES (?, ?, ?)");
  const readQuota = database.prepare("SELECT day, used FROM quotas WHERE source = ?");
  const writeQuota = database.prepare("INSERT OR REPLACE INTO quotas (source, day, used) VALUES (?, ?, ?)");
  return {
    alone: (run) => inTransaction(database, run),
    book: (host) => {
      const text = readBook.get(host)?.["book"];
      // The file's name tells its form, and only this hub writes it.
      return typeof text === "string" ? (JSON.parse(text) as HostBook) : undefined;
    },
    putBook: (host, book) => void writeBook.run(host, Math.floor(book.at), JSON.stringify(book)),
    quota: (source) => {
      const row = readQuota.get(source);
      return row === undefined ? undefined : { day: String(row["day"]), used: Number(row["used"]) };
    },
    putQuota: (source, { day, used }: QuotaUse) => void writeQuota.run(source, day, used),
    close: () => database.close(),
  };
}
