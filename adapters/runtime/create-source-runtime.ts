import { createCall } from "./call/call.ts";
import type { CallOptions } from "./call/call-parts.ts";
import { NO_METRICS } from "./call/metrics.ts";
import { SILENT_LOGGER } from "./logger.ts";
import { RecordCache } from "./record-cache.ts";
import { RecordRenewals } from "./record-renewals.ts";
import type { SourceHealth, SourceRuntime } from "./source.ts";
import { SYSTEM_TIMER, type Timer } from "./timer.ts";

/** Everything but `source` (it is `code`) goes to the source's call pipeline. */
export interface SourceRuntimeOptions extends Omit<CallOptions, "source"> {
  readonly code: string;
  readonly dataDir: string;
  readonly generated: SourceRuntime["generated"];
}

/** A source's runtime as the hub sees it. */
export interface OwnedSourceRuntime extends SourceRuntime {
  health(): SourceHealth;
  /** The operator's word; a source that is off asks nobody, and its health is OFF. */
  switch(position: "on" | "off"): void;
  /** What its caches hold. */
  kept(): KeptInCache;
  /** Forgets every answer and every record, so that the next question asks the upstream. Returns how many there were. */
  clearCache(): ClearedCache;
  /** Runs what was registered with onClose, last first, then closes the sockets. Every step runs; the first error is thrown. */
  close(): Promise<void>;
}

export interface ClearedCache {
  readonly answers: number;
  readonly records: number;
}

export interface KeptInCache extends ClearedCache {
  /** Of the answers. */
  readonly bytes: number;
}

/** What the hub lends to one source: the pipeline to its upstream, its caches, its clock and its log. */
export function createSourceRuntime(options: SourceRuntimeOptions): OwnedSourceRuntime {
  const { code, dataDir, generated, politeness, timer = SYSTEM_TIMER, logger = SILENT_LOGGER } = options;
  const { metrics = NO_METRICS } = options;
  const caller = createCall({ ...options, source: code });
  const caches = new Map<string, RecordCache<unknown>>();
  const closers: (() => Promise<void> | void)[] = [() => caller.close(), () => stopSweeping()];
  let readHealth = caller.health;
  const stopSweeping =
    politeness.keepAtMostMs === null
      ? () => {}
      : sweepEvery(timer, () => {
          caller.sweep();
          for (const cache of caches.values()) cache.sweep();
        });
  const figures = new Map<string, number>();
  let isOff = false;
  const health = (): SourceHealth => {
    const told = figures.size === 0 ? readHealth() : { ...readHealth(), figures: Object.fromEntries(figures) };
    return isOff ? { ...told, state: "OFF" } : told;
  };
  return {
    code,
    dataDir,
    generated,
    clock: timer,
    logger,
    call: caller.call,
    restsUntil: () => {
      const { pausedUntil, pauseReason } = caller.health();
      return pauseReason === "QUIET_HOURS" || pauseReason === "DAILY_QUOTA" ? pausedUntil : null;
    },
    health,
    switch: (position) => {
      isOff = position === "off";
      caller.switch(position);
    },
    reportHealth: (read) => {
      readHealth = read;
    },
    // One kind is one record type: the source that names the kind reads back what it put there.
    records: <T>(kind: string, limits: { readonly ttlMs: number; readonly max?: number }) => {
      const renewals = new RecordRenewals({ source: code, kind, line: caller.refreshes, metrics });
      const cache = caches.get(kind) ?? new RecordCache<unknown>(timer, { ...limits, stale: politeness, renewals });
      caches.set(kind, cache);
      return cache as RecordCache<T>;
    },
    kept: () => ({ ...caller.kept(), records: [...caches.values()].reduce((sum, { size }) => sum + size, 0) }),
    clearCache: () => ({ answers: caller.clear(), records: clearAll(caches.values()) }),
    measure: (figure, value) => {
      figures.set(figure, value);
      metrics.measured(code, figure, value);
    },
    onClose: (close) => {
      closers.push(close);
    },
    close: () => closeAll(closers),
  };
}

/** What is over is given to nobody; where its owner says how long it may be kept, it is deleted, too. Returns what ends it. */
function sweepEvery(timer: Timer, sweep: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    cancel = timer.after(SWEEP_MS, () => {
      sweep();
      wait();
    });
  };
  wait();
  return () => cancel();
}

const SWEEP_MS = 60_000;

function clearAll(caches: Iterable<RecordCache<unknown>>): number {
  let records = 0;
  for (const cache of caches) {
    records += cache.size;
    cache.clear();
  }
  return records;
}

async function closeAll(closers: (() => Promise<void> | void)[]): Promise<void> {
  const errors: unknown[] = [];
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
