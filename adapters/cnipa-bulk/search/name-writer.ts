import type { DatabaseSync, StatementSync } from "node:sqlite";
import { latestDay } from "#adapters/cnipa-bulk/store/latest-day.ts";
import { organizationKey } from "#adapters/cnipa-bulk/store/organization-key.ts";
import type { SearchDocument } from "./search-document.ts";

interface Known {
  readonly id: number;
  readonly name: string;
  readonly latest: string;
}

const MOST_KNOWN = 200_000;

/** Gives organisations their ids, and keeps the name that the newest publication prints of each organisation and agency. */
export class NameWriter {
  readonly #statements: Readonly<Record<"find" | "insert" | "rename" | "agency", StatementSync>>;
  readonly #organizations = new Map<string, Known>();
  readonly #agencies = new Map<string, Known>();

  constructor(database: DatabaseSync) {
    this.#statements = {
      find: database.prepare("SELECT id, name, latest FROM search_organizations WHERE key = ?"),
      insert: database.prepare("INSERT INTO search_organizations (key, name, latest) VALUES (?, ?, ?)"),
      rename: database.prepare("UPDATE search_organizations SET name = ?1, latest = ?2 WHERE id = ?3 AND latest <= ?2"),
      agency: database.prepare(
        `INSERT INTO search_agencies VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET name = ?2, latest = ?3 WHERE latest <= ?3`,
      ),
    };
  }

  /** The ids of a document's applicants that are organisations, each once. */
  intern({ bibliography, publications }: SearchDocument): readonly number[] {
    const latest = latestDay(publications.map(({ date }) => date)) ?? "";
    const { agency, applicants } = bibliography;
    if (agency?.code != null) this.#agency(agency.code, agency.name, latest);
    const ids = applicants.flatMap((applicant) => {
      const key = organizationKey(applicant);
      return key === null ? [] : this.#organization(key, applicant.name, latest);
    });
    return [...new Set(ids)];
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#organizations.clear();
    this.#agencies.clear();
  }

  #organization(key: string, name: string, latest: string): number {
    const known = this.#organizations.get(key) ?? this.#stored(key);
    if (known === undefined) {
      const { lastInsertRowid } = this.#statements.insert.run(key, name, latest);
      return remember(this.#organizations, key, { id: Number(lastInsertRowid), name, latest });
    }
    if (known.latest > latest || (known.name === name && known.latest === latest)) {
      return remember(this.#organizations, key, known);
    }
    this.#statements.rename.run(name, latest, known.id);
    return remember(this.#organizations, key, { id: known.id, name, latest });
  }

  #stored(key: string): Known | undefined {
    const row = this.#statements.find.get(key);
    return row === undefined
      ? undefined
      : { id: Number(row["id"]), name: String(row["name"]), latest: String(row["latest"]) };
  }

  #agency(code: string, name: string, latest: string): void {
    const known = this.#agencies.get(code);
    if (known !== undefined && (known.latest > latest || (known.name === name && known.latest === latest))) return;
    this.#statements.agency.run(Number(code), name, latest);
    remember(this.#agencies, code, { id: Number(code), name, latest });
  }
}

function remember(among: Map<string, Known>, key: string, known: Known): number {
  if (among.size >= MOST_KNOWN) among.clear();
  among.set(key, known);
  return known.id;
}
