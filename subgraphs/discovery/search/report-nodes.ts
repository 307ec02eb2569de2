import type { CountedList } from "./count-total.ts";
import type { SearchHit } from "./search-hit.ts";
import type { ListVisit } from "./search-session.ts";

/** Enum SearchOutcome. */
type SearchOutcome = "OK" | "PARTIAL" | "LATE" | "UNAVAILABLE" | "THROTTLED" | "BAD_RESPONSE" | "INDEXED" | "SKIPPED";

export interface NodeReport {
  readonly node: string;
  readonly outcome: SearchOutcome;
  readonly hits: number | null;
  readonly tookMs: number | null;
  readonly ageSeconds: number | null;
  readonly filteredByHub: readonly string[];
}

/** What the index knows of each node. */
export type IndexedNodes = ReadonlyMap<string, { readonly hits: number; readonly ageSeconds: number | null }>;

const OUTCOMES: Readonly<Record<string, SearchOutcome>> = {
  NODE_TIMEOUT: "LATE",
  NODE_BUSY: "THROTTLED",
  NODE_THROTTLED: "THROTTLED",
  UPSTREAM_BUDGET_EXCEEDED: "THROTTLED",
  NODE_BAD_RESPONSE: "BAD_RESPONSE",
  INTERNAL: "BAD_RESPONSE",
  NODE_CANNOT_ANSWER: "INDEXED",
};

/** How every node did that was asked for this page, or has been asked before, or is in the index. */
export function reportNodes(
  nodes: readonly string[],
  lists: readonly CountedList[],
  page: {
    readonly visits: readonly ListVisit[];
    readonly found: Iterable<SearchHit>;
    readonly indexed: IndexedNodes;
    /** Nodes of which the question would have shown something, were they not paused. */
    readonly paused: ReadonlySet<string>;
    readonly now: number;
  },
): readonly NodeReport[] {
  const ages = oldestByNode(page.found);
  return nodes.flatMap((node) => {
    const own = lists.filter(({ live }) => live?.node === node);
    const indexed = page.indexed.get(node);
    if (own.length === 0 && page.paused.has(node)) return [{ ...NOTHING_OF, node }];
    if (own.length === 0 && indexed === undefined) return [];
    const keys = new Set(own.map(({ list }) => list.key));
    const visits = page.visits.filter(({ key }) => keys.has(key));
    const oldest = ages.get(node);
    return [
      {
        node,
        outcome: own.length === 0 ? "INDEXED" : outcomeOf(visits),
        hits: hitsOf(own) ?? indexed?.hits ?? null,
        tookMs: visits.length === 0 ? null : Math.round(Math.max(...visits.map(({ tookMs }) => tookMs))),
        ageSeconds:
          oldest === undefined ? (indexed?.ageSeconds ?? null) : Math.max(0, Math.round((page.now - oldest) / 1_000)),
        filteredByHub: [...new Set(own.flatMap(({ live }) => live?.filteredByHub ?? []))],
      },
    ];
  });
}

const NOTHING_OF: Omit<NodeReport, "node"> = {
  outcome: "UNAVAILABLE",
  hits: null,
  tookMs: null,
  ageSeconds: null,
  filteredByHub: [],
};

function outcomeOf(visits: readonly ListVisit[]): SearchOutcome {
  const outcomes = visits.map(({ isLate, failure }) =>
    isLate ? "LATE" : failure === null ? "OK" : outcomeOfFailure(failure),
  );
  if (outcomes.length === 0) return "SKIPPED";
  const bad = outcomes.find((outcome) => outcome !== "OK");
  if (bad === undefined) return "OK";
  return outcomes.includes("OK") ? "PARTIAL" : bad;
}

function outcomeOfFailure(failure: unknown): SearchOutcome {
  const extensions =
    typeof failure === "object" && failure !== null && "extensions" in failure ? failure.extensions : null;
  const { code } = (extensions ?? {}) as { readonly code?: unknown };
  return OUTCOMES[String(code)] ?? "UNAVAILABLE";
}

/** As far as its lists have answered; null where none has. */
function hitsOf(lists: readonly CountedList[]): number | null {
  const told = lists.flatMap(({ list }) => (list.total === null ? [] : [list.total.value]));
  return told.length === 0 ? null : told.reduce((sum, one) => sum + one, 0);
}

function oldestByNode(hits: Iterable<SearchHit>): ReadonlyMap<string, number> {
  const oldest = new Map<string, number>();
  for (const { findings } of hits) {
    for (const { node, fetchedAt } of findings) {
      if (fetchedAt !== null) oldest.set(node, Math.min(oldest.get(node) ?? fetchedAt, fetchedAt));
    }
  }
  return oldest;
}
