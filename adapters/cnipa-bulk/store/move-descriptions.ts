import type { DatabaseSync } from "node:sqlite";
import { TextFileWriter } from "./text-files.ts";

/** Descriptions that an earlier version kept in the database. Within the transaction of a migration. */
export function moveDescriptions(database: DatabaseSync): void {
  const writer = new TextFileWriter(database);
  const put = database.prepare("INSERT INTO description_places VALUES (?, ?, ?, ?, ?, ?)");
  for (const { office, number, kind, packed } of database.prepare("SELECT * FROM descriptions").iterate()) {
    if (!(packed instanceof Uint8Array)) continue;
    const { file, start, length } = writer.write(packed);
    put.run(String(office), String(number), String(kind), file, start, length);
  }
  writer.commit();
  database.exec("DROP TABLE descriptions");
}
