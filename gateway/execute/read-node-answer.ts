import { z } from "zod";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { NodeErrorExtensions } from "#subgraphs/runtime/node-error.ts";
import type { NodeHints, NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { AnswerCheck } from "./answer-check.ts";
import type { NodeQuestion } from "./call-node.ts";

/** No answer is kept longer, whatever its node says. */
const MAX_TTL_MS = 24 * 3_600_000;
const MAX_ERRORS = 10_000;
const MAX_TAGS = 100;
const MAX_TAG = 200;

/** A place in a response: names of fields and indexes, nothing that could carry a message. */
const PATH = z.array(z.union([z.string().regex(/^[_A-Za-z]\w{0,127}$/), z.number().int().min(0)])).max(64);
const COUNT = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

const ERROR = z.object({
  path: PATH.optional().catch(undefined),
  extensions: z.object({ code: z.string() }).loose(),
});
const REPORT = z.object({
  source: z.string(),
  outcome: z.enum(["OK", "PARTIAL", "STALE", "TIMEOUT", "UNAVAILABLE", "THROTTLED", "SKIPPED"]),
  upstreamCalls: COUNT,
  cacheHits: COUNT,
  ageSeconds: COUNT,
  durationMs: COUNT,
});
const STALE = z
  .number()
  .transform((ms) => Math.min(Math.max(0, ms), MAX_TTL_MS))
  .optional();
const ANSWER = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(ERROR).max(MAX_ERRORS).optional(),
  extensions: z.object({
    hub: z.object({
      sources: z.array(REPORT).max(100),
      ttlMs: z.number().transform((ttlMs) => Math.min(Math.max(0, ttlMs), MAX_TTL_MS)),
      staleWhileRevalidateMs: STALE,
      staleIfErrorMs: STALE,
      isPrivate: z.boolean(),
      tags: z.array(z.string().min(1).max(MAX_TAG)).max(MAX_TAGS).optional(),
    }),
  }),
});

export interface ReadNodeAnswerOptions {
  readonly node: string;
  /** Codes of the node's own sources. */
  readonly sources: readonly string[];
  readonly question: NodeQuestion;
  readonly check: AnswerCheck;
  /** Of a server that does not say so itself. */
  readonly foreign?: NodeHints | undefined;
}

/** What a node elsewhere answered, reduced to what may be believed. Throws UpstreamError "malformed" when it is no answer. */
export function readNodeAnswer(text: string, options: ReadNodeAnswerOptions): NodeResponse {
  const { node, question, check } = options;
  const parsed = ANSWER.safeParse(withHints(parseJson(text), options.foreign));
  if (!parsed.success) throw new UpstreamError(node, { kind: "malformed", at: placeOf(parsed.error) });
  const { data, errors: told = [], extensions } = parsed.data;
  if (!data && told.length === 0) throw new UpstreamError(node, { kind: "malformed", at: "data" });
  const checked = data ? check(question, data) : { data: null, errors: [] };
  const errors = [...told.map((error) => toNodeError(error, node)), ...checked.errors];
  const { sources: _sources, ...hints } = extensions.hub;
  const sources = extensions.hub.sources
    .filter(({ source }) => options.sources.includes(source))
    .map((report) => ({ ...report, node }));
  return {
    data: checked.data,
    ...(errors.length === 0 ? {} : { errors }),
    extensions: { hub: { ...hints, sources } },
  };
}

/** What any GraphQL server answers, with what a node says besides. */
function withHints(answer: unknown, hub: NodeHints | undefined): unknown {
  if (hub === undefined || typeof answer !== "object" || answer === null) return answer;
  const errors = "errors" in answer && Array.isArray(answer.errors) ? answer.errors.map(withCode) : undefined;
  const outcome = errors === undefined || errors.length === 0 ? "OK" : "PARTIAL";
  const sources = hub.sources.map((report) => ({ ...report, outcome }));
  return { ...answer, ...(errors === undefined ? {} : { errors }), extensions: { hub: { ...hub, sources } } };
}

/** Codes of its own mean nothing here. */
function withCode(error: unknown): unknown {
  return typeof error === "object" && error !== null ? { ...error, extensions: { code: FOREIGN_ERROR } } : error;
}

const FOREIGN_ERROR: ErrorCodeName = "NODE_REJECTED";

/** The node's own words are not read: codes of the registry, with our messages; others become INTERNAL. */
function toNodeError({ path, extensions: raw }: z.output<typeof ERROR>, node: string) {
  const code: ErrorCodeName = isErrorCode(raw.code) ? raw.code : "INTERNAL";
  const { message, retryable } = ERROR_CODES[code];
  // The rest is checked field by field where client errors are made (report/to-graphql-error).
  // A node speaks for itself alone.
  const extensions: NodeErrorExtensions = { ...raw, code, node, nodes: undefined, retryable };
  return { message: message.en, path, extensions };
}

function isErrorCode(code: string): code is ErrorCodeName {
  return Object.hasOwn(ERROR_CODES, code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeOf(error: z.ZodError): string {
  return error.issues[0]?.path.join(".") || "body";
}
