import type { LookupFunction } from "node:net";
import type { DocumentNode } from "graphql";
import type { Clock, SourceHealth } from "#adapters/runtime/source.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { readCacheControl } from "#gateway/router/read-cache-control.ts";
import { type SignatureKey, signRequest } from "#subgraphs/runtime/message-signature.ts";
import type { NodeHints, NodeRequest, NodeResponse, NodeService } from "#subgraphs/runtime/node-service.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";
import { createAnswerCheck } from "./answer-check.ts";
import { createPoster } from "./post-json.ts";
import { readNodeAnswer } from "./read-node-answer.ts";

const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** As many as a bulkhead lets through (hub-settings): a question that hangs takes its line and no one else's. */
const CONNECTIONS = 256;

/** A node elsewhere, as our own copy of its definition describes it. */
export interface RemoteNodeFacts {
  readonly code: string;
  readonly url: string;
  /** Whole schema, as composed. */
  readonly typeDefs: DocumentNode;
  /** Codes of its sources; what it reports of others is dropped. */
  readonly sources: readonly string[];
  /** A subgraph server that says nothing of sources and cache times in the hub's own terms (extensions.hub). */
  readonly isForeign?: boolean;
  /** How the name in its address is resolved, where not every address is allowed. */
  readonly lookup?: LookupFunction | undefined;
}

export interface RemoteNodeParts {
  readonly clock: Clock;
  /** The newest key signs. */
  readonly keys: readonly SignatureKey[];
}

export interface RemoteNode {
  /** Throws UpstreamError when the node cannot be reached or its answer is none. */
  readonly service: NodeService;
  /** A source's health as far as the node's own answers tell. */
  health(source: string): SourceHealth;
  close(): Promise<void>;
}

/** A node that runs elsewhere: signed requests over pooled connections, bounded answers of which only what was asked for is kept. */
export function createRemoteNode(facts: RemoteNodeFacts, { clock, keys }: RemoteNodeParts): RemoteNode {
  const { code, typeDefs } = facts;
  const poster = createPoster({
    name: code,
    url: facts.url,
    maxBytes: MAX_BODY_BYTES,
    connections: CONNECTIONS,
    lookup: facts.lookup,
  });
  const target = new URL(facts.url);
  const check = createAnswerCheck(code, typeDefs);
  const health = new Map<string, SourceHealth>();
  const execute = async (request: NodeRequest): Promise<NodeResponse> => {
    const { scope: _scope, ...question } = request;
    const body = JSON.stringify(question);
    const { signal, budget } = request.scope;
    const lent = budget?.lend();
    const headers = await signedHeaders(target, body, { request, clock, keys, lent });
    // A signature is good for one request.
    const startedAt = clock.now();
    const { status, text, headers: told } = await poster.post({ headers, body, signal, isRepeatable: false });
    if (status !== 200) throw new UpstreamError(code, { kind: "unreachable", reason: `status ${status}` });
    const foreign = facts.isForeign === true ? foreignHints(facts, told, clock.now() - startedAt) : undefined;
    const answer = readNodeAnswer(text, { node: code, sources: facts.sources, question, check, foreign });
    budget?.giveBack(unusedOf(lent, answer));
    for (const report of answer.extensions.hub.sources)
      health.set(report.source, toHealth(report, health.get(report.source), clock.now()));
    return answer;
  };
  return {
    service: { code, execute },
    health: (source) => health.get(source) ?? UNKNOWN_HEALTH,
    close: () => poster.close(),
  };
}

type AnswerHeaders = Parameters<typeof readCacheControl>[0];

/** One source, the server itself; how long an answer may be kept is in its headers (RFC 9111). */
function foreignHints({ code, sources }: RemoteNodeFacts, headers: AnswerHeaders, durationMs: number): NodeHints {
  const { ttlMs, isPrivate, staleIfErrorMs, staleWhileRevalidateMs } = readCacheControl(headers);
  const [source = code] = sources;
  const report: SourceReport = {
    node: code,
    source,
    outcome: "OK",
    upstreamCalls: 1,
    cacheHits: 0,
    ageSeconds: 0,
    durationMs,
  };
  return { ttlMs, isPrivate, staleIfErrorMs, staleWhileRevalidateMs, sources: [report] };
}

/** A node that gave no answer may have made all the calls that it was lent. */
function unusedOf(lent: number | undefined, { extensions }: NodeResponse): number {
  const used = extensions.hub.sources.reduce((sum, { upstreamCalls }) => sum + upstreamCalls, 0);
  return Math.max(0, (lent ?? 0) - used);
}

interface Signing {
  /** Upstream calls that it may cause there. */
  readonly lent: number | undefined;
  readonly request: NodeRequest;
  readonly clock: Clock;
  readonly keys: readonly SignatureKey[];
}

async function signedHeaders(
  target: URL,
  body: string,
  { request, clock, keys, lent }: Signing,
): Promise<Record<string, string>> {
  const { scope } = request;
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "accept-language": scope.language,
    "hub-deadline-ms": String(Math.max(1, Math.floor(scope.deadline - clock.now()))),
    "x-request-id": scope.requestId,
    ...(lent === undefined ? {} : { "hub-upstream-calls": String(lent) }),
    ...(scope.credential === undefined ? {} : { authorization: scope.credential }),
  };
  const [key] = keys;
  if (key === undefined) throw new Error("a node elsewhere needs a signing key");
  return signRequest({ method: "POST", url: target.href, headers, body }, key, clock);
}

function toHealth(report: SourceReport, before: SourceHealth | undefined, now: number): SourceHealth {
  if (report.outcome === "SKIPPED") return before ?? UNKNOWN_HEALTH;
  const hasFailed = report.outcome === "TIMEOUT" || report.outcome === "UNAVAILABLE" || report.outcome === "THROTTLED";
  if (hasFailed)
    return { ...(before ?? UNKNOWN_HEALTH), state: "DOWN", lastFailureAt: now, lastFailureKind: report.outcome };
  return { ...(before ?? UNKNOWN_HEALTH), state: report.outcome === "PARTIAL" ? "DEGRADED" : "UP", lastSuccessAt: now };
}
