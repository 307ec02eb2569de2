import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { ERROR_CODES } from "#schema/error-codes.ts";
import { createNodeFigures, type NodeFigures } from "./node-figures.ts";
import { RequestDurations, type RequestSample } from "./request-durations.ts";

/** What became of one HTTP request; the label set is closed, so that no caller can grow it. */
export type RequestOutcome = "ok" | "partial" | "request-error" | "refused" | "failed" | "aborted";

/** The hub's metrics: one registry of its own, to which other parts add theirs. */
export interface Metrics {
  readonly registry: Registry;
  observeRequest(sample: RequestSample<RequestOutcome>): void;
  /** Counts a client error by its stable code. */
  countError(code: string): void;
  /** Of nodes, for their owners. */
  readonly nodes: NodeFigures;
  readonly inFlight: { inc(): void; dec(): void };
}

const METHODS = new Set(["GET", "POST", "HEAD", "OPTIONS"]);

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new RequestDurations(registry);
  const errors = new Counter({
    name: "hub_client_errors_total",
    help: "Errors handed to clients, by stable code",
    labelNames: ["code"],
    registers: [registry],
  });
  let served = 0;
  new Gauge({
    name: "hub_http_requests_in_flight",
    help: "Requests being served",
    registers: [registry],
    collect() {
      this.set(served);
    },
  });
  return {
    registry,
    nodes: createNodeFigures(registry),
    inFlight: {
      inc: () => {
        served += 1;
      },
      dec: () => {
        served -= 1;
      },
    },
    // A subgraph's own codes could be any number.
    countError: (code) => errors.inc({ code: Object.hasOwn(ERROR_CODES, code) ? code : "OTHER" }),
    observeRequest: (sample) => durations.observe(METHODS.has(sample.method) ? sample : { ...sample, method: "other" }),
  };
}
