import type { DatabaseSync } from "node:sqlite";
import { sealPending } from "#adapters/runtime/text-index/seal-segments.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { SUMMARY_LAYOUT } from "./index-layout.ts";
import { toSummaryTexts } from "./summary-texts.ts";

/** Figures of the index, in the store. */
export interface IndexState {
  /** Number of the newest change. */
  readonly sequence: number;
  /** The highest document. */
  readonly last: number;
  readonly alive: number;
  readonly dead: number;
}

const LEAST_DEAD = 20_000;
const SEGMENT = 4_096;

export function isMostlyDead({ alive, dead }: IndexState): boolean {
  return dead > LEAST_DEAD && dead > alive / 2;
}

/** Leaves out what is dead and indexes the rest under new numbers, in the caller's transaction: readers see one or the other. */
export function indexAnew(database: DatabaseSync): Omit<IndexState, "sequence"> {
  for (const table of ["search_pending", "search_segments", "search_terms"]) database.exec(`DELETE FROM ${table}`);
  database.exec("DELETE FROM documents WHERE died > 0");
  database.exec("UPDATE state SET value = value + 1 WHERE name = 'epoch'");
  const pend = database.prepare("INSERT INTO search_pending (id, texts) VALUES (?, ?)");
  const next = database.prepare("SELECT id, body FROM documents WHERE id > ? ORDER BY id LIMIT ?");
  const renumber = database.prepare("UPDATE documents SET id = ? WHERE id = ?");
  let last = 0;
  for (let after = 0; ; ) {
    const rows = next.all(after, SEGMENT);
    for (const row of rows) {
      after = Number(row["id"]);
      last += 1;
      // Numbers only go down, to where nothing is any more.
      if (last !== after) renumber.run(last, after);
      pend.run(last, JSON.stringify(toSummaryTexts(JSON.parse(String(row["body"])) as NodeSummary)));
    }
    if (rows.length < SEGMENT) break;
    sealPending(database, SEGMENT, SUMMARY_LAYOUT);
  }
  return { last, alive: last, dead: 0 };
}
