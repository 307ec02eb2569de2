import { createCall } from "./call/call.ts";
import type { CallOptions } from "./call/call-parts.ts";
import { NO_METRICS } from "./call/metrics.ts";
import { SILENT_LOGGER } from "./logger.ts";
import { RecordCache } from "./record-cache.ts";
import type { SourceHealth, SourceRuntime } from "./source.ts";
import { SYSTEM_TIMER } from "./timer.ts";

/** Everything but `source` (it is `code`) goes to the source's call pipeline. */
export interface SourceRuntimeOptions extends Omit<CallOptions, "source"> {
  readonly code: string;
  readonly dataDir: string;
  readonly generated: SourceRuntime["generated"];
}

/** A source's runtime as the hub sees it. */
export interface OwnedSourceRuntime extends SourceRuntime {
  health(): SourceHealth;
  /** Runs what was registered with onClose, last first, then closes the sockets. Every step runs; the first error is thrown. */
  close(): Promise<void>;
}

/** What the hub lends to one source: the pipeline to its upstream, its caches, its clock and its log. */
export function createSourceRuntime(options: SourceRuntimeOptions): OwnedSourceRuntime {
  const { code, dataDir, generated, timer = SYSTEM_TIMER, logger = SILENT_LOGGER, metrics = NO_METRICS } = options;
  const caller = createCall({ ...options, source: code });
  const caches = new Map<string, RecordCache<unknown>>();
  const closers: (() => Promise<void> | void)[] = [() => caller.close()];
  let readHealth = caller.health;
  return {
    code,
    dataDir,
    generated,
    clock: timer,
    logger,
    call: caller.call,
    health: () => readHealth(),
    reportHealth: (read) => {
      readHealth = read;
    },
    // One kind is one record type: the source that names the kind reads back what it put there.
    records: <T>(kind: string, limits: { readonly ttlMs: number; readonly max?: number }) => {
      const cache = caches.get(kind) ?? new RecordCache<unknown>(timer, limits);
      caches.set(kind, cache);
      return cache as RecordCache<T>;
    },
    measure: (figure, value) => metrics.measured(code, figure, value),
    onClose: (close) => {
      closers.push(close);
    },
    close: () => closeAll(closers),
  };
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
