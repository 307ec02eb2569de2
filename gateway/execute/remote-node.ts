import { Agent } from "undici";
import { z } from "zod";
import type { Clock, SourceHealth } from "#adapters/runtime/source.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import { type SignatureKey, signRequest } from "#subgraphs/runtime/message-signature.ts";
import type { NodeErrorExtensions } from "#subgraphs/runtime/node-error.ts";
import type { NodeRequest, NodeResponse, NodeService } from "#subgraphs/runtime/node-service.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const CONNECTIONS = 32;

export interface RemoteNodeParts {
  readonly clock: Clock;
  /** The newest key signs. */
  readonly keys: readonly SignatureKey[];
}

export interface RemoteNode {
  readonly service: NodeService;
  /** A source's health as far as the node's own answers tell. */
  health(source: string): SourceHealth;
  close(): Promise<void>;
}

const ERROR = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.object({ code: z.string() }).loose(),
});
const REPORT = z.object({
  source: z.string().max(64),
  outcome: z.enum(["OK", "PARTIAL", "STALE", "TIMEOUT", "UNAVAILABLE", "THROTTLED", "SKIPPED"]),
  upstreamCalls: z.number(),
  cacheHits: z.number(),
  ageSeconds: z.number(),
  durationMs: z.number(),
});
const ANSWER = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(ERROR).max(1_000).optional(),
  extensions: z.object({
    hub: z.object({ sources: z.array(REPORT).max(100), ttlMs: z.number(), isPrivate: z.boolean() }),
  }),
});

/** A node that runs elsewhere: signed requests over pooled connections, bounded answers, nothing trusted but their shape. */
export function createRemoteNode(code: string, url: string, { clock, keys }: RemoteNodeParts): RemoteNode {
  const agent = new Agent({ connections: CONNECTIONS, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 2_000 } });
  const target = new URL(url);
  const health = new Map<string, SourceHealth>();
  const service: NodeService = {
    code,
    execute: async (request) => {
      const body = JSON.stringify({
        query: request.query,
        operationName: request.operationName,
        variables: request.variables,
      });
      const headers = await signedHeaders(target, body, { request, clock, keys });
      const response = await agent.request({
        origin: target.origin,
        path: target.pathname,
        method: "POST",
        headers,
        body,
        signal: request.scope.signal,
      });
      if (response.statusCode !== 200) {
        // undici tells an unread body's end as an error event, which nobody else hears.
        response.body.on("error", () => undefined).destroy();
        throw new Error(`node ${code} answered ${response.statusCode}`);
      }
      const answer = toAnswer(ANSWER.parse(JSON.parse(await readText(response.body))), code);
      for (const report of answer.extensions.hub.sources)
        health.set(report.source, toHealth(report, health.get(report.source), clock.now()));
      return answer;
    },
  };
  return { service, health: (source) => health.get(source) ?? UNKNOWN, close: () => agent.close() };
}

interface Signing {
  readonly request: NodeRequest;
  readonly clock: Clock;
  readonly keys: readonly SignatureKey[];
}

async function signedHeaders(
  target: URL,
  body: string,
  { request, clock, keys }: Signing,
): Promise<Record<string, string>> {
  const { scope } = request;
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "accept-language": scope.language,
    "hub-deadline-ms": String(Math.max(1, Math.floor(scope.deadline - clock.now()))),
    "x-request-id": scope.requestId,
    ...(scope.credential === undefined ? {} : { authorization: scope.credential }),
  };
  const [key] = keys;
  if (key === undefined) throw new Error("a node elsewhere needs a signing key");
  return signRequest({ method: "POST", url: target.href, headers, body }, key, clock);
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error(`answer over ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Codes outside the registry become INTERNAL; the node's name is ours, whatever it says. */
function toAnswer(answer: z.output<typeof ANSWER>, node: string): NodeResponse {
  const errors = answer.errors?.map(({ message, path, extensions }) => ({
    message,
    path,
    extensions: toExtensions(extensions, node),
  }));
  const { sources, ttlMs, isPrivate } = answer.extensions.hub;
  return {
    data: answer.data ?? null,
    ...(errors === undefined ? {} : { errors }),
    extensions: { hub: { sources: sources.map((report) => ({ ...report, node })), ttlMs, isPrivate } },
  };
}

function toExtensions(raw: { readonly code: string } & Record<string, unknown>, node: string): NodeErrorExtensions {
  const code: ErrorCodeName = Object.hasOwn(ERROR_CODES, raw.code) ? (raw.code as ErrorCodeName) : "INTERNAL";
  // The rest is checked field by field where client errors are made (report/to-graphql-error).
  return { ...raw, code, node, retryable: ERROR_CODES[code].retryable };
}

const UNKNOWN: SourceHealth = { state: "UNKNOWN", lastSuccessAt: null, lastFailureAt: null, lastFailureKind: null };

function toHealth(report: SourceReport, before: SourceHealth | undefined, now: number): SourceHealth {
  if (report.outcome === "SKIPPED") return before ?? UNKNOWN;
  const hasFailed = report.outcome === "TIMEOUT" || report.outcome === "UNAVAILABLE" || report.outcome === "THROTTLED";
  if (hasFailed) return { ...(before ?? UNKNOWN), state: "DOWN", lastFailureAt: now, lastFailureKind: report.outcome };
  return { ...(before ?? UNKNOWN), state: report.outcome === "PARTIAL" ? "DEGRADED" : "UP", lastSuccessAt: now };
}
