import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { StoreFollower } from "./follow-store.ts";
import type { Coverage, SummaryQuestion } from "./summary-index.ts";

/** How much of each kind of each node a search thread has. */
export class CoverageReader {
  readonly #harvests: StatementSync;

  constructor(database: DatabaseSync) {
    this.#harvests = database.prepare("SELECT node, kind, whole, ended FROM harvests ORDER BY node, kind");
  }

  read({ words, columns }: StoreFollower): readonly Coverage[] {
    const { isAlive, node, kind, fetched } = columns.arrays;
    const counted = new Map<number, { count: number; oldest: number }>();
    for (let id = 1; id < columns.size; id++) {
      if (isAlive[id] !== 1) continue;
      const place = placeOf(node[id] ?? 0, kind[id] ?? 0);
      const one = counted.get(place) ?? { count: 0, oldest: Number.POSITIVE_INFINITY };
      counted.set(place, one);
      one.count += 1;
      const time = fetched[id] ?? 0;
      if (time !== 0 && time < one.oldest) one.oldest = time;
    }
    return this.#rows().map((row) => {
      const one = counted.get(placeOf(words.idOf("node", row.node), words.idOf("kind", row.kind)));
      const oldest = one?.oldest ?? Number.POSITIVE_INFINITY;
      return {
        node: row.node,
        kind: row.kind,
        count: one?.count ?? 0,
        isComplete: row.whole !== null,
        lastHarvestAt: toInstant(row.ended),
        oldestFetchedAt: Number.isFinite(oldest) ? toInstant(oldest * 1_000) : null,
      };
    });
  }

  /** Whether every kind that was asked for has been read through at every node that has it. */
  isWhole({ kinds, nodes }: Pick<SummaryQuestion, "kinds" | "nodes">): boolean {
    const concerned = this.#rows().filter(
      ({ node, kind }) => (kinds.length === 0 || kinds.includes(kind)) && (nodes?.includes(node) ?? true),
    );
    return concerned.length > 0 && concerned.every(({ whole }) => whole !== null);
  }

  #rows(): readonly HarvestRow[] {
    return this.#harvests.all() as unknown as HarvestRow[];
  }
}

interface HarvestRow {
  readonly node: string;
  readonly kind: string;
  readonly whole: number | null;
  readonly ended: number | null;
}

function placeOf(node: number, kind: number): number {
  return node * 65_536 + kind;
}

function toInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
