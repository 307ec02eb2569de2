import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { SubgraphAnswer, SubgraphError } from "#gateway/engine/subgraph.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * A GraphQL response as a subgraph gave it; which of its fields were asked for is the engine's business. A status that is no
 * 200 may still carry one, as GraphQL over HTTP says (section "Status Codes"). Throws UpstreamError.
 */
export function readPlainAnswer(subgraph: string, status: number, text: string): SubgraphAnswer {
  const body = parseJson(text);
  const errors = isJson(body) && Array.isArray(body["errors"]) ? body["errors"].filter(isJson).map(toError) : [];
  if (!isJson(body) || (!isJson(body["data"]) && errors.length === 0)) {
    const isAnswer = status >= 200 && status < 300;
    throw new UpstreamError(subgraph, isAnswer ? { kind: "malformed", at: "body" } : { kind: "rejected", status });
  }
  return { data: isJson(body["data"]) ? body["data"] : null, errors };
}

function toError({ message, path, extensions }: Json): SubgraphError {
  return {
    message: typeof message === "string" ? message : "error without a message",
    path: Array.isArray(path) && path.every(isPathKey) ? path : undefined,
    extensions: isJson(extensions) ? extensions : undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPathKey(key: unknown): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
