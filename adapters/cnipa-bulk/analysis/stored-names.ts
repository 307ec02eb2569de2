import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { StatisticsNames } from "./dimensions.ts";

/** Names of organisations and agencies out of the search index's tables, kept while the store stays as it is. */
export class StoredNames implements StatisticsNames {
  readonly #organization: StatementSync;
  readonly #agency: StatementSync;
  readonly #highest: StatementSync;
  readonly #agencies = new Map<string, string | null>();
  #sequence = -1;

  constructor(database: DatabaseSync) {
    this.#organization = database.prepare("SELECT key, name FROM search_organizations WHERE id = ?");
    this.#highest = database.prepare("SELECT max(id) AS highest FROM search_organizations");
    this.#agency = database.prepare("SELECT name FROM search_agencies WHERE code = ?");
  }

  /** A newer state of the store may have newer names. */
  at(sequence: number): this {
    if (sequence !== this.#sequence) this.#agencies.clear();
    this.#sequence = sequence;
    return this;
  }

  get highestOrganization(): number {
    return Number(this.#highest.get()?.["highest"] ?? 0);
  }

  readonly organization = (id: number) => {
    const row = this.#organization.get(id);
    return { key: String(row?.["key"] ?? id), name: String(row?.["name"] ?? "") };
  };

  readonly agency = (code: string): string | null => {
    const known = this.#agencies.get(code);
    if (known !== undefined) return known;
    const name = this.#agency.get(Number(code))?.["name"];
    const found = typeof name === "string" ? name : null;
    this.#agencies.set(code, found);
    return found;
  };
}
