import type { IncomingMessage } from "node:http";
import { getOperationAST, type OperationDefinitionNode } from "graphql";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import type { IsOperator } from "#gateway/access/operator-token.ts";
import type { CostGuard, OperationCost } from "#gateway/guard/cost/cost-limit.ts";
import { withCost } from "#gateway/guard/cost/told-cost.ts";
import type { Guard } from "#gateway/guard/create-guard.ts";
import type { RequestOutcome } from "#gateway/report/metrics.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import { type ErrorContext, toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import type { FrontSettings } from "./front-settings.ts";
import { type MediaType, negotiateMediaType } from "./negotiate-media-type.ts";
import type { OperationOutcome, OperationRequest, RequestScope, RunOperation } from "./operation.ts";
import { readOperation } from "./read-operation.ts";
import { readScope } from "./read-scope.ts";
import { refuseCsrf } from "./refuse-csrf.ts";
import type { Reply } from "./reply.ts";
import type { RequestLifetime } from "./request-lifetime.ts";
import { outcomeReply, refusalReply } from "./to-reply.ts";

/** The engine answers at the deadline with what it has; when even that does not come, the front answers alone. */
const DEADLINE_GRACE_MS = 250;

export interface OperationDependencies {
  readonly run: RunOperation;
  readonly guard: Guard;
  /** Without one, operations may cost whatever they like. */
  readonly cost?: CostGuard;
  /** Without one, nobody is the operator. */
  readonly isOperator?: IsOperator | undefined;
  readonly settings: FrontSettings;
  readonly clock: Clock;
}

export interface Incoming {
  readonly request: IncomingMessage;
  readonly search: URLSearchParams;
  readonly lifetime: RequestLifetime;
  readonly errors: ErrorContext;
}

/** What the log and the metrics are told. */
export interface Served {
  readonly reply: Reply;
  readonly outcome: RequestOutcome;
  readonly operationName?: string | undefined;
  readonly codes: readonly string[];
}

/** One request to `/graphql`, from headers to reply. */
export async function serveOperation(dependencies: OperationDependencies, incoming: Incoming): Promise<Served> {
  const mediaType = negotiateMediaType(incoming.request.headers.accept);
  if (mediaType === undefined) return refused(refuse("NOT_ACCEPTABLE"), "application/json", incoming);
  const refusal = refuseMethod(incoming.request) ?? refuseCsrf(incoming.request);
  if (refusal !== undefined) return refused(refusal, mediaType, incoming);
  const scope = openScope(dependencies, incoming);
  if (isRefusal(scope)) return refused(scope, mediaType, incoming);
  const operation = await readOperation(incoming.request, incoming.search, dependencies.settings);
  if (isRefusal(operation)) return refused(operation, mediaType, incoming);
  const checked = checkOperation(dependencies, operation, scope);
  if (isRefusal(checked)) return { ...refused(checked, mediaType, incoming), operationName: operation.operationName };
  const { definition, cost } = checked;
  const budget = cost === undefined ? undefined : new UpstreamBudget(cost.upstreamCalls);
  const outcome = await runWithin(dependencies, operation, { scope: { ...scope, budget }, errors: incoming.errors });
  const told = cost !== undefined && scope.wantsSources ? withCost(outcome, cost) : outcome;
  // Names are the client's own text, but a parsed name has letters, digits and `_` only: safe in a log line.
  return { ...executed(told, mediaType), operationName: definition.name?.value };
}

function refuseMethod({ method }: IncomingMessage): Refusal | undefined {
  if (method === "GET" || method === "POST") return undefined;
  return refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: "GET, POST, OPTIONS" } });
}

function openScope({ settings, clock, isOperator }: OperationDependencies, { request, lifetime, errors }: Incoming) {
  const now = clock.now();
  const { deadline, sources } = settings;
  const { requestId } = errors;
  const scope = readScope(request, { requestId, signal: lifetime.signal, now, deadline, sources, isOperator });
  if (!isRefusal(scope)) lifetime.startDeadline(scope.deadline - now);
  return scope;
}

interface Checked {
  readonly definition: OperationDefinitionNode;
  readonly cost: OperationCost | undefined;
}

function checkOperation(
  { guard, cost }: OperationDependencies,
  { query, operationName, variables }: OperationRequest,
  scope: RequestScope,
): Checked | Refusal {
  const document = guard.checkVariables(variables) ?? guard.checkDocument(query);
  if (isRefusal(document)) return document;
  const definition = getOperationAST(document, operationName);
  if (!definition) {
    return refuse("OPERATION_RESOLUTION_FAILURE", {
      zh: "operationName 应为文档中的一个操作名",
      en: "operationName must name one of the document's operations",
    });
  }
  if (scope.method === "GET" && definition.operation !== "query") return refuseGet();
  const price = cost?.check(document, definition, variables);
  return price !== undefined && isRefusal(price) ? price : { definition, cost: price };
}

function refuseGet(): Refusal {
  const detail = { zh: "GET 只能执行查询", en: "GET runs queries only" };
  return refuse("METHOD_NOT_ALLOWED", detail, { headers: { allow: "POST" } });
}

async function runWithin(
  { run, clock }: OperationDependencies,
  operation: OperationRequest,
  { scope, errors }: { readonly scope: RequestScope; readonly errors: ErrorContext },
): Promise<OperationOutcome> {
  const { promise: late, resolve } = Promise.withResolvers<OperationOutcome>();
  const giveUp = () => resolve(failure("executed", refuse("DEADLINE_EXCEEDED"), errors));
  const timer = setTimeout(giveUp, scope.deadline - clock.now() + DEADLINE_GRACE_MS);
  try {
    return await Promise.race([run(operation, scope), late]);
  } catch (error) {
    return failure("request-error", error, errors);
  } finally {
    clearTimeout(timer);
  }
}

function failure(kind: OperationOutcome["kind"], thrown: unknown, errors: ErrorContext): OperationOutcome {
  return { kind, body: { ...(kind === "executed" ? { data: null } : {}), errors: [toGraphQLError(thrown, errors)] } };
}

function refused(refusal: Refusal, mediaType: MediaType, { errors }: Incoming): Served {
  return { reply: refusalReply(refusal, mediaType, errors), outcome: "refused", codes: [refusal.code] };
}

function executed(outcome: OperationOutcome, mediaType: MediaType): Served {
  const codes = (outcome.body.errors ?? []).map(({ extensions }) => String(extensions?.["code"] ?? "INTERNAL"));
  return { reply: outcomeReply(outcome, mediaType), outcome: outcomeOf(outcome, codes), codes };
}

function outcomeOf(outcome: OperationOutcome, codes: readonly string[]): RequestOutcome {
  if (codes.includes("INTERNAL")) return "failed";
  if (outcome.kind === "request-error") return "request-error";
  return codes.length === 0 ? "ok" : "partial";
}
