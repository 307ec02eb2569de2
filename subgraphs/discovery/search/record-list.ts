import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";

/** A record as one list has it. */
export interface ListRecord {
  readonly node: string;
  readonly kind: string;
  readonly summary: NodeSummary;
}

export interface ListPage {
  /** Null keeps the place of a record that cannot be shown. */
  readonly items: readonly (ListRecord | null)[];
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
}

export type AskPage = (first: number, offset: number) => Promise<ListPage>;

/** What a list newly gave. */
export interface PlacedRecord extends ListRecord {
  readonly place: number;
}

/** Records of the page before that are asked for again: what shifted by fewer than these is noticed. */
const OVERLAP = 5;
/** The contract's own bound. */
const MAX_PAGE = 100;
/** Pages in a row that fail before a list is given up. */
const MOST_FAILURES = 3;
/** How often a list may be read backwards for what moved to the front, and how many pages in a row may bring nothing new. */
const MOST_REWINDS = 8;
const MOST_DRY_PAGES = 8;

/**
 * One list of one node, read page by page while it changes: what was there before is passed over; where a page does not
 * join on to what was read (records before it went away and those behind moved up), reading goes back until it does.
 */
export class RecordList {
  readonly key: string;
  #next: number;
  #isFirst = true;
  #isAtEnd = false;
  #rewinds = 0;
  #dryPages = 0;
  #failures = 0;
  #isHopeless = false;
  readonly #hidden = new Set<number>();
  #inFlight: Promise<void> | null = null;
  /** By id: whether everything before it in the list has been read too. */
  readonly #known = new Map<string, boolean>();
  readonly #fresh: PlacedRecord[] = [];
  /** Places of records that were given and not yet shown. */
  readonly #pending = new Set<number>();
  /** Null until it has answered. */
  total: { readonly value: number; readonly isExact: boolean } | null = null;
  /** What befell it last; null where it answered. */
  failure: unknown = null;

  constructor(key: string, start = 0) {
    this.key = key;
    this.#next = start;
  }

  /** There may be more, and it is worth asking. */
  get isOpen(): boolean {
    return !this.#isAtEnd && !this.#isHopeless && this.#failures < MOST_FAILURES;
  }

  /** It answers, and has more. */
  get isPromising(): boolean {
    return this.isOpen && !this.isAsked && this.failure === null;
  }

  get isExhausted(): boolean {
    return this.#isAtEnd;
  }

  get isAsked(): boolean {
    return this.#inFlight !== null;
  }

  get pending(): number {
    return this.#pending.size;
  }

  get known(): number {
    return this.#known.size;
  }

  /** Where to go on with everything that was not shown. */
  get position(): number {
    return Math.min(this.#next, ...this.#pending);
  }

  /** Asks for the next page; joins the question under way. Never throws. */
  read(ask: AskPage, size: number): Promise<void> {
    this.#inFlight ??= this.#fetch(ask, size).finally(() => {
      this.#inFlight = null;
    });
    return this.#inFlight;
  }

  /** What came since the last time. */
  take(): readonly PlacedRecord[] {
    return this.#fresh.splice(0);
  }

  shown(place: number): void {
    this.#pending.delete(place);
  }

  async #fetch(ask: AskPage, size: number): Promise<void> {
    const offset = this.#isFirst ? this.#next : Math.max(0, this.#next - OVERLAP);
    const first = Math.min(MAX_PAGE, size + this.#next - offset);
    try {
      const page = await ask(first, offset);
      this.#failures = 0;
      this.failure = null;
      this.#add(page, offset, first);
    } catch (error) {
      this.#failures += 1;
      this.failure = error;
      this.#isHopeless = isFinal(error);
    }
  }

  #add({ items, total, relation }: ListPage, offset: number, asked: number): void {
    const joinsOn = this.#joinsOn(items, offset) || this.#rewinds >= MOST_REWINDS;
    const before = this.#known.size;
    for (const [index, item] of items.entries()) this.#note(item, offset + index, joinsOn);
    this.#isFirst = false;
    this.#dryPages = this.#known.size === before ? this.#dryPages + 1 : 0;
    this.total = { value: Math.max(0, total - this.#hidden.size), isExact: relation === "EXACT" };
    const end = offset + items.length;
    if (!joinsOn) {
      this.#rewinds += 1;
      this.#next = Math.max(0, offset - asked);
      return;
    }
    const isLast = relation === "EXACT" ? end >= total || items.length === 0 : end <= this.#next;
    this.#isAtEnd = isLast || this.#dryPages >= MOST_DRY_PAGES;
    this.#next = end;
  }

  #note(item: ListRecord | null, place: number, joinsOn: boolean): void {
    if (item === null) {
      this.#hidden.add(place);
      return;
    }
    const { id } = item.summary;
    if (!this.#known.has(id)) {
      this.#pending.add(place);
      this.#fresh.push({ ...item, place });
    }
    this.#known.set(id, joinsOn || this.#known.get(id) === true);
  }

  #joinsOn(items: ListPage["items"], offset: number): boolean {
    if (this.#isFirst || offset === 0) return true;
    const first = items.find((item) => item !== null);
    return first === undefined ? items.length > 0 : this.#known.get(first.summary.id) === true;
  }
}

/** Refused for good: the node is off, or the question is none that it takes. Told by the error's own word. */
function isFinal(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("extensions" in error)) return false;
  const { code, retryable } = error.extensions as { readonly code?: unknown; readonly retryable?: unknown };
  return retryable === false && code !== "UPSTREAM_BUDGET_EXCEEDED";
}
