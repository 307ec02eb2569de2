import type { Timer } from "#adapters/runtime/timer.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { Subgraph, SubgraphAnswer, SubgraphError, SubgraphQuestion } from "#gateway/engine/subgraph.ts";
import type { NodeMetrics } from "#gateway/execute/node-metrics.ts";
import { createPoster, type Poster } from "#gateway/execute/post-json.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import { codeOfFailure, ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import { readCacheControl } from "./read-cache-control.ts";
import { readPlainAnswer } from "./read-plain-answer.ts";
import type { PlainSubgraphFacts } from "./read-supergraph.ts";

const MAX_BODY_BYTES = 64 * 1_048_576;
/** A question that hangs keeps its line until the deadline; others find one of these. */
const CONNECTIONS = 256;
/** Longest that a subgraph may take, whatever the request allows. */
const TIME_LIMIT_MS = 10_000;
const HEADERS = {
  "content-type": "application/json",
  accept: "application/graphql-response+json, application/json;q=0.9",
} as const;

/** What one operation carries through the engine. */
export interface PlainState {
  readonly scope: RequestScope;
  readonly policy: AnswerPolicy;
}

export interface PlainSubgraphParts {
  readonly timer: Timer;
  readonly metrics: Pick<NodeMetrics, "observe">;
}

export interface PlainSubgraph extends Subgraph<PlainState> {
  close(): Promise<void>;
}

/** Any GraphQL server with Federation's `_entities`, asked over HTTP without signatures. */
export function createPlainSubgraph({ name, url }: PlainSubgraphFacts, parts: PlainSubgraphParts): PlainSubgraph {
  const poster = createPoster({ name, url, maxBytes: MAX_BODY_BYTES, connections: CONNECTIONS });
  const ask = async (question: SubgraphQuestion, state: PlainState): Promise<SubgraphAnswer> => {
    const startedAt = performance.now();
    const answer = await send({ name, poster, timer: parts.timer }, question, state);
    const [error] = answer.errors ?? [];
    if (error !== undefined) state.policy.restrict(name, { ttlMs: 0, isPrivate: false });
    parts.metrics.observe(name, error === undefined ? "OK" : knownCodeOf(error), performance.now() - startedAt);
    return answer;
  };
  return { name, takesBatches: true, ask, close: () => poster.close() };
}

interface Line {
  readonly name: string;
  readonly poster: Poster;
  readonly timer: Timer;
}

async function send(
  { name, poster, timer }: Line,
  { query, variables, representations }: SubgraphQuestion,
  { scope, policy }: PlainState,
): Promise<SubgraphAnswer> {
  const values = representations === undefined ? variables : { ...variables, representations };
  const body = JSON.stringify({ query, variables: values });
  const isRepeatable = !query.startsWith("mutation");
  try {
    const { status, headers, text } = await poster.post({
      headers: HEADERS,
      body,
      signal: scope.signal,
      isRepeatable,
      limit: { timer, afterMs: TIME_LIMIT_MS },
    });
    const hints = readCacheControl(headers);
    policy.restrict(name, hints);
    return { ...readPlainAnswer(name, status, text), hints };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { data: null, errors: [toSubgraphError(name, error)] };
  }
}

/** In our own words: what happened on the wire names hosts and ports. */
function toSubgraphError(node: string, { failure }: UpstreamError): SubgraphError {
  const code = codeOfFailure(failure);
  const { message, retryable } = ERROR_CODES[code];
  return { message: message.en, extensions: { code, node, retryable } };
}

/** Codes are labels of metrics: those of a subgraph's own could be any number. */
function knownCodeOf({ extensions }: SubgraphError): ErrorCodeName | "OTHER" {
  const code: unknown = extensions !== undefined && "code" in extensions ? extensions.code : undefined;
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCodeName) : "OTHER";
}
