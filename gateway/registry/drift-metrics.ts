import { Counter, Gauge, type Registry } from "prom-client";

export type ProbeResult = "good" | "drift" | "unanswered";

/** Figures of the looks at plugged-in nodes. */
export interface DriftMetrics {
  looked(node: string, result: ProbeResult): void;
}

/** `findings` tells how much has changed of each node that is served now. */
export function createDriftMetrics(registry: Registry, findings: () => ReadonlyMap<string, number>): DriftMetrics {
  const looks = new Counter({
    name: "hub_node_probes_total",
    help: "Looks at the shape of a plugged-in node's answers: good, drift (it has changed for the worse), unanswered",
    labelNames: ["node", "result"],
    registers: [registry],
  });
  new Gauge({
    name: "hub_node_drift",
    help: "What has changed for the worse in the shape of a plugged-in node's answers: findings, 0 where it is as it was",
    labelNames: ["node"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [node, count] of findings()) this.set({ node }, count);
    },
  });
  return { looked: (node, result) => looks.inc({ node, result }) };
}
