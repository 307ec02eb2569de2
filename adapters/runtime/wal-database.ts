import { DatabaseSync } from "node:sqlite";

const BUSY = 5;
const AGAIN_AFTER_MS = 10;
/** SQLite's own. */
const PAGE_BYTES = 4_096;

/**
 * Opens a store in WAL mode, creating it where there is none. Synchronous: for worker threads. SQLite calls no busy handler
 * while a file changes to WAL, so where several processes open a new one at once, those who come second try again.
 * https://www.sqlite.org/wal.html, seen 2026-11-22
 */
export function openWalDatabase(file: string, timeoutMs: number, pageBytes = PAGE_BYTES): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: timeoutMs });
  for (let waitedMs = 0; ; waitedMs += AGAIN_AFTER_MS) {
    try {
      // Of a file that is there already the size of its pages stays.
      database.exec(`PRAGMA page_size = ${pageBytes}`);
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
      return database;
    } catch (error) {
      if (!isBusy(error) || waitedMs >= timeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_AFTER_MS);
    }
  }
}

/** All of it or nothing. IMMEDIATE: the lock is taken before the first read, so that no two processes start from the same state. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // After some failures (a full disk) SQLite has done so already, and a second one would be told in place of the first.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/**
 * Brings the log into the store and empties it: what was deleted stands in it until then. False where others read it for so
 * long; it is to be tried again.
 */
export function emptyLog(database: DatabaseSync, waitMs: number): boolean {
  const usual = Number(database.prepare("PRAGMA busy_timeout").get()?.["timeout"] ?? 0);
  database.exec(`PRAGMA busy_timeout = ${waitMs}`);
  try {
    return database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${usual}`);
  }
}

/** Of the shape of its tables, as its owner counts; 0 in a new file. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === BUSY;
}
