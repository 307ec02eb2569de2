import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { LegalEvent, PatentBibliography, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { mergeDocuments, type StoredDocument } from "#adapters/cnipa-bulk/store/merge-documents.ts";
import { namesOf, type SearchDocument } from "./search-document.ts";

/** Puts together from the store what the index takes of one application. */
export class DocumentReader {
  readonly #documents: StatementSync;
  readonly #events: StatementSync;

  constructor(database: DatabaseSync) {
    this.#documents = database.prepare(
      `SELECT publication, bibliography, claim_count, source_file, origin, imported_at,
              json_extract(claims, '$[0].text') AS first_claim
       FROM documents WHERE application_number = ? ORDER BY date, kind`,
    );
    this.#events = database.prepare(
      "SELECT code, name, date, items FROM legal_events WHERE application_number = ? ORDER BY date, code",
    );
  }

  /** Null where no document of it is there. */
  read(number: string): SearchDocument | null {
    const rows = this.#documents.all(number);
    const [first, ...rest] = rows.map(toStored);
    if (first === undefined) return null;
    const { bibliography, publications } = mergeDocuments([first, ...rest]);
    const claims = rows.map((row) => row["first_claim"]).filter((text) => typeof text === "string");
    return {
      bibliography,
      publications,
      legalEvents: this.#events.all(number).map(toEvent),
      names: namesOf([first, ...rest].map((document) => document.bibliography)),
      firstClaim: claims.at(-1) ?? null,
    };
  }
}

function toStored(row: Record<string, unknown>): StoredDocument {
  return {
    publication: JSON.parse(String(row["publication"])) as PatentPublication,
    bibliography: JSON.parse(String(row["bibliography"])) as PatentBibliography,
    claimCount: Number(row["claim_count"]),
    sourceFile: String(row["source_file"]),
    origin: String(row["origin"]),
    importedAt: Number(row["imported_at"]),
  };
}

function toEvent(row: Record<string, unknown>): LegalEvent {
  return {
    code: String(row["code"]) || null,
    name: String(row["name"]),
    date: String(row["date"]),
    items: JSON.parse(String(row["items"])) as LegalEvent["items"],
  };
}
