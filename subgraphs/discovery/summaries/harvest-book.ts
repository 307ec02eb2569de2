import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { HarvestMode, HarvestRun, HarvestState } from "./store-protocol.ts";

/** How far the harvest of each kind of each node has come. Called inside the writer's transactions. */
export class HarvestBook {
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  constructor(database: DatabaseSync) {
    this.#statements = Object.fromEntries(
      Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  states(): readonly HarvestState[] {
    return (this.#statements.all.all() as unknown as HarvestRow[]).map((row) => ({
      node: row.node,
      kind: row.kind,
      unfinished: row.mode,
      resume: row.resume,
      wholeAt: row.whole,
      endedAt: row.ended,
    }));
  }

  hold(holder: number, now: number, forMs: number): boolean {
    const value = (name: string) => Number(this.#statements.state.get(name)?.["value"] ?? 0);
    if (value("holder") !== holder && value("heldUntil") > now) return false;
    this.#statements.setState.run("holder", holder);
    this.#statements.setState.run("heldUntil", now + forMs);
    return true;
  }

  /** Goes on with one that was left off, unless it is to begin anew. */
  begin(
    node: string,
    kind: string,
    { mode, now, anew }: { readonly mode: HarvestMode; readonly now: number; readonly anew: boolean },
  ): HarvestRun {
    const row = this.#find(node, kind);
    if (row?.mode != null && !anew) {
      return { run: row.run, mode: row.mode, cursor: row.cursor, startedAt: row.started ?? now };
    }
    const isOfChanges = mode === "changes" && row?.whole != null;
    const begun: HarvestRun = {
      run: (row?.run ?? 0) + (isOfChanges ? 0 : 1),
      mode: isOfChanges ? "changes" : "whole",
      cursor: isOfChanges ? (row?.resume ?? null) : null,
      startedAt: now,
    };
    this.#statements.begin.run(node, kind, begun.run, begun.mode, begun.cursor, now);
    return begun;
  }

  reached(node: string, kind: string, cursor: string | null): void {
    if (cursor !== null) this.#statements.reached.run(cursor, node, kind);
  }

  end(node: string, kind: string, { resume, now }: { readonly resume: string | null; readonly now: number }): void {
    this.#statements.end.run({ resume, now, node, kind });
  }

  /** What a whole harvest brought is not all there any more. */
  lacks(node: string, kind: string): void {
    this.#statements.lacks.run(node, kind);
  }

  forget(node: string, kind: string): void {
    this.#statements.forget.run(node, kind);
  }

  #find(node: string, kind: string): HarvestRow | undefined {
    return this.#statements.find.get(node, kind) as HarvestRow | undefined;
  }
}

interface HarvestRow {
  readonly node: string;
  readonly kind: string;
  readonly run: number;
  readonly mode: HarvestMode | null;
  readonly cursor: string | null;
  readonly resume: string | null;
  readonly started: number | null;
  readonly whole: number | null;
  readonly ended: number | null;
}

const STATEMENTS = {
  state: "SELECT value FROM state WHERE name = ?",
  setState: "INSERT INTO state VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
  all: "SELECT * FROM harvests ORDER BY node, kind",
  find: "SELECT * FROM harvests WHERE node = ? AND kind = ?",
  begin: `INSERT INTO harvests (node, kind, run, mode, cursor, started) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
          ON CONFLICT DO UPDATE SET run = ?3, mode = ?4, cursor = ?5, started = ?6`,
  reached: "UPDATE harvests SET cursor = ? WHERE node = ? AND kind = ?",
  end: `UPDATE harvests SET whole = iif(mode = 'whole', :now, whole), ended = :now, mode = NULL, cursor = NULL, resume = :resume
        WHERE node = :node AND kind = :kind`,
  lacks: "UPDATE harvests SET whole = NULL WHERE node = ? AND kind = ?",
  forget: "DELETE FROM harvests WHERE node = ? AND kind = ?",
} as const;
