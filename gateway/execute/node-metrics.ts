import { Counter, Gauge, type Registry } from "prom-client";
import { DurationHistogram, type DurationSeries } from "#gateway/report/duration-histogram.ts";
import type { BulkheadStanding } from "./bulkhead.ts";

type EntityOutcome = "hit" | "stale" | "stale-if-error" | "miss" | "duplicate";

/** Figures about calls to nodes and the entity cache. */
export interface NodeMetrics {
  observe(node: string, outcome: string, durationMs: number): void;
  countEntities(node: string, outcome: EntityOutcome, count: number): void;
  /** A question that was answered by one under way for another. */
  countShared(node: string): void;
  occupied(node: string, standing: Pick<BulkheadStanding, "active" | "waiting">): void;
}

export function createNodeMetrics(registry: Registry): NodeMetrics {
  const shared = new Counter({
    name: "hub_node_questions_shared_total",
    help: "Questions to a node that were answered by an equal one under way",
    labelNames: ["node"],
    registers: [registry],
  });
  const questions = new Gauge({
    name: "hub_node_questions",
    help: "Questions to a node: being answered, or waiting for a place",
    labelNames: ["node", "state"],
    registers: [registry],
  });
  return {
    observe: durationsOf(registry),
    countEntities: entitiesOf(registry),
    countShared: (node) => shared.inc({ node }),
    occupied: (node, { active, waiting }) => {
      questions.set({ node, state: "active" }, active);
      questions.set({ node, state: "waiting" }, waiting);
    },
  };
}

function durationsOf(registry: Registry): NodeMetrics["observe"] {
  const durations = new DurationHistogram(registry, {
    name: "hub_node_duration_seconds",
    help: "Time that a node took to answer, by outcome (OK or the first error's code)",
    bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  });
  const nodes = new Map<string, Map<string, DurationSeries>>();
  return (node, outcome, durationMs) => {
    const outcomes = nodes.get(node) ?? new Map<string, DurationSeries>();
    if (outcomes.size === 0) nodes.set(node, outcomes);
    const known = outcomes.get(outcome);
    const series = known ?? durations.series({ node, outcome });
    if (known === undefined) outcomes.set(outcome, series);
    series.observe(durationMs);
  };
}

/** Counted here, and handed to the registry when it is read: a labelled counter costs a microsecond each time. */
function entitiesOf(registry: Registry): NodeMetrics["countEntities"] {
  const nodes = new Map<string, Partial<Record<EntityOutcome, number>>>();
  new Counter({
    name: "hub_entities_total",
    help: "Entities looked up at nodes: from the cache within or past their time or for want of an answer, asked, or a duplicate of one asked",
    labelNames: ["node", "outcome"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [node, counts] of nodes) {
        for (const [outcome, count] of Object.entries(counts)) this.inc({ node, outcome }, count);
      }
    },
  });
  return (node, outcome, count) => {
    if (count === 0) return;
    const counts = nodes.get(node) ?? {};
    nodes.set(node, counts);
    counts[outcome] = (counts[outcome] ?? 0) + count;
  };
}
