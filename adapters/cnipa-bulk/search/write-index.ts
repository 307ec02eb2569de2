import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { mergeSegments, sealPending } from "#adapters/runtime/text-index/seal-segments.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { toApplicationKey } from "./application-key.ts";
import { encodeAttributes } from "./columns.ts";
import { NameWriter } from "./name-writer.ts";
import { toAttributes } from "./search-attributes.ts";
import { type SearchDocument, toIndexTexts } from "./search-document.ts";
import { INDEX_LAYOUT, lengthOf, NAME_GROUP, TEXT_GROUP } from "./text-fields.ts";

/**
 * Keeps the search index in step with the records, inside the transactions that write them: `begin` after BEGIN, `put`
 * and `remove` for every record that changed, `commit` before COMMIT, `maintain` after it.
 */
export class SearchIndexWriter {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #names: NameWriter;
  #sequence = 0;
  #lastId = 0;
  #epoch = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#names = new NameWriter(database);
    this.#statements = Object.fromEntries(
      Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  begin(): void {
    const epoch = this.#state("epoch");
    // An index that was made anew meanwhile has given organisations other ids.
    if (epoch !== this.#epoch) this.#names.forget();
    this.#epoch = epoch;
    this.#sequence = this.#state("sequence");
    this.#lastId = Number(this.#statements.lastId.get()?.["id"] ?? 0);
  }

  /** Puts a record in, or in place of what is there of it. A text that did not change is not indexed again. */
  put(document: SearchDocument): void {
    const { bibliography } = document;
    const key = toApplicationKey(bibliography.applicationNumber);
    const organizations = this.#names.intern(document);
    const texts = toIndexTexts(document, organizations);
    const attributes = encodeAttributes(
      toAttributes(document, {
        textLength: lengthOf(texts, TEXT_GROUP),
        nameLength: lengthOf(texts, NAME_GROUP),
        applicants: organizations,
      }),
    );
    const bytes = new Uint8Array(attributes.buffer);
    const json = JSON.stringify(texts);
    const hash = createHash("sha1").update(json).digest("base64url");
    const present = this.#statements.find.get(key);
    if (present !== undefined && present["hash"] === hash) {
      this.#change(Number(present["id"]), bytes, present["attributes"]);
      return;
    }
    this.#sequence += 1;
    if (present !== undefined) this.#statements.die.run(this.#sequence, this.#sequence, Number(present["id"]));
    this.#lastId += 1;
    this.#statements.insert.run(this.#lastId, key, this.#sequence, hash, bytes);
    this.#statements.pend.run(this.#lastId, json);
  }

  /** Takes a record out for good: no page that was begun earlier shows it any more. */
  remove(number: ApplicationNumber): void {
    this.#sequence += 1;
    this.#statements.withdraw.run(this.#sequence, toApplicationKey(number));
  }

  commit(): void {
    this.#statements.setSequence.run(this.#sequence);
    while (this.#pending() >= SEAL_AT) sealPending(this.#database, SEAL_AT, INDEX_LAYOUT);
  }

  rollback(): void {
    this.#names.forget();
  }

  /** Puts small segments together, in a transaction of its own. */
  maintain(): void {
    mergeSegments(this.#database);
  }

  #change(id: number, attributes: Uint8Array, stored: unknown): void {
    if (stored instanceof Uint8Array && Buffer.compare(stored, attributes) === 0) return;
    this.#sequence += 1;
    this.#statements.change.run(this.#sequence, attributes, id);
  }

  #state(name: string): number {
    return Number(this.#statements.state.get(name)?.["value"] ?? 0);
  }

  #pending(): number {
    return Number(this.#statements.pending.get()?.["count"] ?? 0);
  }
}

/** Documents in a segment when it is made; until then their texts are kept, and readers index them in memory. */
const SEAL_AT = 4_096;

const STATEMENTS = {
  state: "SELECT value FROM search_state WHERE name = ?",
  lastId: "SELECT max(id) AS id FROM search_documents",
  setSequence: "UPDATE search_state SET value = ? WHERE name = 'sequence'",
  find: "SELECT id, hash, attributes FROM search_documents WHERE number = ? AND died = 0",
  die: "UPDATE search_documents SET died = ?, changed = ? WHERE id = ?",
  withdraw:
    "UPDATE search_documents SET died = iif(died > 0, -died, -?1), changed = ?1 WHERE number = ?2 AND died >= 0",
  change: "UPDATE search_documents SET changed = ?, attributes = ? WHERE id = ?",
  insert: `INSERT INTO search_documents (id, number, born, died, changed, hash, attributes)
           VALUES (?1, ?2, ?3, 0, ?3, ?4, ?5)`,
  pend: "INSERT INTO search_pending (id, texts) VALUES (?, ?)",
  pending: "SELECT count(*) AS count FROM search_pending",
} as const;
