import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { DAY_MS, shanghaiDay } from "#adapters/runtime/manners/shanghai-day.ts";
import { openWalDatabase } from "#adapters/runtime/wal-database.ts";
import type { Count } from "./tapped-metrics.ts";

/** A count of one day, by all processes together. */
export interface DayCount extends Count {
  /** Asia/Shanghai, "2026-11-28". */
  readonly day: string;
}

export interface FiguresAsked {
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  readonly subjects: readonly string[];
}

/** Days that are kept. */
export const MOST_DAYS = 400;

/** The form of the file is part of its name, so that two versions of the hub never read each other's. */
const FILE = join("figures", "by-day-1.db");
/** How long another process may hold the file; it takes some milliseconds. */
const LOCK_TIMEOUT_MS = 2_000;

/** What was counted, by day, in one file for all processes of a machine. Synchronous: for a worker thread. */
export class FigureFile {
  readonly #database: DatabaseSync;
  /** On which day it was last seen to that it does not grow for ever. */
  #clearedOn = "";

  constructor(dataDir: string) {
    const name = join(dataDir, FILE);
    mkdirSync(dirname(name), { recursive: true });
    this.#database = openWalDatabase(name, LOCK_TIMEOUT_MS);
    this.#database.exec(`CREATE TABLE IF NOT EXISTS figures (
      day TEXT NOT NULL, name TEXT NOT NULL, subject TEXT NOT NULL, label TEXT NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (day, name, subject, label)) STRICT, WITHOUT ROWID`);
  }

  /** All of it or, where it throws, nothing. */
  add(now: number, counts: readonly Count[]): void {
    const day = shanghaiDay(now);
    const write = this.#database.prepare(`INSERT INTO figures (day, name, subject, label, value) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET value = value + excluded.value`);
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const { name, subject, label, value } of counts) write.run(day, name, subject, label, value);
      if (day !== this.#clearedOn) this.#clear(now);
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
    this.#clearedOn = day;
  }

  read({ from, to, subjects }: FiguresAsked): readonly DayCount[] {
    const marks = subjects.map(() => "?").join(", ");
    const rows = this.#database
      .prepare(
        `SELECT day, name, subject, label, value FROM figures
        WHERE day BETWEEN ? AND ? AND subject IN (${marks}) ORDER BY day, name, subject, label`,
      )
      .all(from, to, ...subjects);
    // The table is strict, and its names are those that were written.
    return rows.map((row) => ({ ...row })) as unknown as readonly DayCount[];
  }

  close(): void {
    this.#database.close();
  }

  #clear(now: number): void {
    this.#database.prepare("DELETE FROM figures WHERE day < ?").run(shanghaiDay(now - (MOST_DAYS - 1) * DAY_MS));
  }
}
