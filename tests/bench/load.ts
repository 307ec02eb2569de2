import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { type Figure, NO_PROMISE } from "./bench.ts";

/** Runs so many tasks, so many at a time; results in order. */
export async function runMany<R>(count: number, concurrency: number, run: (index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await run(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, work));
  return results;
}

export async function timed<R>(run: () => Promise<R>): Promise<{ readonly ms: number; readonly result: R }> {
  const startedAt = performance.now();
  const result = await run();
  return { ms: performance.now() - startedAt, result };
}

/** The value below which that share of all lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(items, keyOf)].map(([key, all]) => [key, all.length]));
}

/** A figure of the hub's own, summed over its labels; only those samples whose labels hold that text. */
export async function gauge(url: string, name: string, label = ""): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const samples = [...metrics.matchAll(new RegExp(`^${name}(?:\\{([^}]*)\\})? (\\S+)$`, "gm"))];
  return samples.reduce((sum, [, labels = "", value]) => (labels.includes(label) ? sum + Number(value) : sum), 0);
}

/** Looks again and again until it is so; false when it never was. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await setTimeout(5);
  }
  return true;
}

/**
 * By how much arrivals exceed burst + rate × window in the worst window between any two of them; 0 or less keeps the
 * promise. Arrivals are seen `slackMs` too early or late.
 */
export function worstExcess(
  arrivals: readonly number[],
  { rate, burst, slackMs }: { readonly rate: number; readonly burst: number; readonly slackMs: number },
): number {
  const sorted = arrivals.toSorted((a, b) => a - b);
  let worst = Number.NEGATIVE_INFINITY;
  for (const [first, from] of sorted.entries()) {
    for (let last = first; last < sorted.length; last++) {
      const windowMs = (sorted[last] ?? from) - from + slackMs;
      worst = Math.max(worst, last - first + 1 - burst - (rate * windowMs) / 1_000);
    }
  }
  return worst;
}

/** On a machine where this process gets its turn in time, what is measured is not the machine. */
const CALM_MS = 20;
const ATTEMPTS = 3;
const BREATH_MS = 3_000;

/**
 * Measures times. Where this process itself came late meanwhile, the machine is busy with something else and every time is
 * that much too long: it is measured again, thrice at most, and what was measured at the calmest is told with how calm it was.
 */
export async function measureCalmly(
  what: string,
  measure: () => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  let calmest: { readonly lateMs: number; readonly figures: readonly Figure[] } | null = null;
  for (let attempt = 0; attempt < ATTEMPTS && (calmest === null || calmest.lateMs > CALM_MS); attempt++) {
    if (attempt > 0) await setTimeout(BREATH_MS);
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const figures = await measure();
    delays.disable();
    const lateMs = delays.percentile(99.9) / 1e6;
    if (calmest === null || lateMs < calmest.lateMs) calmest = { lateMs, figures };
  }
  const late = { unit: "ms", promised: NO_PROMISE, measured: calmest?.lateMs ?? null };
  return [
    ...(calmest?.figures ?? []),
    { what: `${what}: meanwhile the measuring process itself came late by (p99.9)`, ...late },
  ];
}
