import { Counter, type Registry } from "prom-client";
import type { CountRecords } from "#subgraphs/runtime/node-records.ts";
import type { CountConflict } from "#subgraphs/runtime/ports.ts";

/** What the hub gave of each node and found of it, counted for its owner. Labels are names from code and schema alone. */
export interface NodeFigures {
  readonly countRecords: CountRecords;
  readonly countConflict: CountConflict;
  /** Somebody followed a link to the owner's pages. */
  countClick(node: string): void;
}

export function createNodeFigures(registry: Registry): NodeFigures {
  const conflicts = new Counter({
    name: "hub_node_conflicts_total",
    help: "Disagreements that were told when records were compared, by the nodes whose records took part and by field; the same one again whenever it is compared anew",
    labelNames: ["node", "field"],
    registers: [registry],
  });
  const clicks = new Counter({
    name: "hub_node_clicks_total",
    help: "Visits that /out led to pages of a node's owner",
    labelNames: ["node"],
    registers: [registry],
  });
  return {
    countRecords: recordsOf(registry),
    countConflict: (node, field) => conflicts.inc({ node, field }),
    countClick: (node) => clicks.inc({ node }),
  };
}

/** Counted here, and handed to the registry when it is read: a labelled counter costs a microsecond each time. */
function recordsOf(registry: Registry): CountRecords {
  const counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; count: number }>();
  new Counter({
    name: "hub_node_records_total",
    help: "Records that a node in this process gave to the graph: listed (summaries for lists and searches), looked-up (whole), harvested (summaries for the hub's index)",
    labelNames: ["node", "kind", "way"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, count } of counts.values()) this.inc(labels, count);
    },
  });
  return (node, { kind, way, count }) => {
    if (count === 0) return;
    const key = `${node} ${kind} ${way}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { labels: { node, kind, way }, count });
    else known.count += count;
  };
}
