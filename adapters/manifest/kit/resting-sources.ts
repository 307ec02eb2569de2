import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { sourceOfKind } from "#adapters/manifest/snapshot/snapshot-source.ts";
import { quietForMs } from "#adapters/runtime/manners/quiet-hours.ts";
import { shanghaiTimeOfDay } from "#adapters/runtime/manners/shanghai-day.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { reasonOfFailure } from "#schema/failure-reason.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Why a kind cannot be asked for now, by the owner's own word; null where it can. */
export function restOfKind(manifest: Manifest, kind: string, now: number): Bilingual | null {
  const quietHours = manifest.sources[sourceOfKind(manifest, kind)]?.politeness?.quietHours ?? [];
  const quietMs = quietForMs(quietHours, now);
  if (quietMs === 0) return null;
  const rest = { why: "QUIET_HOURS", until: shanghaiTimeOfDay(now + quietMs) } as const;
  return reasonOfFailure({ kind: "rate-limited", retryAfterMs: quietMs, rest })?.message ?? null;
}

/** Whether a source was not asked by a rule of its own, which says nothing against it. */
export function isResting(error: unknown): boolean {
  return error instanceof UpstreamError && reasonOfFailure(error.failure) !== undefined;
}
