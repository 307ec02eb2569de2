import type { DatabaseSync, StatementSync } from "node:sqlite";
import { pinyin } from "pinyin-pro";
import { foldText } from "#adapters/runtime/text-index/analyse-text.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { SUGGESTION_KINDS } from "./suggestion-kinds.ts";
import { beginningsOf } from "./suggestion-leads.ts";
import { facetClass } from "./summary-texts.ts";

/** A key is cut here; nobody types more of a prefix. */
const LONGEST_KEY = 40;
const LONGEST_TEXT = 120;
/** Shorter names are persons' mostly, who are not suggested. */
const SHORTEST_ORGANIZATION = 5;
const CREDIT_CODE = /^[0-9A-Z]{18}$/;

/** Keeps count of the titles, organisations and classes by which summaries can be suggested. */
export class SuggestionWriter {
  readonly #add: StatementSync;
  readonly #take: StatementSync;
  readonly #clear: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      `INSERT INTO suggestions (kind, key, text, count, record) VALUES (?, ?, ?, 1, ?)
       ON CONFLICT DO UPDATE SET count = count + 1, record = ''`,
    );
    this.#take = database.prepare("UPDATE suggestions SET count = count - 1 WHERE kind = ? AND key = ? AND text = ?");
    this.#clear = database.prepare("DELETE FROM suggestions WHERE kind = ? AND key = ? AND text = ? AND count <= 0");
  }

  add(summary: NodeSummary): void {
    const record = `${summary.typeName} ${summary.id}`;
    for (const { kind, text, key } of keysOf(summary)) {
      this.#add.run(kind, key, text, kind === SUGGESTION_KINDS.TITLE ? record : "");
    }
  }

  remove(summary: NodeSummary): void {
    for (const { kind, text, key } of keysOf(summary)) {
      this.#take.run(kind, key, text);
      this.#clear.run(kind, key, text);
    }
  }
}

interface SuggestionKey {
  readonly kind: number;
  readonly text: string;
  readonly key: string;
}

function keysOf({ title, parties, classes }: NodeSummary): readonly SuggestionKey[] {
  const organizations = parties.filter((name) => name.length >= SHORTEST_ORGANIZATION && !CREDIT_CODE.test(name));
  return [
    ...(title === null ? [] : spoken(SUGGESTION_KINDS.TITLE, title)),
    ...organizations.flatMap((name) => spoken(SUGGESTION_KINDS.ORGANIZATION, name)),
    ...[...new Set(classes.map(facetClass))].map((symbol) => ({
      kind: SUGGESTION_KINDS.CLASSIFICATION,
      text: symbol,
      key: foldText(symbol),
    })),
  ];
}

/** As written and by its initials. */
function spoken(kind: number, written: string): readonly SuggestionKey[] {
  const text = written.slice(0, LONGEST_TEXT);
  const keys = beginningsOf(kind, text).flatMap((beginning) => [toKey(beginning), initialsOf(beginning)]);
  return [...new Set(keys)].filter((key) => key !== "").map((key) => ({ kind, text, key }));
}

/** What is typed, as it stands in keys. */
export function toKey(text: string): string {
  return foldText(text).replace(/\s+/g, "").slice(0, LONGEST_KEY);
}

/** 重庆示例 → cqsl; what has no pinyin stays, and brackets do not. */
function initialsOf(text: string): string {
  const letters = pinyin(foldText(text.slice(0, LONGEST_KEY)), { pattern: "first", toneType: "none", type: "array" });
  return letters
    .join("")
    .replace(/[\s()（）]+/g, "")
    .toLowerCase();
}
