/** When a source in trouble is left alone, and for how long. Plain data: it crosses threads and lies in a file. */
export interface BreakerLimits {
  /** Opens when at least this share of the last `calls` failed or was slow, once there are so many. */
  readonly failureShare: number;
  readonly calls: number;
  /** Calls older than this count no more. */
  readonly maxAgeMs: number;
  /** Opens as well after so many failures in a row, however old. */
  readonly failuresInRow: number;
  /** Length of the first open period; it doubles with every probe that fails, up to `maxOpenMs`, and varies by ± 20 %. */
  readonly openMs: number;
  readonly maxOpenMs: number;
}

/**
 * How a call ended, for the one who counts. "void" went out and says nothing about the upstream (our own doing: the asker
 * left); "unused" never went out.
 */
export type CallEnd = "good" | "slow" | "failed" | "void" | "unused";

interface OpenCircuit {
  /** Epoch milliseconds: nobody is let through before. */
  readonly until: number;
  /** Open periods in a row. */
  readonly periods: number;
  /** The one call that was let through afterwards; null before it. */
  readonly probe: string | null;
}

/** What a breaker remembers. */
export interface BreakerBook {
  /** Oldest first. */
  readonly recent: readonly { readonly at: number; readonly isGood: boolean }[];
  readonly failuresInRow: number;
  readonly open: OpenCircuit | null;
}

export const CLOSED_BREAKER: BreakerBook = { recent: [], failuresInRow: 0, open: null };

export type Admission =
  | { readonly kind: "pass" }
  /** The one call that finds out whether the upstream is back; `startProbe` is to follow when it leaves. */
  | { readonly kind: "probe" }
  | { readonly kind: "refuse"; readonly retryAfterMs: number };

/** How long those have to wait who come while the probe is out; its end cannot be known. */
const PROBE_WAIT_MS = 1_000;

/** May a call be made now? `isOut` tells whether a probe is still on its way (its process may have died). */
export function admit({ open }: BreakerBook, now: number, isOut: (call: string) => boolean): Admission {
  if (open === null) return { kind: "pass" };
  if (now < open.until) return { kind: "refuse", retryAfterMs: open.until - now };
  if (open.probe !== null && isOut(open.probe)) return { kind: "refuse", retryAfterMs: PROBE_WAIT_MS };
  return { kind: "probe" };
}

export function startProbe(book: BreakerBook, call: string): BreakerBook {
  return book.open === null ? book : { ...book, open: { ...book.open, probe: call } };
}

export interface SettleOptions {
  readonly limits: BreakerLimits;
  readonly now: number;
  /** Uniform in [0, 1); decides the ± 20 %. */
  readonly luck: number;
}

/** The book after a call has ended. While the breaker is open only its probe counts: whatever else ends began before. */
export function settle(
  book: BreakerBook,
  { call, end }: { readonly call: string; readonly end: CallEnd },
  options: SettleOptions,
): BreakerBook {
  if (book.open === null) return count(book, end, options);
  if (book.open.probe !== call) return book;
  if (end === "good") return CLOSED_BREAKER;
  if (end === "unused") return { ...book, open: { ...book.open, probe: null } };
  // A probe whose asker left was a call all the same: the next one waits as long again, no longer.
  const periods = end === "void" ? book.open.periods : book.open.periods + 1;
  return openFor(periods, options);
}

function count(book: BreakerBook, end: CallEnd, options: SettleOptions): BreakerBook {
  if (end === "void" || end === "unused") return book;
  const { limits, now } = options;
  const young = book.recent.filter(({ at }) => now - at <= limits.maxAgeMs);
  const recent = [...young, { at: now, isGood: end === "good" }].slice(-limits.calls);
  const failuresInRow = end === "failed" ? book.failuresInRow + 1 : 0;
  const bad = recent.filter(({ isGood }) => !isGood).length;
  const isTooBad = recent.length >= limits.calls && bad / recent.length >= limits.failureShare;
  if (isTooBad || failuresInRow >= limits.failuresInRow) return openFor(1, options);
  return { recent, failuresInRow, open: null };
}

function openFor(periods: number, { limits, now, luck }: SettleOptions): BreakerBook {
  const fullMs = Math.min(limits.maxOpenMs, limits.openMs * 2 ** (periods - 1));
  const until = now + Math.round(fullMs * (0.8 + 0.4 * luck));
  return { recent: [], failuresInRow: 0, open: { until, periods, probe: null } };
}
