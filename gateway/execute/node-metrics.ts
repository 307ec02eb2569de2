import { Counter, Gauge, Histogram, type Registry } from "prom-client";
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
  const durations = new Histogram({
    name: "hub_node_duration_seconds",
    help: "Time that a node took to answer, by outcome (OK or the first error's code)",
    labelNames: ["node", "outcome"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    registers: [registry],
  });
  const entities = new Counter({
    name: "hub_entities_total",
    help: "Entities looked up at nodes: from the cache within or past their time or for want of an answer, asked, or a duplicate of one asked",
    labelNames: ["node", "outcome"],
    registers: [registry],
  });
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
    occupied: (node, { active, waiting }) => {
      questions.set({ node, state: "active" }, active);
      questions.set({ node, state: "waiting" }, waiting);
    },
    observe: (node, outcome, durationMs) => durations.observe({ node, outcome }, durationMs / 1_000),
    countShared: (node) => shared.inc({ node }),
    countEntities: (node, outcome, count) => {
      if (count > 0) entities.inc({ node, outcome }, count);
    },
  };
}
