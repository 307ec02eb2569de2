import type { SourceHealth } from "#adapters/runtime/source.ts";
import type { ListedNode, NodeBatch } from "#subgraphs/runtime/ports.ts";

export interface HarvestManners {
  /** Of a source's daily quota, the share up to which it is harvested. */
  readonly quotaShare: number;
  /** After a batch, for every call that an upstream had to answer. */
  readonly pause: number;
}

/** How long to leave a source alone that is troubled or has given enough for today. */
const LEAVE_MS = 600_000;

/** Milliseconds for which these sources of a node are to be left alone; 0 where they may be asked. */
export function leaveAloneFor(
  { sources }: ListedNode,
  asked: ReadonlySet<string>,
  { now, quotaShare }: { readonly now: number; readonly quotaShare: number },
): number {
  const waits = sources
    .filter(({ code }) => asked.has(code))
    .map(({ isPaused, health }) => (isPaused?.() === true ? LEAVE_MS : waitFor(health(), now, quotaShare)));
  return Math.max(0, ...waits);
}

function waitFor(health: SourceHealth, now: number, quotaShare: number): number {
  const { state, breaker, quotaUsed, dailyQuota, pausedUntil } = health;
  if (pausedUntil !== null && pausedUntil > now) return pausedUntil - now;
  if (state === "OFF" || breaker === "OPEN" || breaker === "HALF_OPEN") return LEAVE_MS;
  return dailyQuota !== null && (quotaUsed ?? 0) >= dailyQuota * quotaShare ? LEAVE_MS : 0;
}

/** Nobody waits for a harvest: after what an upstream had to answer it gets a rest, and a longer one while others stand in line. */
export function restAfter({ asked }: Pick<NodeBatch, "asked">, node: ListedNode, pause: number): number {
  const calls = asked.reduce((sum, { upstreamCalls }) => sum + upstreamCalls, 0);
  const codes = new Set(asked.map(({ source }) => source));
  const isAwaited = node.sources.some(({ code, health }) => codes.has(code) && (health().queueDepth ?? 0) > 0);
  return calls * pause * (isAwaited ? 4 : 1);
}
