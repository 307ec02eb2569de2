import type { Registry } from "prom-client";

/** What a metric counted, by one of its labels. */
export type Figures = Readonly<Record<string, number>>;

export interface FiguresAsked {
  readonly metric: string;
  /** Name of a series of it, where it has several ("…_count"). */
  readonly series?: string;
  readonly where: (labels: Readonly<Record<string, unknown>>) => boolean;
  readonly by: string;
}

interface Counted {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly value: number;
}

/** Sums since the start of this process; empty where nothing was counted. */
export async function readFigures(registry: Registry, { metric, series, where, by }: FiguresAsked): Promise<Figures> {
  const told = await registry.getSingleMetric(metric)?.get();
  const values: readonly Counted[] = told?.values ?? [];
  const sums: Record<string, number> = {};
  for (const { metricName, labels, value } of values) {
    if ((series !== undefined && metricName !== series) || !where(labels)) continue;
    const name = String(labels[by] ?? "");
    sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

export function sumOf(figures: Figures): number {
  return Object.values(figures).reduce((sum, value) => sum + value, 0);
}
