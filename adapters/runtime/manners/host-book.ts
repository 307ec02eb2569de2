import { atCeiling, type Pace, type PaceLimits, withinCeiling } from "./aimd.ts";
import { admit, type BreakerBook, CLOSED_BREAKER } from "./breaker.ts";
import type { BreakerState, HostState, LedgerEntry } from "./host-ledger.ts";
import type { QuotaUse } from "./quota.ts";
import { DAY_MS } from "./shanghai-day.ts";

export interface Lease {
  readonly source: string;
  readonly holder: string;
  readonly grantedAt: number;
  readonly expiresAt: number;
}

/** All that is kept about one host. Plain data. */
export interface HostBook {
  /** When it was last brought up to date. */
  readonly at: number;
  readonly tokens: number;
  readonly pausedUntil: number;
  /** Null as long as nothing was ever lowered. */
  readonly pace: Pace | null;
  readonly leases: Readonly<Record<string, Lease>>;
  /** Holders who were told to wait: first come, first served among processes too. A claim lapses when nobody comes back for it. */
  readonly claims: Readonly<Record<string, { readonly since: number; readonly until: number }>>;
  readonly sources: Readonly<Record<string, SourcePage>>;
}

interface SourcePage {
  readonly limits: PaceLimits;
  readonly seenAt: number;
  readonly breaker: BreakerBook;
}

/** The longest that anything in a book lies ahead (a pause of an hour); what lies further was written by a clock that ran ahead. */
const HORIZON_MS = 3_600_000;
/** Between processes clocks are the same one; a book from so far ahead means that it was put back. */
const CLOCK_SLACK_MS = 60_000;

/** The book as of now: time has passed, leases and claims have lapsed, the source's limits are entered. */
export function openBook(known: HostBook | undefined, { manners, now }: LedgerEntry): HostBook {
  const before = known === undefined ? emptyBook(manners.limits, now) : withSteadyClock(known, now);
  const at = Math.max(before.at, now);
  const breaker = before.sources[manners.source]?.breaker ?? CLOSED_BREAKER;
  const book = {
    ...filled(before, at),
    leases: keep(before.leases, ({ expiresAt }) => expiresAt > at),
    claims: keep(before.claims, ({ until }) => until > at),
    sources: {
      ...keep(before.sources, ({ seenAt }) => seenAt > at - DAY_MS),
      [manners.source]: { limits: manners.limits, seenAt: at, breaker },
    },
  };
  return { ...book, tokens: Math.min(book.tokens, ceilingOf(book).burst) };
}

/** The strictest limits of all sources on the host. */
export function ceilingOf({ sources }: Pick<HostBook, "sources">): PaceLimits {
  const all = Object.values(sources).map(({ limits }) => limits);
  return {
    requestsPerSecond: Math.min(...all.map(({ requestsPerSecond }) => requestsPerSecond)),
    burst: Math.min(...all.map(({ burst }) => burst)),
    concurrency: Math.min(...all.map(({ concurrency }) => concurrency)),
  };
}

/** The limits in force: the ceiling, and the adaptive pace below it. */
export function limitsOf(book: HostBook): PaceLimits {
  const ceiling = ceilingOf(book);
  const pace = withinCeiling(book.pace ?? atCeiling(ceiling), ceiling);
  return { ...ceiling, requestsPerSecond: pace.requestsPerSecond, concurrency: Math.floor(pace.concurrency) };
}

export function breakerOf({ sources }: HostBook, source: string): BreakerBook {
  return sources[source]?.breaker ?? CLOSED_BREAKER;
}

export function withBreaker(book: HostBook, source: string, breaker: BreakerBook): HostBook {
  const page = book.sources[source];
  return page === undefined ? book : { ...book, sources: { ...book.sources, [source]: { ...page, breaker } } };
}

export function toState(book: HostBook, source: string, quota: QuotaUse): HostState {
  return {
    at: book.at,
    tokens: book.tokens,
    active: Object.keys(book.leases).length,
    limits: limitsOf(book),
    pausedUntil: book.pausedUntil,
    breaker: toBreakerState(breakerOf(book, source), book),
    quota,
  };
}

export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...rest } = record;
  return rest;
}

function toBreakerState(breaker: BreakerBook, { at, leases }: HostBook): BreakerState {
  if (breaker.open === null) return { kind: "CLOSED", until: 0 };
  const admission = admit(breaker, at, (probe) => leases[probe] !== undefined);
  const until = admission.kind === "refuse" ? at + admission.retryAfterMs : breaker.open.until;
  return { kind: at < breaker.open.until ? "OPEN" : "HALF_OPEN", until };
}

function emptyBook({ burst }: PaceLimits, now: number): HostBook {
  return { at: now, tokens: burst, pausedUntil: 0, pace: null, leases: {}, claims: {}, sources: {} };
}

function filled(book: HostBook, at: number): HostBook {
  if (Object.keys(book.sources).length === 0) return { ...book, at };
  const { requestsPerSecond, burst } = limitsOf(book);
  const gained = ((at - book.at) / 1_000) * requestsPerSecond;
  return { ...book, at, tokens: Math.min(burst, book.tokens + gained) };
}

/** Where the machine's clock was put back, nothing waits for the time that it had shown. */
function withSteadyClock(book: HostBook, now: number): HostBook {
  if (book.at <= now + CLOCK_SLACK_MS) return book;
  const soon = (time: number) => Math.min(time, now + HORIZON_MS);
  const sources = Object.entries(book.sources).map(([name, page]) => {
    const { open } = page.breaker;
    const breaker = open === null ? page.breaker : { ...page.breaker, open: { ...open, until: soon(open.until) } };
    return [name, { ...page, seenAt: now, breaker }] as const;
  });
  const pace = book.pace === null ? null : { ...book.pace, loweredAt: Math.min(book.pace.loweredAt, now) };
  return {
    ...book,
    at: now,
    pausedUntil: soon(book.pausedUntil),
    pace,
    leases: {},
    claims: {},
    sources: Object.fromEntries(sources),
  };
}

function keep<T>(record: Readonly<Record<string, T>>, isKept: (value: T) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => isKept(value)));
}
