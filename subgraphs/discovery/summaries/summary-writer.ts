import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { mergeSegments, sealPending } from "#adapters/runtime/text-index/seal-segments.ts";
import { emptyLog, inTransaction } from "#adapters/runtime/wal-database.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { encodeFacts } from "./document-facts.ts";
import { HarvestBook } from "./harvest-book.ts";
import { SUMMARY_LAYOUT } from "./index-layout.ts";
import { type IndexState, indexAnew, isMostlyDead } from "./reindex.ts";
import type { HarvestBatch, PutCounts, WriterMethods } from "./store-protocol.ts";
import { SuggestionWriter } from "./suggestion-writer.ts";
import { lengthOf, toSummaryTexts } from "./summary-texts.ts";
import { WordWriter } from "./word-table.ts";

/** Documents in a segment when it is made; until then search threads index them in memory. */
const SEAL_AT = 1_024;
/** Writing waits meanwhile. */
const WIPE_WAITS_MS = 500;

/** Writes what is harvested, each batch whole with the place to go on from, or not at all. Synchronous: for a thread of its own. */
export class SummaryWriter {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #words: WordWriter;
  readonly #suggestions: SuggestionWriter;
  readonly #book: HarvestBook;
  /** The log may hold what was deleted or changed since it was last emptied. */
  #isLogFull = true;
  #state: IndexState = { sequence: 0, last: 0, alive: 0, dead: 0 };

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#words = new WordWriter(database);
    this.#suggestions = new SuggestionWriter(database);
    this.#book = new HarvestBook(database);
    this.#statements = Object.fromEntries(
      Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  methods(): WriterMethods {
    return {
      states: () => this.#book.states(),
      hold: (...args) => inTransaction(this.#database, () => this.#book.hold(...args)),
      begin: (node, kind, wanted) => inTransaction(this.#database, () => this.#book.begin(node, kind, wanted)),
      put: (batch) => this.#change(() => this.#put(batch)),
      unmet: (node, kind, run, most) =>
        this.#statements.unmet
          .all(this.#words.idOf("node", node), this.#words.idOf("kind", kind), run, most)
          .map(recordOf),
      keep: (ids, run) => this.#change(() => ids.forEach((id) => void this.#statements.keep.run(run, id))),
      remove: (ids) => this.#delete(() => this.#remove(ids)),
      expire: (node, kind, before) => this.#expire(node, kind, before),
      end: (node, kind, ended) => inTransaction(this.#database, () => this.#book.end(node, kind, ended)),
      drop: (node, kind) => this.#delete(() => this.#drop(node, kind)),
      reset: () => this.#reset(),
      maintain: () => this.#maintain(),
    };
  }

  #change<T>(work: () => T): T {
    const before = this.#state;
    this.#isLogFull = true;
    try {
      return inTransaction(this.#database, () => {
        this.#state = this.#readState();
        this.#state = { ...this.#state, sequence: this.#state.sequence + 1 };
        const result = work();
        this.#writeState();
        this.#seal();
        return result;
      });
    } catch (error) {
      this.#state = before;
      this.#words.forget();
      throw error;
    }
  }

  #put({ node, kind, run, items, removed, cursor, most }: HarvestBatch): PutCounts {
    const place = { node: this.#words.idOf("node", node), kind: this.#words.idOf("kind", kind), run };
    const counts = { added: 0, changed: 0, same: 0, leftOut: 0 };
    for (const item of items) counts[this.#putOne(item, place, most)] += 1;
    const gone = this.#remove(removed);
    this.#book.reached(node, kind, cursor);
    return { ...counts, removed: gone };
  }

  #putOne(summary: NodeSummary, place: Place, most: number): "added" | "changed" | "same" | "leftOut" {
    const texts = toSummaryTexts(summary);
    const facts = encodeFacts(summary, lengthOf(texts), this.#words);
    const { fetchedAt, sourceUpdatedAt, ...body } = summary;
    const now: Stored = {
      hash: createHash("sha1").update(JSON.stringify(texts)).digest("base64url"),
      facts: new Uint8Array(facts.buffer),
      body: JSON.stringify(body),
    };
    const times = { fetched: secondsOf(fetchedAt) ?? 0, updated: secondsOf(sourceUpdatedAt) };
    const present = this.#statements.find.get(summary.id);
    if (present === undefined && this.#state.alive >= most) return "leftOut";
    if (present !== undefined && present["hash"] === now.hash) {
      return this.#renew(Number(present["id"]), present, { now, times, place });
    }
    if (present !== undefined) this.#bury(Number(present["id"]), String(present["body"]));
    this.#insert(summary, JSON.stringify(texts), { now, times, place });
    return present === undefined ? "added" : "changed";
  }

  /** The same words: nothing is indexed again. */
  #renew(id: number, present: Readonly<Record<string, unknown>>, { now, times, place }: Version): "changed" | "same" {
    const isSame = present["body"] === now.body && isEqual(present["facts"], now.facts);
    const { sequence } = this.#state;
    if (isSame) this.#statements.renew.run(place.run, sequence, times.fetched, times.updated, id);
    else this.#statements.rewrite.run(place.run, sequence, times.fetched, times.updated, now.facts, now.body, id);
    return isSame ? "same" : "changed";
  }

  #insert(summary: NodeSummary, texts: string, { now, times, place }: Version): void {
    const id = this.#state.last + 1;
    this.#state = { ...this.#state, last: id, alive: this.#state.alive + 1 };
    this.#statements.insert.run(
      ...([id, summary.id, place.node, place.kind, place.run, this.#state.sequence] as const),
      ...([times.fetched, times.updated, now.hash, now.facts, now.body] as const),
    );
    this.#statements.pend.run(id, texts);
    this.#suggestions.add(summary);
  }

  #remove(ids: readonly string[]): number {
    let count = 0;
    for (const record of ids) {
      const row = this.#statements.find.get(record);
      if (row === undefined) continue;
      this.#bury(Number(row["id"]), String(row["body"]));
      count += 1;
    }
    return count;
  }

  #bury(id: number, body: string): void {
    this.#statements.bury.run(this.#state.sequence, this.#state.sequence, id);
    this.#statements.unsay.run(NO_TEXTS, id);
    this.#state = { ...this.#state, alive: this.#state.alive - 1, dead: this.#state.dead + 1 };
    this.#suggestions.remove(JSON.parse(body) as NodeSummary);
  }

  #drop(node: string, kind: string): number {
    const ids = this.#statements.ofKind.all(this.#words.idOf("node", node), this.#words.idOf("kind", kind));
    this.#book.forget(node, kind);
    return this.#remove(ids.map(recordOf));
  }

