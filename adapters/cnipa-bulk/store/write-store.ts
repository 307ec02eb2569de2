import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { LegalEvent, PatentBibliography, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { DocumentReader } from "#adapters/cnipa-bulk/search/read-search-document.ts";
import { SearchIndexWriter } from "#adapters/cnipa-bulk/search/write-index.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { latestDay } from "./latest-day.ts";
import { type MergedDocuments, mergeDocuments, type StoredDocument } from "./merge-documents.ts";
import { NameChangeWriter } from "./name-changes.ts";
import { organizationKey } from "./organization-key.ts";
import { type PreparedDocument, READING } from "./prepared-document.ts";
import { TextFileWriter } from "./text-files.ts";

export type WriteOutcome = "imported" | "updated" | "unchanged";

/** Where records come from: real deliveries, or the invented world of the embedded default. */
export type Origin = "import" | "generated";

export interface WriteSource {
  readonly file: string;
  readonly origin: Origin;
  readonly now: number;
}

/**
 * Writes documents and events inside transactions of the caller's length. Records are put together once per
 * transaction, so that the publications of one application cost one merge.
 */
export class StoreWriter {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<
    Record<
      | ("find" | "put" | "putDescription" | "dropDescription" | "event" | "documents" | "count")
      | ("patent" | "dropPatent" | "clearParties" | "party" | "fact"),
      StatementSync
    >
  >;
  /** Null where records are to be indexed later, all at once. */
  readonly #index: SearchIndexWriter | null;
  readonly #indexed: DocumentReader;
  readonly #nameChanges: NameChangeWriter;
  readonly #texts: TextFileWriter;
  readonly #touched = new Set<string>();
  /** New documents of this transaction by application, so that they need not be read back; null where one was replaced. */
  readonly #fresh = new Map<string, StoredDocument[] | null>();
  /** Of which the legal events alone changed. */
  readonly #touchedByEvents = new Set<string>();

  constructor(database: DatabaseSync, { isIndexed = true }: { readonly isIndexed?: boolean } = {}) {
    this.#database = database;
    this.#index = isIndexed ? new SearchIndexWriter(database) : null;
    this.#indexed = new DocumentReader(database);
    this.#nameChanges = new NameChangeWriter(database);
    this.#texts = new TextFileWriter(database);
    this.#statements = prepare(database);
  }

  begin(): void {
    this.#database.exec("BEGIN IMMEDIATE");
    this.#index?.begin();
  }

  commit(): void {
    for (const number of this.#touched) this.#rebuild(number);
    if (this.#index !== null) this.#reindex(this.#index);
    this.#forget();
    this.#index?.commit();
    this.#texts.commit();
    this.#database.exec("COMMIT");
    this.#index?.maintain();
  }

  rollback(): void {
    this.#forget();
    this.#index?.rollback();
    this.#texts.rollback();
    this.#database.exec("ROLLBACK");
  }

  /** What would become of it. */
  judge({ office, number, kind, ...document }: PreparedDocument, source: Omit<WriteSource, "file">): WriteOutcome {
    const stored = this.#statements.find.get(office, number, kind);
    if (stored === undefined) return "imported";
    return supersedes(document, source, stored) ? "updated" : "unchanged";
  }

  document(document: PreparedDocument, source: WriteSource): WriteOutcome {
    const { office, number, kind } = document;
    const stored = this.#statements.find.get(office, number, kind);
    if (stored !== undefined && !supersedes(document, source, stored)) return "unchanged";
    this.#statements.put.run(
      ...[office, number, kind, document.applicationNumber, document.date, document.produced, document.hash],
      ...[document.publication, document.bibliography, document.claims, ""],
      ...[document.claimCount, source.file, source.origin, source.now, READING],
    );
    if (stored !== undefined) this.#statements.dropDescription.run(office, number, kind);
    if (document.description !== null) this.#putDescription(document, document.description);
    this.#touched.add(document.applicationNumber);
    if (stored === undefined) {
      this.#remember(document, source);
      return "imported";
    }
    // A publication whose application number was corrected leaves its former application.
    for (const number of [String(stored["application_number"]), document.applicationNumber]) {
      this.#touched.add(number);
      this.#fresh.set(number, null);
    }
    return "updated";
  }

  legalEvent(number: ApplicationNumber, event: LegalEvent, source: Omit<WriteSource, "file">): WriteOutcome {
    const items = JSON.stringify(event.items);
    const result = this.#statements.event.run(
      number,
      event.date,
      event.code ?? "",
      event.name,
      items,
      source.origin,
      source.now,
    );
    if (Number(result.changes) === 0) return "unchanged";
    this.#touchedByEvents.add(number);
    this.#nameChanges.put(number, event, source.origin);
    return "imported";
  }

  setFact(name: string, value: string): void {
    this.#statements.fact.run(name, value);
  }

  /** Takes invented records out again: they must never stand among real ones in operation. */
  removeGenerated(): void {
    this.#database.exec(`
      DELETE FROM legal_events WHERE origin = 'generated';
      DELETE FROM name_changes WHERE origin = 'generated';
      DELETE FROM description_places WHERE (office, number, kind) IN
        (SELECT office, number, kind FROM documents WHERE origin = 'generated');
      DELETE FROM parties WHERE application_number IN (SELECT application_number FROM documents WHERE origin = 'generated');
      DELETE FROM patents WHERE application_number IN (SELECT application_number FROM documents WHERE origin = 'generated');
    `);
    const rows = this.#database
      .prepare("DELETE FROM documents WHERE origin = 'generated' RETURNING application_number")
      .all();
    for (const row of rows) this.#touched.add(String(row["application_number"]));
  }

  #putDescription({ office, number, kind }: PreparedDocument, description: Uint8Array): void {
    const { file, start, length } = this.#texts.write(description);
    this.#statements.putDescription.run(office, number, kind, file, start, length);
  }

  #remember(document: PreparedDocument, source: WriteSource): void {
    const known = this.#fresh.get(document.applicationNumber);
    if (known === null) return;
    const stored = fromPrepared(document, source);
    if (known === undefined) this.#fresh.set(document.applicationNumber, [stored]);
    else known.push(stored);
  }

  #forget(): void {
    this.#touched.clear();
    this.#touchedByEvents.clear();
    this.#fresh.clear();
  }

  /** All documents of an application. */
  #documentsOf(number: string): readonly StoredDocument[] {
    const fresh = this.#fresh.get(number);
    const count = Number(this.#statements.count.get(number)?.["count"] ?? 0);
    return fresh?.length === count ? fresh : this.#statements.documents.all(number).map(toStoredDocument);
  }

  #rebuild(number: string): void {
    const [first, ...rest] = this.#documentsOf(number);
    this.#statements.clearParties.run(number);
    if (first === undefined) {
      this.#statements.dropPatent.run(number);
      return;
    }
    this.#put(mergeDocuments([first, ...rest]));
  }

  #reindex(index: SearchIndexWriter): void {
    for (const number of new Set([...this.#touched, ...this.#touchedByEvents])) {
      const document = this.#indexed.read(number);
      if (document === null) index.remove(number as ApplicationNumber);
      else index.put(document);
    }
  }

  #put(merged: MergedDocuments): void {
    const { bibliography } = merged;
    const { applicationNumber: number, applicants, agency } = bibliography;
    const latest = latestDay(merged.publications.map((publication) => publication.date));
    const region = applicants[0]?.regionCode ?? null;
    this.#statements.patent.run(
      ...[number, bibliography.type, bibliography.title, bibliography.filingDate, region, bibliography.parent],
      ...[bibliography.pct?.applicationNumber ?? null, agency?.code ?? null, agency?.name ?? null, latest],
      ...[recordJson(merged), merged.origin, merged.importedAt],
    );
    for (const [index, party] of applicants.entries()) {
      this.#statements.party.run(
        ...[number, index + 1, party.name, normaliseName(party.name), party.uscc, organizationKey(party)],
        ...[party.regionCode, latest, merged.importedAt],
      );
    }
  }
}

function recordJson({ bibliography, agencyAtFiling, publications, claimCount, sourceFile }: MergedDocuments): string {
  return JSON.stringify({ ...bibliography, agencyAtFiling, publications, claimCount, sourceFile });
}

/**
 * Which of two files of one publication stands, whatever the order of import: a real one before an invented one, the one
 * made later, what was read by this version; between two made on one day, their hashes decide.
 */
function supersedes(
  document: Pick<PreparedDocument, "produced" | "hash">,
  { origin }: Omit<WriteSource, "file">,
  stored: Record<string, unknown>,
): boolean {
  const steps = [
    Number(origin === "import") - Number(stored["origin"] === "import"),
    compare(document.produced ?? "", String(stored["produced"] ?? "")),
    READING - Number(stored["reading"]),
    compare(document.hash, String(stored["hash"])),
  ];
  return (steps.find((step) => step !== 0) ?? 0) > 0;
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function fromPrepared(document: PreparedDocument, { file, origin, now }: WriteSource): StoredDocument {
  return {
    publication: JSON.parse(document.publication) as PatentPublication,
    bibliography: JSON.parse(document.bibliography) as PatentBibliography,
    claimCount: document.claimCount,
    sourceFile: file,
    origin,
    importedAt: now,
  };
}

function toStoredDocument(row: Record<string, unknown>): StoredDocument {
  return {
    publication: JSON.parse(String(row["publication"])) as PatentPublication,
    bibliography: JSON.parse(String(row["bibliography"])) as PatentBibliography,
    claimCount: Number(row["claim_count"]),
    sourceFile: String(row["source_file"]),
    origin: String(row["origin"]),
    importedAt: Number(row["imported_at"]),
  };
}

function prepare(database: DatabaseSync) {
  return {
    find: database.prepare(
      "SELECT hash, produced, origin, reading, application_number FROM documents WHERE office = ? AND number = ? AND kind = ?",
    ),
    put: database.prepare(`INSERT OR REPLACE INTO documents VALUES (${marks(16)})`),
    putDescription: database.prepare(`INSERT INTO description_places VALUES (${marks(6)})`),
    dropDescription: database.prepare("DELETE FROM description_places WHERE office = ? AND number = ? AND kind = ?"),
    // An invented event that turns out real must not leave with the invented world.
    event: database.prepare(
      `INSERT INTO legal_events VALUES (${marks(7)}) ON CONFLICT DO UPDATE
       SET origin = excluded.origin WHERE origin = 'generated' AND excluded.origin = 'import'`,
    ),
    dropPatent: database.prepare("DELETE FROM patents WHERE application_number = ?"),
    documents: database.prepare(
      "SELECT publication, bibliography, claim_count, source_file, origin, imported_at FROM documents WHERE application_number = ?",
    ),
    count: database.prepare("SELECT count(*) AS count FROM documents WHERE application_number = ?"),
    patent: database.prepare(`INSERT OR REPLACE INTO patents VALUES (${marks(13)})`),
    clearParties: database.prepare("DELETE FROM parties WHERE application_number = ?"),
    party: database.prepare(`INSERT INTO parties VALUES (${marks(9)})`),
    fact: database.prepare("INSERT OR REPLACE INTO facts VALUES (?, ?)"),
  };
}

function marks(count: number): string {
  return Array.from({ length: count }, () => "?").join(", ");
}
