import type { Registry } from "prom-client";

/** How often something happened to a node or at a source. */
export interface Count {
  readonly name: FigureName;
  /** Code of the node or the source. */
  readonly subject: string;
  /** What of it: an outcome, a way and a kind, a field. */
  readonly label: string;
  readonly value: number;
}

/** Which of the hub's metrics are kept by day. Their labels are names from code and schema, so that no caller can grow them. */
const TAPPED = {
  questions: {
    metric: "hub_node_duration_seconds",
    series: "hub_node_duration_seconds_count",
    subject: "node",
    label: ["outcome"],
  },
  entities: { metric: "hub_entities_total", subject: "node", label: ["outcome"] },
  records: { metric: "hub_node_records_total", subject: "node", label: ["way", "kind"] },
  conflicts: { metric: "hub_node_conflicts_total", subject: "node", label: ["field"] },
  clicks: { metric: "hub_node_clicks_total", subject: "node", label: [] },
  calls: { metric: "hub_upstream_calls_total", subject: "source", label: ["result"] },
  met: { metric: "hub_upstream_cache_total", subject: "source", label: ["result"] },
} as const satisfies Readonly<Record<string, Tap>>;

export type FigureName = keyof typeof TAPPED;

interface Tap {
  readonly metric: string;
  /** Name of a series of it, where it has several. */
  readonly series?: string;
  readonly subject: string;
  readonly label: readonly string[];
}

interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly value: number;
}

/** Counts since the start of this process, by a key of their own. */
export type Counts = ReadonlyMap<string, Count>;

export async function readCounts(registry: Registry): Promise<Counts> {
  const counts = new Map<string, Count>();
  for (const [name, tap] of Object.entries(TAPPED)) {
    const told = await registry.getSingleMetric(tap.metric)?.get();
    for (const sample of told?.values ?? []) add(counts, toCount(name as FigureName, tap, sample));
  }
  return counts;
}

function toCount(name: FigureName, tap: Tap, { metricName, labels, value }: Sample): Count | undefined {
  if (tap.series !== undefined && metricName !== tap.series) return undefined;
  const label = tap.label.map((part) => String(labels[part] ?? "")).join(" ");
  return { name, subject: String(labels[tap.subject] ?? ""), label, value };
}

function add(counts: Map<string, Count>, count: Count | undefined): void {
  if (count === undefined) return;
  const key = `${count.name} ${count.subject} ${count.label}`;
  const known = counts.get(key);
  counts.set(key, known === undefined ? count : { ...known, value: known.value + count.value });
}

/** By how much each has grown; what has not is left out. */
export function growth(now: Counts, before: Counts): readonly Count[] {
  return [...now].flatMap(([key, count]) => {
    const value = count.value - (before.get(key)?.value ?? 0);
    return value > 0 ? [{ ...count, value }] : [];
  });
}
