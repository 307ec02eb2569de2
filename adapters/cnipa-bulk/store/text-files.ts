import { closeSync, constants, fdatasyncSync, openSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

/** Where a text lies. */
export interface TextPlace {
  readonly file: number;
  /** Bytes. */
  readonly start: number;
  readonly length: number;
}

/**
 * Packed descriptions lie in files that only grow, beside the database that says where: nine tenths of an import are
 * written once, instead of to the log, to the file and through the checksums of both.
 */
export function textFile(database: DatabaseSync, file: number): string {
  const location = database.location();
  if (location === null) throw new Error("texts need a store on disk");
  return join(dirname(location), `full-text-${file}.bin`);
}

/** A text; null where its file is gone, as after a clearing: its place has changed then. */
export function readText(database: DatabaseSync, { file, start, length }: TextPlace): Uint8Array | null {
  const text = Buffer.allocUnsafeSlow(length);
  const descriptor = openToRead(textFile(database, file));
  if (descriptor === null) return null;
  try {
    for (let read = 0; read < length; ) {
      const bytes = readSync(descriptor, text, read, length - read, start + read);
      if (bytes === 0) throw new Error(`${textFile(database, file)} ends before a text that should be in it`);
      read += bytes;
    }
    return text;
  } finally {
    closeSync(descriptor);
  }
}

function openToRead(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Files told of in the database, so that what was written and what no longer counts need not be looked for. */
export const TEXT_FILES_SCHEMA = `
  CREATE TABLE text_files (file INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, dead INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE description_places (
    office TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL,
    file INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    PRIMARY KEY (office, number, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER description_gone AFTER DELETE ON description_places BEGIN
    UPDATE text_files SET dead = dead + old.length WHERE file = old.file;
  END;
`;

interface TextEnd {
  readonly file: number;
  start: number;
}

/** No file grows beyond this by more than one text, so that clearing one is soon done. */
const MOST_FILE_BYTES = 256 * 1024 * 1024;

/**
 * Writes texts within transactions of the database, one writer at a time. What a transaction that was given up left behind is
 * written over by the next.
 */
export class TextFileWriter {
  readonly #database: DatabaseSync;
  readonly #mostBytes: number;
  /** Null until this transaction writes: another process may have written since the last one. */
  #end: TextEnd | null = null;
  #open: { readonly file: number; readonly descriptor: number } | null = null;

  constructor(database: DatabaseSync, mostBytes = MOST_FILE_BYTES) {
    this.#database = database;
    this.#mostBytes = mostBytes;
  }

  /** Within a transaction. */
  write(text: Uint8Array): TextPlace {
    const end = this.#place();
    const place = { file: end.file, start: end.start, length: text.length };
    const descriptor = this.#descriptor(end.file);
    for (let written = 0; written < text.length; ) {
      written += writeSync(descriptor, text, written, text.length - written, place.start + written);
    }
    end.start += text.length;
    return place;
  }

  /** What follows goes into a file of its own. */
  startFile(): TextEnd {
    const { file } = this.#last();
    this.commit();
    this.#end = { file: file + 1, start: 0 };
    this.#database.prepare("INSERT INTO text_files (file, bytes) VALUES (?, 0)").run(this.#end.file);
    return this.#end;
  }

  /** Before the transaction is committed: what it points to is on the disk then. */
  commit(): void {
    if (this.#end === null) return;
    if (this.#open !== null) fdatasyncSync(this.#open.descriptor);
    this.#close();
    this.#database.prepare("UPDATE text_files SET bytes = ? WHERE file = ?").run(this.#end.start, this.#end.file);
    this.#end = null;
  }

  rollback(): void {
    this.#close();
    this.#end = null;
  }

  #place(): TextEnd {
    const end = this.#last();
    return end.start < this.#mostBytes ? end : this.startFile();
  }

  #last(): TextEnd {
    if (this.#end !== null) return this.#end;
    this.#database.exec("INSERT INTO text_files (file, bytes) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM text_files)");
    const last = this.#database.prepare("SELECT file, bytes FROM text_files ORDER BY file DESC LIMIT 1").get();
    this.#end = { file: Number(last?.["file"]), start: Number(last?.["bytes"]) };
    return this.#end;
  }

  #descriptor(file: number): number {
    if (this.#open?.file === file) return this.#open.descriptor;
    const descriptor = openSync(textFile(this.#database, file), constants.O_WRONLY | constants.O_CREAT, 0o600);
    this.#open = { file, descriptor };
    return descriptor;
  }

  #close(): void {
    if (this.#open !== null) closeSync(this.#open.descriptor);
    this.#open = null;
  }
}
