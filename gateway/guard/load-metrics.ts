import { Counter, Gauge, type Registry } from "prom-client";

/** Figures about requests refused for load. */
export interface LoadMetrics {
  countShed(reason: "lag" | "requests"): void;
  observeLag(lagMs: number): void;
}

export function createLoadMetrics(registry: Registry): LoadMetrics {
  const shed = new Counter({
    name: "hub_load_shed_total",
    help: "Requests refused unread, by what there was too much of",
    labelNames: ["reason"],
    registers: [registry],
  });
  const lag = new Gauge({
    name: "hub_load_lag_seconds",
    help: "Median lag of the event loop when it was last judged",
    registers: [registry],
  });
  return { countShed: (reason) => shed.inc({ reason }), observeLag: (lagMs) => lag.set(lagMs / 1_000) };
}
