import type { NodeHints } from "./node-service.ts";
import type { SourceLedger } from "./source-report.ts";
import type { StaticHints } from "./static-hints.ts";

/** As for what sources answered (RELIABILITY, polite defaults). */
const STALE_IF_ERROR_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** China has one time, without summer time. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

/**
 * How one answer may be kept: as its sources allow and as the schema allows. Where no source was asked, the schema must
 * have spoken for all of it. Never over midnight in China, past its time neither: legal states, fees and due days are told as
 * of that day. Nor longer than the owner of a source lets it be kept.
 */
export function toNodeHints(ledger: SourceLedger, schema: StaticHints, now: number): NodeHints {
  const sources = ledger.reports;
  const told = sources.length > 0 ? ledger.ttlMs : schema.isWhole ? schema.maxAgeMs : 0;
  const keepMs = Math.min(untilMidnight(now), ledger.keepMs);
  const ttlMs = Math.max(0, Math.min(told, schema.maxAgeMs, keepMs));
  const isPrivate = ledger.isPrivate || schema.isPrivate;
  const longest = keepMs - ttlMs;
  if (ttlMs === 0 || isPrivate || longest === 0) return { sources, ttlMs, isPrivate };
  return {
    sources,
    ttlMs,
    isPrivate,
    staleWhileRevalidateMs: Math.min(ttlMs, longest),
    staleIfErrorMs: Math.min(STALE_IF_ERROR_MS, longest),
  };
}

function untilMidnight(now: number): number {
  return DAY_MS - ((now + CHINA_OFFSET_MS) % DAY_MS);
}
