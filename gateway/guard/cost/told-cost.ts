import type { OperationOutcome } from "#gateway/http/operation.ts";
import type { OperationCost } from "./cost-limit.ts";

/** The outcome with `extensions.hub.cost`: what was reckoned, what it came to, what is allowed. */
export function withCost(outcome: OperationOutcome, cost: OperationCost): OperationOutcome {
  const { data, extensions = {} } = outcome.body;
  const hub = { ...readHub(extensions), cost: toFigures(cost, data ?? {}) };
  return { ...outcome, body: { ...outcome.body, extensions: { ...extensions, hub } } };
}

function toFigures(cost: OperationCost, data: Readonly<Record<string, unknown>>) {
  const { limit, upstreamCalls } = cost;
  return { static: cost.static, actual: cost.actual(data), limit, upstreamCallsLimit: upstreamCalls };
}

function readHub({ hub }: Readonly<Record<string, unknown>>): object {
  return typeof hub === "object" && hub !== null ? hub : {};
}
