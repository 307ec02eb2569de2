import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Spaces of words that stand in columns as numbers. */
export type WordSpace = "node" | "kind" | "status" | "licence" | "region" | "class";

/** The most words of a space; further ones are not told apart, and stand as none. */
const MOST_WORDS = 60_000;

/** Gives words their numbers, from 1 in each space; 0 is none. For the one who writes. */
export class WordWriter {
  readonly #find: StatementSync;
  readonly #next: StatementSync;
  readonly #insert: StatementSync;
  readonly #known = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#find = database.prepare("SELECT id FROM words WHERE space = ? AND word = ?");
    this.#next = database.prepare("SELECT ifnull(max(id), 0) + 1 AS id FROM words WHERE space = ?");
    this.#insert = database.prepare("INSERT INTO words (space, id, word) VALUES (?, ?, ?)");
  }

  idOf(space: WordSpace, word: string | null): number {
    if (word === null) return 0;
    const key = `${space}:${word}`;
    const known = this.#known.get(key) ?? this.#stored(space, word);
    this.#known.set(key, known);
    return known;
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#known.clear();
  }

  #stored(space: WordSpace, word: string): number {
    const found = this.#find.get(space, word);
    if (found !== undefined) return Number(found["id"]);
    const id = Number(this.#next.get(space)?.["id"]);
    if (id > MOST_WORDS) return 0;
    this.#insert.run(space, id, word);
    return id;
  }
}

const SPACES: readonly WordSpace[] = ["node", "kind", "status", "licence", "region", "class"];

/** The words of all spaces as a search thread knows them. */
export class WordBook {
  readonly #statement: StatementSync;
  readonly #words = new Map<WordSpace, string[]>(SPACES.map((space) => [space, [""]]));
  readonly #ids = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#statement = database.prepare("SELECT word FROM words WHERE space = ? AND id >= ? ORDER BY id");
  }

  /** What is new; `isAnew`: the numbers stand for other words now. */
  load(isAnew: boolean): void {
    if (isAnew) this.#ids.clear();
    for (const space of SPACES) {
      const words = isAnew ? [""] : this.#listOf(space);
      this.#words.set(space, words);
      for (const row of this.#statement.iterate(space, words.length)) {
        const word = String(row["word"]);
        this.#ids.set(`${space}:${word}`, words.length);
        words.push(word);
      }
    }
  }

  /** By number; of 0 nothing is to be said. */
  wordsOf(space: WordSpace): readonly string[] {
    return this.#listOf(space);
  }

  /** 0 for a word that no document has. */
  idOf(space: WordSpace, word: string): number {
    return this.#ids.get(`${space}:${word}`) ?? 0;
  }

  #listOf(space: WordSpace): string[] {
    return this.#words.get(space) ?? [""];
  }
}
