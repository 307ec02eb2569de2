import type { IncomingMessage } from "node:http";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { AdminCaller, FindCaller } from "#gateway/access/admin-caller.ts";
import { readBody } from "#gateway/http/read-body.ts";
import { jsonReply } from "#gateway/http/reply.ts";
import type { Served } from "#gateway/http/serve-operation.ts";
import { refusalReply } from "#gateway/http/to-reply.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import { type ErrorContext, toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { ADMIN_ACTIONS } from "./admin-actions.ts";
import { type BoundAction, bindNodeAction } from "./bound-action.ts";
import type { NodeDesks } from "./node-actions.ts";
import type { OperatorDesk } from "./operator-desk.ts";

const PREFIX = "/admin/";
const BODY_TIMEOUT_MS = 5_000;
const SMALL_BODY = 16_384;

/** JSON over HTTP for operators and, of their own node, its owners, below /admin/. Answered however much there is to do. */
export interface AdminApi {
  owns(path: string): boolean;
  serve(request: IncomingMessage, path: string, errors: ErrorContext): Promise<Served>;
}

export interface AdminApiParts {
  readonly desk: OperatorDesk;
  /** Without it there are no nodes to plug in. */
  readonly nodes?: NodeDesks | undefined;
  readonly findCaller: FindCaller;
  readonly logger: Logger;
}

/** Whoever does not bring a token learns nothing but that. Every act, and every one who was refused, is told to the log. */
export function createAdminApi(parts: AdminApiParts): AdminApi {
  return {
    owns: (path) => path.startsWith(PREFIX),
    serve: async (request, path, errors) => {
      const caller = parts.findCaller(request.headers.authorization);
      const action = bind(parts, path.slice(PREFIX.length));
      const asked = { request, errors, caller, action };
      const { result, target } = await act(asked).catch((error: unknown) => {
        audit(parts.logger, { ...asked, result: refuse("INTERNAL") });
        throw error;
      });
      audit(parts.logger, { ...asked, target, result });
      return isRefusal(result) ? refused(result, errors) : { reply: jsonReply(200, result), outcome: "ok", codes: [] };
    },
  };
}

function bind({ desk, nodes }: AdminApiParts, name: string): BoundAction | undefined {
  const ofNodes = nodes === undefined ? undefined : bindNodeAction(nodes, name);
  if (ofNodes !== undefined) return ofNodes;
  const action = ADMIN_ACTIONS.get(name);
  if (action === undefined) return undefined;
  return {
    name,
    method: action.method,
    bodyLimit: SMALL_BODY,
    may: ({ kind }) => kind === "operator",
    target: (body) => action.target(body),
    run: (_caller, body) => action.run(desk, body),
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly errors: ErrorContext;
  readonly caller: AdminCaller | undefined;
  readonly action: BoundAction | undefined;
}

interface Acted {
  readonly result: object | Refusal;
  readonly target?: string | undefined;
}

async function act({ request, caller, action }: Asked): Promise<Acted> {
  if (caller === undefined) return { result: refuseStranger() };
  if (action === undefined) return { result: caller.kind === "operator" ? refuse("NOT_FOUND") : refuseOwner(caller) };
  if (!action.may(caller)) return { result: refuseOwner(caller), target: action.target(undefined) };
  if (request.method !== action.method) return { result: refuseMethod(action) };
  const body = action.method === "GET" ? undefined : await readJson(request, action.bodyLimit);
  if (body !== undefined && isRefusal(body)) return { result: body };
  return { result: await action.run(caller, body?.value, queryOf(request)), target: action.target(body?.value) };
}

function queryOf({ url }: IncomingMessage): URLSearchParams {
  return URL.parse(`http://hub.invalid${url}`)?.searchParams ?? new URLSearchParams();
}

/** An owner reads what the token is good for, and nothing of what else there is. */
function refuseOwner(caller: AdminCaller): Refusal {
  if (caller.kind !== "owner") return refuse("FORBIDDEN");
  const { node } = caller;
  return refuse("FORBIDDEN", {
    zh: `所有者令牌只管自己的节点 ${node}；此事只有枢纽运营方能做`,
    en: `an owner's token is good for its own node ${node}; this is for the hub's operator`,
  });
}

function refuseStranger(): Refusal {
  return refuse("ADMIN_TOKEN_REQUIRED", undefined, { headers: { "www-authenticate": 'Bearer realm="hub"' } });
}

function refuseMethod({ method }: BoundAction): Refusal {
  return refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: method } });
}

async function readJson(request: IncomingMessage, bodyLimit: number): Promise<{ readonly value: unknown } | Refusal> {
  const bytes = await readBody(request, { bodyLimit, bodyTimeout: BODY_TIMEOUT_MS });
  if (isRefusal(bytes)) return bytes;
  try {
    return { value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return refuse("BAD_REQUEST", { zh: "请求体应为 JSON", en: "send a JSON body" });
  }
}

/** With all that is wrong, where the refusal lists it, and what was said of it in both languages. */
function refused(refusal: Refusal, errors: ErrorContext): Served {
  const { code, detail, problems, notNow } = refusal;
  const body = {
    errors: [toGraphQLError(refusal, errors)],
    ...(detail === undefined ? {} : { detail }),
    ...(problems === undefined ? {} : { problems }),
    ...(notNow === undefined ? {} : { notNow }),
  };
  const reply = {
    ...refusalReply(refusal, "application/json", errors),
    // Beside data of the graph that code has no status of its own.
    ...(code === "FORBIDDEN" ? { status: 403 } : {}),
    body: JSON.stringify(body),
  };
  return { reply, outcome: "refused", codes: [code] };
}

/** Acts are warnings, so that a log that leaves out the ordinary keeps them. */
function audit(logger: Logger, { request, errors, caller, action, result, target }: Asked & Acted): void {
  const isDone = !isRefusal(result);
  const fields = {
    audit: caller?.kind ?? "operator",
    action: action?.name ?? "unknown",
    ...(target === undefined ? {} : { target }),
    ...(caller?.kind === "owner" ? { owner: caller.node } : {}),
    outcome: isDone ? "done" : result.code,
    from: request.socket.remoteAddress,
    requestId: errors.requestId,
  };
  const who = caller?.kind ?? "operator";
  if (isDone && request.method === "GET") logger.info(fields, `${who} looked`);
  else logger.warn(fields, isDone ? `${who} acted` : `${who} was refused`);
}
