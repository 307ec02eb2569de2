import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import { PUBLIC_PARTITION } from "#gateway/access/partition.ts";
import { withCost } from "#gateway/guard/cost/told-cost.ts";
import { isRefusal, refuse } from "#gateway/report/refusal.ts";
import { type ErrorContext, toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { Answer, toValidity, type Validity } from "./answer.ts";
import type { OperationOutcome, RequestScope, RunOperation } from "./operation.ts";
import type { PreparedOperation, PreparingParts } from "./prepare-operation.ts";
import type { Caller } from "./read-scope.ts";

/** The engine answers at the deadline with what it has; when even that does not come, the front answers alone. */
const DEADLINE_GRACE_MS = 250;

/** The end of one execution, for all who waited for it. */
export interface Landed {
  readonly answer: Answer;
  readonly outcome: OperationOutcome;
  /** Of the request for which it ran. */
  readonly requestId: string;
}

export interface ExecutionParts extends PreparingParts {
  readonly run: RunOperation;
  readonly clock: Clock;
}

export interface Execution {
  readonly prepared: PreparedOperation;
  readonly caller: Caller;
  readonly errors: ErrorContext;
  /** Where the answer is kept if it may be. */
  readonly keepAs: string | undefined;
}

/** Runs an operation once and keeps its answer, where that is allowed. */
export async function executeOnce(parts: ExecutionParts, execution: Execution, signal: AbortSignal): Promise<Landed> {
  const { prepared, caller, errors } = execution;
  const generation = parts.caches.responses?.generation ?? 0;
  const outcome = await runWithin(parts, execution, signal);
  const { cost } = prepared;
  const told = cost === undefined ? outcome : withCost(outcome, cost);
  if (told.kind === "executed") prepared.register?.();
  const answer = new Answer(told, caller.language, validityOf(parts, execution, told));
  keep(parts, execution, { answer, outcome, generation });
  return { answer, outcome: told, requestId: errors.requestId };
}

async function runWithin(
  { run }: ExecutionParts,
  { prepared, caller, errors }: Execution,
  signal: AbortSignal,
): Promise<OperationOutcome> {
  const { promise: late, resolve } = Promise.withResolvers<OperationOutcome>();
  const giveUp = () => resolve(failure("executed", refuse("DEADLINE_EXCEEDED"), errors));
  const timer = setTimeout(giveUp, caller.budgetMs + DEADLINE_GRACE_MS);
  try {
    return await Promise.race([run(prepared.operation, toScope(prepared, caller, signal)), late]);
  } catch (error) {
    return failure("request-error", error, errors);
  } finally {
    clearTimeout(timer);
  }
}

function toScope(
  { upstreamCalls }: PreparedOperation,
  { budgetMs, ...caller }: Caller,
  signal: AbortSignal,
): RequestScope {
  const budget = upstreamCalls === undefined ? undefined : new UpstreamBudget(upstreamCalls);
  return { ...caller, signal, deadline: caller.arrivedAt + budgetMs, budget };
}

function failure(kind: OperationOutcome["kind"], thrown: unknown, errors: ErrorContext): OperationOutcome {
  return { kind, body: { ...(kind === "executed" ? { data: null } : {}), errors: [toGraphQLError(thrown, errors)] } };
}

/** Only whole answers to queries are kept; those given to somebody known, by their clients alone. */
function validityOf(
  { caches, guard, clock }: ExecutionParts,
  { prepared, caller }: Execution,
  { kind, body, policy }: OperationOutcome,
): Validity | undefined {
  const isWhole = kind === "executed" && body.errors === undefined;
  if (!isWhole || policy === undefined || policy.ttlMs === 0 || prepared.key === undefined) return undefined;
  const document = guard.checkDocument(prepared.operation.query);
  const isPrivate =
    policy.isPrivate ||
    caller.partition !== PUBLIC_PARTITION ||
    isRefusal(document) ||
    caches.typesOf(document).isPrivate;
  return toValidity({ ...policy, isPrivate }, clock.now(), caches.elsewhereMs);
}

interface Made {
  readonly answer: Answer;
  readonly outcome: OperationOutcome;
  readonly generation: number;
}

function keep(
  { caches, guard }: ExecutionParts,
  { prepared, keepAs }: Execution,
  { answer, outcome: { policy }, generation }: Made,
): void {
  const { validity } = answer;
  if (keepAs === undefined || policy === undefined || validity === undefined || validity.isPrivate) return;
  const document = guard.checkDocument(prepared.operation.query);
  const types = isRefusal(document) ? null : caches.typesOf(document).names;
  const { nodes, tags } = policy;
  caches.responses?.keep(keepAs, answer, { until: validity.until, nodes, tags, types, generation });
}
