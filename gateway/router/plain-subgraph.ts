import { LRUCache } from "lru-cache";
import type { Timer } from "#adapters/runtime/timer.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { Flights } from "#gateway/cache/flights.ts";
import { ride } from "#gateway/cache/ride.ts";
import type {
  Subgraph,
  SubgraphAnswer,
  SubgraphError,
  SubgraphFailure,
  SubgraphQuestion,
} from "#gateway/engine/subgraph.ts";
import type { NodeMetrics } from "#gateway/execute/node-metrics.ts";
import { createPoster, type Posted, type Poster } from "#gateway/execute/post-json.ts";
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

/** Questions under way: those who ask the same share one. */
interface PlainSharing {
  readonly flights: Flights<SubgraphAnswer>;
  readonly metrics: Pick<NodeMetrics, "countShared">;
}

export interface PlainSubgraphParts {
  readonly timer: Timer;
  readonly metrics: Pick<NodeMetrics, "observe">;
  /** Without it each question is asked. */
  readonly sharing?: PlainSharing | undefined;
}

export interface PlainSubgraph extends Subgraph<PlainState> {
  close(): Promise<void>;
}

/** Any GraphQL server with Federation's `_entities`, asked over HTTP without signatures. */
export function createPlainSubgraph({ name, url }: PlainSubgraphFacts, parts: PlainSubgraphParts): PlainSubgraph {
  const poster = createPoster({
    name,
    url,
    maxBytes: MAX_BODY_BYTES,
    connections: CONNECTIONS,
    limit: { timer: parts.timer, afterMs: TIME_LIMIT_MS },
  });
  const line: Line = { name, poster, ...parts };
  const ask = async (question: SubgraphQuestion, { scope, policy }: PlainState): Promise<SubgraphAnswer> => {
    const asked = toPost(question);
    const { sharing } = line;
    const isAlone = sharing === undefined || scope.signal.aborted;
    const answer = await (isAlone ? send(line, asked, scope.signal) : share({ ...line, sharing }, asked, scope));
    policy.restrict(name, isWhole(answer) ? (answer.hints ?? NOT_KEPT) : NOT_KEPT);
    return answer;
  };
  return { name, takesBatches: true, ask, close: () => poster.close() };
}

const NOT_KEPT = { ttlMs: 0, isPrivate: false } as const;

function isWhole({ errors = [] }: SubgraphAnswer): boolean {
  return errors.length === 0;
}

interface Line extends PlainSubgraphParts {
  readonly name: string;
  readonly poster: Poster;
}

interface Question {
  readonly body: string;
  readonly isMutation: boolean;
}

/** Texts of questions as JSON; they are few, and long. */
const KNOWN_TEXTS = 2_000;
const encoded = new LRUCache<string, string>({ max: KNOWN_TEXTS });

function toPost({ query, variables, representations }: SubgraphQuestion): Question {
  let text = encoded.get(query);
  if (text === undefined) {
    text = JSON.stringify(query);
    encoded.set(query, text);
  }
  const values = representations === undefined ? variables : { ...variables, representations };
  return { body: `{"query":${text},"variables":${JSON.stringify(values)}}`, isMutation: query.startsWith("mutation") };
}

/** Nothing of a caller is handed on, so all are alike; what changes something is asked by each, and whatever is asked after it anew. */
async function share(
  line: Line & { readonly sharing: PlainSharing },
  question: Question,
  { signal, deadline }: RequestScope,
): Promise<SubgraphAnswer> {
  const { name, timer, sharing } = line;
  const { flights, metrics } = sharing;
  if (question.isMutation) return send(line, question, signal).finally(() => flights.close());
  const before = flights.shared;
  const flight = flights.board({
    key: `${name} ${question.body}`,
    budgetMs: Math.min(deadline - timer.now(), TIME_LIMIT_MS),
    run: (shared) => send(line, question, shared),
  });
  if (flights.shared > before) metrics.countShared(name);
  return (await ride(flight, signal)) ?? failed(name, new UpstreamError(name, { kind: "aborted" }));
}

async function send(line: Line, { body, isMutation }: Question, signal: AbortSignal): Promise<SubgraphAnswer> {
  const { name, poster, metrics } = line;
  const startedAt = performance.now();
  let answer: SubgraphAnswer;
  try {
    answer = toAnswer(name, await poster.post({ headers: HEADERS, body, signal, isRepeatable: !isMutation }));
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    answer = failed(name, error);
  }
  const [error] = answer.errors ?? [];
  metrics.observe(name, error === undefined ? "OK" : knownCodeOf(error), performance.now() - startedAt);
  return answer;
}

/** Throws UpstreamError. */
function toAnswer(name: string, { status, headers, text }: Posted): SubgraphAnswer {
  const { data, errors } = readPlainAnswer(name, status, text);
  const failure = data === null && FAILURES.has(status) ? "own" : undefined;
  return { data, errors, failure, hints: readCacheControl(headers) };
}

/** What counts as an error for `stale-if-error` (RFC 5861, 4). */
const FAILURES: ReadonlySet<number> = new Set([500, 502, 503, 504]);

function failed(name: string, error: UpstreamError): SubgraphAnswer {
  return { data: null, errors: [toSubgraphError(name, error)], failure: failureOf(error) };
}

/** A refusal is an answer. */
function failureOf({ failure }: UpstreamError): SubgraphFailure | undefined {
  if (failure.kind === "aborted") return "hurried";
  return failure.kind === "rejected" && !FAILURES.has(failure.status) ? undefined : "own";
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
