import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import type { Facet } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { LiveList } from "./plan-lists.ts";
import type { IndexedNodes } from "./report-nodes.ts";
import { CursorSeal } from "./search-cursor.ts";
import type { SearchSession } from "./search-session.ts";

/** A search under way: its session, and what it was opened for. */
export interface OpenSearch {
  readonly session: SearchSession;
  /** By the key of the list. */
  readonly live: ReadonlyMap<string, LiveList>;
  /** What the index said of the whole question when it was first asked. */
  readonly indexed: { facets: readonly Facet[]; nodes: IndexedNodes };
}

export interface DeskOptions {
  readonly timer?: Timer;
  /** Seals cursors; one of this process alone where none is given. */
  readonly key?: Uint8Array;
  readonly mostSessions?: number;
  readonly mostBytes?: number;
}

/** How long a session lives after its last page. */
const SESSION_MS = 300_000;
const MOST_SESSIONS = 5_000;
const MOST_BYTES = 64_000_000;
const ID_BYTES = 9;
const KEY_BYTES = 32;

/** What searches keep between pages, as long as the hub runs: bounded in number and bytes, the least used go first. */
export class SearchDesk {
  readonly timer: Timer;
  readonly seal: CursorSeal;
  /** Searches that wait for nodes at this moment, by the end of their patience. */
  readonly crowd = new Set<Promise<void>>();
  readonly #searches: LRUCache<string, OpenSearch>;

  constructor(options: DeskOptions = {}) {
    const { timer = SYSTEM_TIMER, key = randomBytes(KEY_BYTES) } = options;
    this.timer = timer;
    this.seal = new CursorSeal(key);
    this.#searches = new LRUCache({
      max: options.mostSessions ?? MOST_SESSIONS,
      maxSize: options.mostBytes ?? MOST_BYTES,
      sizeCalculation: ({ session }) => session.bytes,
      ttl: SESSION_MS,
      ttlResolution: 0,
      perf: timer,
    });
  }

  newId(): string {
    return randomBytes(ID_BYTES).toString("base64url");
  }

  find(session: string): OpenSearch | undefined {
    const found = this.#searches.get(session);
    return found?.session.isFull === true ? undefined : found;
  }

  /** After every page: it has grown, and its time begins anew. */
  keep(search: OpenSearch): void {
    this.#searches.set(search.session.id, search);
  }

  get size(): number {
    return this.#searches.size;
  }

  get bytes(): number {
    return this.#searches.calculatedSize;
  }
}
