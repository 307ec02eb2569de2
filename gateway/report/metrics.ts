import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { ERROR_CODES } from "#schema/error-codes.ts";

/** What became of one HTTP request; the label set is closed, so that no caller can grow it. */
export type RequestOutcome = "ok" | "partial" | "request-error" | "refused" | "failed" | "aborted";

interface RequestSample {
  /** Name of the route, never the path. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly outcome: RequestOutcome;
  readonly durationMs: number;
}

/** The hub's metrics: one registry of its own, to which other parts add theirs. */
export interface Metrics {
  readonly registry: Registry;
  observeRequest(sample: RequestSample): void;
  /** Counts a client error by its stable code. */
  countError(code: string): void;
  readonly inFlight: { inc(): void; dec(): void };
}

const METHODS = new Set(["GET", "POST", "HEAD", "OPTIONS"]);

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "hub_http_request_duration_seconds",
    help: "Time from the request's headers to the end of its answer",
    labelNames: ["route", "method", "status", "outcome"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers: [registry],
  });
  const errors = new Counter({
    name: "hub_client_errors_total",
    help: "Errors handed to clients, by stable code",
    labelNames: ["code"],
    registers: [registry],
  });
  const inFlight = new Gauge({
    name: "hub_http_requests_in_flight",
    help: "Requests being served",
    registers: [registry],
  });
  return {
    registry,
    inFlight,
    // A subgraph's own codes could be any number.
    countError: (code) => errors.inc({ code: Object.hasOwn(ERROR_CODES, code) ? code : "OTHER" }),
    observeRequest: ({ route, method, status, outcome, durationMs }) =>
      durations.observe(
        { route, method: METHODS.has(method) ? method : "other", status: String(status), outcome },
        durationMs / 1_000,
      ),
  };
}
