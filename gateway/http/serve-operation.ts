import type { IncomingMessage } from "node:http";
import type { IsOperator } from "#gateway/access/operator-token.ts";
import type { RequestOutcome } from "#gateway/report/metrics.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { ErrorContext } from "#gateway/report/to-graphql-error.ts";
import type { Answer } from "./answer.ts";
import { type Asking, answerOperation, findKept } from "./answer-operation.ts";
import type { ExecutionParts } from "./execute-once.ts";
import type { FrontSettings } from "./front-settings.ts";
import { type MediaType, negotiateMediaType } from "./negotiate-media-type.ts";
import { prepareOperation, type Wire } from "./prepare-operation.ts";
import { refuseContentType } from "./read-operation.ts";
import { type Caller, readCaller } from "./read-scope.ts";
import { refuseCsrf } from "./refuse-csrf.ts";
import type { Reply } from "./reply.ts";
import type { RequestLifetime } from "./request-lifetime.ts";
import { refusalReply } from "./to-reply.ts";

export interface OperationDependencies extends ExecutionParts {
  /** Without one, nobody is the operator. */
  readonly isOperator?: IsOperator | undefined;
  readonly settings: FrontSettings;
}

export interface Incoming {
  readonly request: IncomingMessage;
  readonly lifetime: RequestLifetime;
  readonly errors: ErrorContext;
}

/** What is sent, and what the log and the metrics are told. */
export interface Served {
  readonly reply: Reply | AnswerReply;
  readonly outcome: RequestOutcome;
  readonly operationName?: string | undefined;
  readonly codes: readonly string[];
}

interface AnswerReply {
  readonly answer: Answer;
  readonly mediaType: MediaType;
}

/** As nginx names it: nobody is there any more to be answered. */
const NOBODY: Reply = { status: 499, headers: {}, body: "" };

/**
 * One request to `/graphql`, from headers to reply, or to what its body will make of it. What needs no waiting is not
 * waited for: a kept answer is there in the turn in which the request's last byte came.
 */
export function serveOperation(parts: OperationDependencies, incoming: Incoming): Served | AwaitedBody {
  const { request } = incoming;
  const mediaType = negotiateMediaType(request.headers.accept);
  if (mediaType === undefined) return refused(refuse("NOT_ACCEPTABLE"), "application/json", incoming);
  const caller = admit(parts, incoming);
  if (isRefusal(caller)) return refused(caller, mediaType, incoming);
  return (wire) =>
    typeof wire !== "string" && isRefusal(wire)
      ? refused(wire, mediaType, incoming)
      : serve(parts, { ...incoming, mediaType, caller, wire });
}

/** To be called with what came over the wire, or with why it did not. */
export type AwaitedBody = (wire: Wire | Refusal) => Served | Promise<Served>;

/** All that can be told from the headers alone. */
function admit(
  { settings, isOperator, clock }: OperationDependencies,
  { request, errors }: Incoming,
): Caller | Refusal {
  const refusal = refuseMethod(request) ?? refuseCsrf(request);
  if (refusal !== undefined) return refusal;
  const { deadline, sources, tracesAll } = settings;
  const { requestId } = errors;
  const caller = readCaller(request, { requestId, now: clock.now(), deadline, sources, tracesAll, isOperator });
  return isRefusal(caller) || caller.method === "GET" ? caller : (refuseContentType(request) ?? caller);
}

interface Admitted extends Incoming {
  readonly mediaType: MediaType;
  readonly caller: Caller;
  readonly wire: Wire;
}

function serve(parts: OperationDependencies, { wire, mediaType, ...incoming }: Admitted): Served | Promise<Served> {
  const prepared = prepareOperation(parts, wire, incoming);
  if (isRefusal(prepared)) return refused(prepared, mediaType, incoming);
  const asking: Asking = { ...incoming, prepared };
  const kept = findKept(parts, asking);
  if (kept !== undefined) return answered(kept, mediaType, prepared.name);
  return answerOperation(parts, asking).then((answer) => answered(answer, mediaType, prepared.name));
}

function refuseMethod({ method }: IncomingMessage): Refusal | undefined {
  if (method === "GET" || method === "POST") return undefined;
  return refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: "GET, POST, OPTIONS" } });
}

function refused(refusal: Refusal, mediaType: MediaType, { errors }: Incoming): Served {
  return { reply: refusalReply(refusal, mediaType, errors), outcome: "refused", codes: [refusal.code] };
}

function answered(answer: Answer | undefined, mediaType: MediaType, operationName: string | undefined): Served {
  if (answer === undefined) return { reply: NOBODY, outcome: "aborted", codes: [], operationName };
  return { reply: { answer, mediaType }, outcome: answer.result, codes: answer.codes, operationName };
}
