import { type DocumentNode, GraphQLError, getOperationAST, parse, validate } from "graphql";
import { LRUCache } from "lru-cache";
import type { Logger } from "#adapters/runtime/logger.ts";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { FederatedAnswer, FederationEngine } from "#gateway/engine/federation-engine.ts";
import type { OperationOutcome, OperationRequest, RunOperation } from "#gateway/http/operation.ts";
import { PlanningError } from "#gateway/plan/planner.ts";
import { refuse } from "#gateway/report/refusal.ts";
import type { PlainState } from "./plain-subgraph.ts";
import { toPlainError } from "./to-plain-error.ts";

/** Characters of the documents that are kept; a parsed one takes roughly thirty times as much. */
const KNOWN_TEXT = 2_000_000;
const MAX_ERRORS = 100;

export interface RunPlainOperationParts {
  readonly engine: FederationEngine<PlainState>;
  readonly logger: Logger;
}

/** From an operation read from HTTP to its outcome, over a graph of which nothing is known but its schema. */
export function createRunPlainOperation({ engine, logger }: RunPlainOperationParts): RunOperation {
  const valid = new LRUCache<string, DocumentNode>({
    maxSize: KNOWN_TEXT,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const read = (text: string): DocumentNode | readonly GraphQLError[] => {
    const known = valid.get(text);
    if (known !== undefined) return known;
    const document = parse(text);
    const errors = validate(engine.schema, document, undefined, { maxErrors: MAX_ERRORS });
    if (errors.length > 0) return errors;
    valid.set(text, document);
    return document;
  };
  return async (operation, scope) => {
    const document = read(operation.query);
    if (!("kind" in document)) return requestError(document, "GRAPHQL_VALIDATION_FAILED");
    const kind = getOperationAST(document, operation.operationName)?.operation;
    if (kind === "subscription") return requestError([new GraphQLError("Subscriptions are not served")], "BAD_REQUEST");
    const policy = new AnswerPolicy();
    const answer = await execute(engine, { document, operation }, { scope, policy }, logger);
    return toOutcome(answer, kind === "query" ? policy : undefined);
  };
}

interface Readied {
  readonly document: DocumentNode;
  readonly operation: OperationRequest;
}

async function execute(
  engine: FederationEngine<PlainState>,
  { document, operation: { operationName, variables } }: Readied,
  state: PlainState,
  logger: Logger,
): Promise<FederatedAnswer> {
  try {
    return await engine.execute({ document, operationName, variables }, state);
  } catch (error) {
    if (!(error instanceof PlanningError)) throw error;
    logger.warn({ requestId: state.scope.requestId, reason: error.reason, err: error }, "no plan");
    throw REFUSALS[error.reason];
  }
}

/** Of a planner: it had too much to do, the operation was too much for it, or no subgraph can be asked. */
const REFUSALS = {
  busy: refuse("OVERLOADED"),
  "too-long": refuse("QUERY_TOO_COSTLY", { zh: "规划耗时过长", en: "planning it takes too long" }),
  failed: refuse("INTERNAL"),
} as const satisfies Record<PlanningError["reason"], unknown>;

function toOutcome({ data, errors }: FederatedAnswer, policy: AnswerPolicy | undefined): OperationOutcome {
  if (data === undefined) return requestError(errors, "BAD_USER_INPUT");
  return {
    kind: "executed",
    policy: errors.length === 0 ? policy?.read() : undefined,
    body: { ...(errors.length === 0 ? {} : { errors: errors.map((error) => toPlainError(error)) }), data },
  };
}

function requestError(errors: FederatedAnswer["errors"], code: string): OperationOutcome {
  return { kind: "request-error", body: { errors: errors.map((error) => toPlainError(error, code)) } };
}
