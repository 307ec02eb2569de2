import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { unpackText } from "./description-text.ts";
import { openDatabase } from "./open-database.ts";
import { readText, type TextPlace } from "./text-files.ts";

/** What a store holds, in one figure. */
export interface StoreChecksum {
  /** The same for two stores with one content, in whatever order it came; times and file names do not count. */
  readonly sum: string;
  readonly patents: number;
  readonly documents: number;
  readonly legalEvents: number;
}

const MODULUS = 1n << 256n;
/** What is the same content when it comes again another day, out of another file. */
const ASIDE: ReadonlySet<string> = new Set(["imported_at", "source_file", "hash", "file", "start", "length"]);

/** For commands: it reads the whole store in the thread that asks. */
export function tellChecksum(dataDir: string): Promise<StoreChecksum> {
  const database = openDatabase(dataDir);
  try {
    return Promise.resolve(checksumOf(database));
  } finally {
    database.close();
  }
}

function checksumOf(database: DatabaseSync): StoreChecksum {
  const tables = {
    patents: sumOf(database, "patents"),
    documents: sumOf(database, "documents"),
    legalEvents: sumOf(database, "legal_events"),
  };
  const others = [sumOf(database, "description_places"), sumOf(database, "parties")];
  const sum = [...Object.values(tables), ...others].reduce((total, part) => (total + part.sum) % MODULUS, 0n);
  return {
    sum: sum.toString(16).padStart(64, "0"),
    patents: tables.patents.count,
    documents: tables.documents.count,
    legalEvents: tables.legalEvents.count,
  };
}

/** Rows are hashed one by one and added up, so that their order does not count. */
function sumOf(database: DatabaseSync, table: string): { readonly sum: bigint; readonly count: number } {
  let sum = 0n;
  let count = 0;
  for (const row of database.prepare(`SELECT * FROM ${table}`).iterate()) {
    const text = JSON.stringify([
      table,
      ...Object.entries(row)
        .filter(([name]) => !ASIDE.has(name))
        .map(content),
      ...textOf(database, table, row),
    ]);
    sum = (sum + BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)) % MODULUS;
    count += 1;
  }
  return { sum, count };
}

/** A text counts, and not where it lies. */
function textOf(database: DatabaseSync, table: string, row: Record<string, unknown>): string[] {
  if (table !== "description_places") return [];
  const packed = readText(database, row as unknown as TextPlace);
  return [packed === null ? "" : unpackText(packed)];
}

function content([name, value]: readonly [string, unknown]): unknown {
  if (name !== "record") return value;
  const { sourceFile: _aside, ...record } = JSON.parse(String(value)) as Record<string, unknown>;
  return record;
}
