import type { DatabaseSync, StatementSync } from "node:sqlite";
import { kindOfEvent } from "#adapters/cnipa-bulk/legal/event-kind.ts";
import { changesOf, renamedOf } from "#adapters/cnipa-bulk/legal/party-changes.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { normaliseName } from "#schema/ids/text.ts";

/** Changes of names that the gazette tells, so that an organisation's former names are found without reading all entries. */
export const NAME_CHANGES_SCHEMA = `
  CREATE TABLE name_changes (
    after_key TEXT NOT NULL, before_key TEXT NOT NULL, application_number TEXT NOT NULL, date TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (after_key, before_key, application_number, date)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX name_changes_before ON name_changes (before_key);
`;

/** Takes the changes of names out of entries as they are written. */
export class NameChangeWriter {
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare("INSERT INTO name_changes VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  }

  put(number: ApplicationNumber, event: LegalEvent, origin: string): void {
    if (kindOfEvent(event) !== "BIBLIOGRAPHIC_CHANGE") return;
    const changes = changesOf(event).filter(({ item }) => item === "PARTY" || item === "CO_PARTY");
    for (const [before, after] of changes.flatMap(renamedOf)) {
      this.#put.run(normaliseName(after), normaliseName(before), number, event.date, before, after, origin);
    }
  }
}

/** Entries that were imported before there was this table. */
export function fillNameChanges(database: DatabaseSync): void {
  const writer = new NameChangeWriter(database);
  for (const row of database.prepare("SELECT * FROM legal_events").iterate()) {
    const event: LegalEvent = {
      code: String(row["code"]) || null,
      name: String(row["name"]),
      date: String(row["date"]),
      items: JSON.parse(String(row["items"])) as LegalEvent["items"],
    };
    writer.put(String(row["application_number"]) as ApplicationNumber, event, String(row["origin"]));
  }
}
