import { randomUUID } from "node:crypto";
import type { LookupFunction } from "node:net";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createPoster } from "#gateway/execute/post-json.ts";
import { type SignatureKey, signRequest } from "#subgraphs/runtime/message-signature.ts";

/** Longest schema of a node: the largest real one has 70 kB with all its descriptions (2026-11). */
export const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
export const TIME_LIMIT_MS = 10_000;

export interface SubgraphAddress {
  /** Code of the node, as errors name it. */
  readonly code: string;
  readonly url: string;
  readonly lookup: LookupFunction | undefined;
}

export interface AskingSubgraph {
  readonly clock: Clock;
  readonly key: SignatureKey;
  readonly signal: AbortSignal;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** One signed question to a subgraph server, outside of any client's request. Throws UpstreamError. */
export async function askSubgraph(
  { code, url, lookup }: SubgraphAddress,
  query: string,
  { clock, key, signal, variables }: AskingSubgraph,
): Promise<unknown> {
  const body = JSON.stringify({ query, variables });
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "accept-language": "en",
    "hub-deadline-ms": String(TIME_LIMIT_MS),
    "x-request-id": randomUUID(),
  };
  const signed = await signRequest({ method: "POST", url, headers, body }, key, clock);
  const poster = createPoster({ name: code, url, maxBytes: MAX_ANSWER_BYTES, connections: 1, lookup });
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
    const { status, text } = await poster.post({ headers: signed, body, signal: limit, isRepeatable: false });
    if (status !== 200) throw new UpstreamError(code, { kind: "rejected", status });
    return readData(code, text);
  } finally {
    await poster.close();
  }
}

function readData(code: string, text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === "object" && answer !== null && "data" in answer) return answer.data;
  } catch {
    // Told below.
  }
  throw new UpstreamError(code, { kind: "malformed", at: "data" });
}