  /** Asked for often, and mostly there is nothing. */
  #expire(node: string, kind: string, before: number): number {
    const ids = [this.#words.idOf("node", node), this.#words.idOf("kind", kind)] as const;
    let count = 0;
    const older = () => this.#statements.older.all(...ids, Math.ceil(before / 1_000)).map(recordOf);
    if (older().length > 0) {
      count = this.#change(() => {
        // Another process may have renewed them while this one waited for the lock.
        const expired = older();
        if (expired.length > 0) this.#book.lacks(node, kind);
        return this.#remove(expired);
      });
      this.#maintain();
    }
    this.#wipe();
    return count;
  }

  #delete(work: () => number): number {
    const count = this.#change(work);
    this.#wipe();
    return count;
  }

  /** Where somebody reads the log just then, the next time. */
  #wipe(): void {
    if (this.#isLogFull) this.#isLogFull = !emptyLog(this.#database, WIPE_WAITS_MS);
  }

  #reset(): void {
    inTransaction(this.#database, () => {
      const { sequence } = this.#readState();
      for (const table of ["documents", "words", "harvests", "suggestions"])
        this.#database.exec(`DELETE FROM ${table}`);
      this.#state = { sequence: sequence + 1, last: 0, alive: 0, dead: 0 };
      indexAnew(this.#database);
      this.#writeState();
    });
    this.#words.forget();
  }

  #maintain(): void {
    if (isMostlyDead(this.#readState())) {
      inTransaction(this.#database, () => {
        const { sequence } = this.#readState();
        this.#state = { ...indexAnew(this.#database), sequence: sequence + 1 };
        this.#writeState();
      });
    }
    mergeSegments(this.#database);
  }

  #seal(): void {
    while (Number(this.#statements.pending.get()?.["count"] ?? 0) >= SEAL_AT) {
      sealPending(this.#database, SEAL_AT, SUMMARY_LAYOUT);
    }
  }

  #readState(): IndexState {
    const value = (name: string) => Number(this.#statements.state.get(name)?.["value"] ?? 0);
    return { sequence: value("sequence"), last: value("last"), alive: value("alive"), dead: value("dead") };
  }

  #writeState(): void {
    for (const [name, value] of Object.entries(this.#state)) this.#statements.setState.run(value, name);
  }
}

interface Place {
  readonly node: number;
  readonly kind: number;
  readonly run: number;
}

interface Stored {
  readonly hash: string;
  readonly facts: Uint8Array;
  readonly body: string;
}

interface Version {
  readonly now: Stored;
  /** Seconds. */
  readonly times: { readonly fetched: number; readonly updated: number | null };
  readonly place: Place;
}

function secondsOf(instant: string | null): number | null {
  return instant === null ? null : Math.floor(Date.parse(instant) / 1_000);
}

function isEqual(stored: unknown, bytes: Uint8Array): boolean {
  return stored instanceof Uint8Array && Buffer.compare(stored, bytes) === 0;
}

function recordOf(row: Readonly<Record<string, unknown>>): string {
  return String(row["record"]);
}

/** Of a document that died before its words were indexed: its place in the order stays. */
const NO_TEXTS = JSON.stringify({ fields: {}, keywords: [] });

const STATEMENTS = {
  state: "SELECT value FROM state WHERE name = ?",
  setState: "UPDATE state SET value = ? WHERE name = ?",
  find: "SELECT id, hash, facts, body FROM documents WHERE record = ? AND died = 0",
  insert: `INSERT INTO documents (id, record, node, kind, run, changed, died, fetched, updated, hash, facts, body)
           VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`,
  renew: "UPDATE documents SET run = ?, changed = ?, fetched = ?, updated = ? WHERE id = ?",
  rewrite: "UPDATE documents SET run = ?, changed = ?, fetched = ?, updated = ?, facts = ?, body = ? WHERE id = ?",
  bury: "UPDATE documents SET died = ?, changed = ?, body = '', hash = '' WHERE id = ?",
  keep: "UPDATE documents SET run = ? WHERE record = ? AND died = 0",
  unmet: "SELECT record FROM documents WHERE node = ? AND kind = ? AND run < ? AND died = 0 LIMIT ?",
  older: "SELECT record FROM documents WHERE node = ? AND kind = ? AND died = 0 AND fetched < ?",
  ofKind: "SELECT record FROM documents WHERE node = ? AND kind = ? AND died = 0",
  pend: "INSERT INTO search_pending (id, texts) VALUES (?, ?)",
  unsay: "UPDATE search_pending SET texts = ? WHERE id = ?",
  pending: "SELECT count(*) AS count FROM search_pending",
} as const;
