import type { DatabaseSync, StatementSync } from "node:sqlite";
import { SUGGESTION_KINDS } from "./suggestion-kinds.ts";
import { typedBeginnings } from "./suggestion-leads.ts";
import { toKey } from "./suggestion-writer.ts";
import type { Suggestion, SuggestKind } from "./summary-index.ts";

const MOST = 50;
/** A short beginning has more than anybody reads: of so many the most frequent are given. */
const MOST_LOOKED_AT = 2_000;

/** Finds titles, organisations and classes by how they begin, as written or by the initials of their pinyin. */
export class Suggester {
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      "SELECT text, count, record FROM suggestions WHERE kind = ? AND key >= ? AND key < ? AND count > 0 LIMIT ?",
    );
  }

  suggest(prefix: string, kinds: readonly SuggestKind[], first: number): readonly Suggestion[] {
    const key = toKey(prefix);
    if (key === "") return [];
    const found = [...new Set(kinds)].flatMap((kind) => this.#ofKind(kind, key));
    return found.sort(byUse).slice(0, Math.max(0, Math.min(first, MOST)));
  }

  #ofKind(kind: SuggestKind, key: string): readonly Suggestion[] {
    const rows = typedBeginnings(SUGGESTION_KINDS[kind], key).flatMap((typed) =>
      this.#find.all(SUGGESTION_KINDS[kind], typed, `${typed}\u{10ffff}`, MOST_LOOKED_AT),
    );
    const byText = new Map(rows.map((row) => [String(row["text"]), row]));
    return [...byText.values()].map((row) => ({
      kind,
      text: String(row["text"]),
      count: Number(row["count"]),
      record: toRecord(String(row["record"])),
    }));
  }
}

/** The more frequent first, then the shorter. */
function byUse(a: Suggestion, b: Suggestion): number {
  return b.count - a.count || a.text.length - b.text.length || (a.text < b.text ? -1 : 1);
}

function toRecord(text: string): Suggestion["record"] {
  const [typeName, id] = text.split(" ");
  return typeName === undefined || id === undefined ? null : { typeName, id };
}
