import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { foldText, isPair, tokensOf } from "#adapters/runtime/text-index/analyse-text.ts";
import { inventPatent } from "./invent-patents.ts";

const BATCH = 5_000;

/** Five facets as groups over the matches. */
const FACETS = [
  "SELECT status AS value, count(*) AS count FROM matches JOIN flat USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
  "SELECT year AS value, count(*) AS count FROM matches JOIN flat USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
  "SELECT city AS value, count(*) AS count FROM matches JOIN flat USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
  "SELECT subclass AS value, count(*) AS count FROM matches JOIN classes USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
  "SELECT applicant AS value, count(*) AS count FROM matches JOIN parties USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
];

/**
 * The same records the plain way: an FTS5 table over pairs of characters, attributes in tables beside it. Search is
 * `ORDER BY rank`, facets are GROUP BY. What the store is held against.
 */
export class Baseline {
  readonly #database: DatabaseSync;

  constructor(folder: string, records: number) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "baseline.db");
    const isNew = !existsSync(file);
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;");
    if (isNew) this.#create();
    this.#fill(records);
  }

  /** Total, the first twenty and five facets. */
  search(term: string): number {
    const pairs = pairsOf(term);
    this.#database.exec("DROP TABLE IF EXISTS temp.matches");
    this.#database
      .prepare("CREATE TEMP TABLE matches AS SELECT rowid AS id FROM texts WHERE texts MATCH ?")
      .run(`"${pairs}"`);
    this.#database
      .prepare("SELECT rowid, rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20")
      .all(`"${pairs}"`);
    for (const sql of FACETS) this.#database.prepare(sql).all();
    return Number(this.#database.prepare("SELECT count(*) AS count FROM matches").get()?.["count"]);
  }

  close(): void {
    this.#database.close();
  }

  #create(): void {
    this.#database.exec(`
      CREATE VIRTUAL TABLE texts USING fts5(title, abstract, claim, content = '');
      CREATE TABLE flat (id INTEGER PRIMARY KEY, status TEXT, year INTEGER, city TEXT);
      CREATE TABLE classes (id INTEGER, subclass TEXT, PRIMARY KEY (id, subclass)) WITHOUT ROWID;
      CREATE TABLE parties (id INTEGER, applicant TEXT, PRIMARY KEY (id, applicant)) WITHOUT ROWID;
    `);
  }

  #fill(records: number): void {
    const statements = {
      text: this.#database.prepare("INSERT INTO texts (rowid, title, abstract, claim) VALUES (?, ?, ?, ?)"),
      flat: this.#database.prepare("INSERT INTO flat VALUES (?, ?, ?, ?)"),
      classes: this.#database.prepare("INSERT OR IGNORE INTO classes VALUES (?, ?)"),
      parties: this.#database.prepare("INSERT OR IGNORE INTO parties VALUES (?, ?)"),
    };
    let done = Number(this.#database.prepare("SELECT count(*) AS count FROM flat").get()?.["count"]);
    while (done < records) {
      this.#database.exec("BEGIN");
      for (const end = Math.min(records, done + BATCH); done < end; done++) {
        const { document, legalEvents } = inventPatent(done);
        const id = done + 1;
        const [claim] = document.claims;
        statements.text.run(id, pairsOf(document.title), pairsOf(document.abstract), pairsOf(claim?.text ?? null));
        const city = document.applicants[0]?.regionCode?.slice(0, 4) ?? null;
        statements.flat.run(id, legalEvents.at(-1)?.code ?? null, Number(document.filingDate?.slice(0, 4)), city);
        for (const symbol of document.ipc) statements.classes.run(id, symbol.slice(0, 4));
        for (const { name } of document.applicants) statements.parties.run(id, name);
      }
      this.#database.exec("COMMIT");
      process.stderr.write(`\rbaseline: ${done} of ${records}   `);
      if (done === records) process.stderr.write("\n");
    }
  }
}

function pairsOf(text: string | null): string {
  const tokens = tokensOf(foldText(text ?? ""));
  return tokens
    .flatMap((token, index) => {
      const next = tokens[index + 1];
      if (token.code === 0) return token.text;
      return next !== undefined && isPair(token, next) ? token.text + next.text : [];
    })
    .join(" ");
}
