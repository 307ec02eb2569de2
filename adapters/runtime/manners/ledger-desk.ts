import { atCeiling, lower, raise } from "./aimd.ts";
import { admit, settle, startProbe } from "./breaker.ts";
import {
  breakerOf,
  ceilingOf,
  type HostBook,
  type Lease,
  limitsOf,
  openBook,
  toState,
  withBreaker,
  without,
} from "./host-book.ts";
import type { HostState, LedgerEntry, SlotAnswer, SlotRequest, SlotReturn } from "./host-ledger.ts";
import { countCall, isUsedUp, NO_QUOTA_USED, type QuotaUse } from "./quota.ts";
import { untilShanghaiMidnight } from "./shanghai-day.ts";

/** Where the books lie. */
export interface BookShelf {
  /** Runs it alone: nobody else reads or writes a book in between. */
  alone<T>(run: () => T): T;
  book(host: string): HostBook | undefined;
  putBook(host: string, book: HostBook): void;
  quota(source: string): QuotaUse | undefined;
  putQuota(source: string, use: QuotaUse): void;
}

interface Pages {
  readonly book: HostBook;
  readonly quota: QuotaUse;
}

/** How often a holder asks again for a place that another process has; nothing tells it when that falls free. */
const POLL_MS = 100;
/** A holder that does not come back so long after its time is no longer waited for. */
const GRACE_MS = 300;

/** Does what a ledger promises on books that lie on some shelf; synchronous. */
export class LedgerDesk {
  readonly #shelf: BookShelf;

  constructor(shelf: BookShelf) {
    this.#shelf = shelf;
  }

  attach(entry: LedgerEntry): HostState {
    return this.#edit(entry, (pages) => pages);
  }

  pause(entry: LedgerEntry, until: number): HostState {
    return this.#edit(entry, ({ book, quota }) => ({
      book: { ...book, pausedUntil: Math.max(book.pausedUntil, until) },
      quota,
    }));
  }

  acquire(request: SlotRequest): SlotAnswer {
    let verdict: Verdict = { kind: "granted" };
    const state = this.#edit(request, (pages) => {
      verdict = judge(pages, request);
      return entered(pages, request, verdict);
    });
    return { ...verdict, state };
  }

  release(done: SlotReturn): HostState {
    return this.#edit(done, (pages) => returned(pages, done));
  }

  #edit(entry: LedgerEntry, change: (pages: Pages) => Pages): HostState {
    const { host, manners } = entry;
    return this.#shelf.alone(() => {
      const known = this.#shelf.quota(manners.source);
      const before = { book: openBook(this.#shelf.book(host), entry), quota: known ?? NO_QUOTA_USED };
      const after = change(before);
      this.#shelf.putBook(host, after.book);
      if (after.quota !== known) this.#shelf.putQuota(manners.source, after.quota);
      return toState(after.book, manners.source, after.quota);
    });
  }
}

type Verdict = SlotAnswer extends infer Answer ? (Answer extends SlotAnswer ? Omit<Answer, "state"> : never) : never;

function judge({ book, quota }: Pages, request: SlotRequest): Verdict {
  const { manners, lease, holder } = request;
  const now = book.at;
  if (book.pausedUntil > now) return { kind: "paused", retryAfterMs: book.pausedUntil - now };
  if (isUsedUp(quota, manners.dailyQuota, now)) return { kind: "quota-used", retryAfterMs: untilShanghaiMidnight(now) };
  if (book.leases[lease] !== undefined) return waitForToken(book) ?? { kind: "granted" };
  const admission = admit(breakerOf(book, manners.source), now, (probe) => book.leases[probe] !== undefined);
  if (admission.kind === "refuse") return { kind: "circuit-open", retryAfterMs: admission.retryAfterMs };
  if (isOthersTurn(book, holder)) return { kind: "wait", delayMs: POLL_MS };
  return waitForPlace(book, holder) ?? waitForToken(book) ?? { kind: "granted" };
}

/** Our own places tell when they fall free; for those of others we look again. */
function waitForPlace(book: HostBook, holder: string): Verdict | null {
  const leases = Object.values(book.leases);
  if (leases.length < limitsOf(book).concurrency) return null;
  const untilExpiry = Math.min(...leases.map(({ expiresAt }) => expiresAt)) - book.at;
  const isOwn = leases.every((lease) => lease.holder === holder);
  return { kind: "wait", delayMs: Math.max(1, isOwn ? untilExpiry : Math.min(POLL_MS, untilExpiry)) };
}

function waitForToken(book: HostBook): Verdict | null {
  if (book.tokens >= 1) return null;
  const delayMs = Math.ceil(((1 - book.tokens) / limitsOf(book).requestsPerSecond) * 1_000);
  return { kind: "wait", delayMs: Math.max(1, delayMs) };
}

/** Among those who wait, the process that came first goes first, lest a busy one keep the others out. */
function isOthersTurn({ claims, at }: HostBook, holder: string): boolean {
  const mine = claims[holder]?.since ?? at;
  return Object.entries(claims).some(([other, { since }]) => other !== holder && since < mine);
}

function entered(pages: Pages, request: SlotRequest, verdict: Verdict): Pages {
  if (verdict.kind === "granted") return granted(pages, request);
  const { book, quota } = pages;
  const { holder } = request;
  if (verdict.kind !== "wait") return { book: { ...book, claims: without(book.claims, holder) }, quota };
  const claim = { since: book.claims[holder]?.since ?? book.at, until: claimUntil(book, verdict.delayMs) };
  return { book: { ...book, claims: { ...book.claims, [holder]: claim } }, quota };
}

/** A holder that waits for a token comes back in its time; one that waits for a place may come any moment. */
function claimUntil(book: HostBook, delayMs: number): number {
  const isForToken = waitForToken(book)?.kind === "wait";
  return book.at + (isForToken ? delayMs : Math.min(delayMs, POLL_MS)) + GRACE_MS;
}

function granted({ book, quota }: Pages, { manners, lease, holder, leaseMs }: SlotRequest): Pages {
  const now = book.at;
  const taken: Lease = {
    source: manners.source,
    holder,
    grantedAt: book.leases[lease]?.grantedAt ?? now,
    expiresAt: now + leaseMs,
  };
  const after = {
    ...book,
    tokens: book.tokens - 1,
    leases: { ...book.leases, [lease]: taken },
    claims: without(book.claims, holder),
  };
  const breaker = breakerOf(after, manners.source);
  const isProbe = book.leases[lease] === undefined && breaker.open !== null;
  return {
    book: isProbe ? withBreaker(after, manners.source, startProbe(breaker, lease)) : after,
    quota: countCall(quota, 1, now),
  };
}

function returned({ book, quota }: Pages, done: SlotReturn): Pages {
  const { manners, lease, end, luck } = done;
  const now = book.at;
  const settled = settle(breakerOf(book, manners.source), { call: lease, end }, { limits: manners.breaker, now, luck });
  const freed = withBreaker({ ...book, leases: without(book.leases, lease) }, manners.source, settled);
  // The token of a call that was never made is not given back: while it was out, another may have grown in its place.
  if (end === "unused") return { book: freed, quota: countCall(quota, -1, now) };
  return { book: paced(freed, done), quota };
}

function paced(book: HostBook, { end, isStrained, grantedAt }: SlotReturn): HostBook {
  const ceiling = ceilingOf(book);
  if (isStrained) {
    return { ...book, pace: lower(book.pace ?? atCeiling(ceiling), ceiling, { calledAt: grantedAt, now: book.at }) };
  }
  return end === "good" && book.pace !== null ? { ...book, pace: raise(book.pace, ceiling) } : book;
}
