import { rmSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { readText, TextFileWriter, type TextPlace, textFile } from "./text-files.ts";

/**
 * Gives back the room of texts that were replaced or removed: a file of which half counts no longer is left, its other texts
 * moved to the end. One transaction a file, so that others get their turn. Readers that come too late for the file find the
 * new place of their text.
 */
export function clearTextFiles(database: DatabaseSync): void {
  const writer = new TextFileWriter(database);
  const files = database.prepare("SELECT file FROM text_files WHERE bytes > 0 AND dead * 2 >= bytes").all();
  for (const { file } of files) clear(database, writer, Number(file));
}

function clear(database: DatabaseSync, writer: TextFileWriter, file: number): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    moveTexts(database, writer, file);
    writer.commit();
    database.prepare("DELETE FROM text_files WHERE file = ?").run(file);
    database.exec("COMMIT");
  } catch (error) {
    writer.rollback();
    database.exec("ROLLBACK");
    throw error;
  }
  // Another import that ended just now may have cleared it first.
  rmSync(textFile(database, file), { force: true });
}

function moveTexts(database: DatabaseSync, writer: TextFileWriter, file: number): void {
  const isLast = database.prepare("SELECT 1 FROM text_files WHERE file > ?").get(file) === undefined;
  if (isLast) writer.startFile();
  const move = database.prepare(
    "UPDATE description_places SET file = ?, start = ? WHERE office = ? AND number = ? AND kind = ?",
  );
  const texts = database.prepare("SELECT * FROM description_places WHERE file = ? ORDER BY start").all(file);
  for (const { office, number, kind, ...place } of texts) {
    const text = readText(database, place as unknown as TextPlace);
    if (text === null) continue;
    const moved = writer.write(text);
    move.run(moved.file, moved.start, String(office), String(number), String(kind));
  }
}
