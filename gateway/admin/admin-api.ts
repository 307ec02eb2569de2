import type { IncomingMessage } from "node:http";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { IsOperator } from "#gateway/access/operator-token.ts";
import { readBody } from "#gateway/http/read-body.ts";
import { jsonReply } from "#gateway/http/reply.ts";
import type { Served } from "#gateway/http/serve-operation.ts";
import { refusalReply } from "#gateway/http/to-reply.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { ErrorContext } from "#gateway/report/to-graphql-error.ts";
import { ADMIN_ACTIONS, type AdminAction } from "./admin-actions.ts";
import type { OperatorDesk } from "./operator-desk.ts";

const PREFIX = "/admin/";
const BODY_LIMITS = { bodyLimit: 16_384, bodyTimeout: 5_000 };

/** JSON over HTTP for operators, below /admin/. Answered however much there is to do. */
export interface AdminApi {
  owns(path: string): boolean;
  serve(request: IncomingMessage, path: string, errors: ErrorContext): Promise<Served>;
}

export interface AdminApiParts {
  readonly desk: OperatorDesk;
  readonly isOperator: IsOperator;
  readonly logger: Logger;
}

/** Whoever does not bring the token learns nothing but that. Every act, and every one who was refused, is told to the log. */
export function createAdminApi(parts: AdminApiParts): AdminApi {
  return {
    owns: (path) => path.startsWith(PREFIX),
    serve: async (request, path, errors) => {
      const name = path.slice(PREFIX.length);
      const { result, target } = await act(parts, request, name).catch((error: unknown) => {
        audit(parts.logger, { request, errors, name, result: refuse("INTERNAL") });
        throw error;
      });
      audit(parts.logger, { request, errors, name, target, result });
      return isRefusal(result) ? refused(result, errors) : { reply: jsonReply(200, result), outcome: "ok", codes: [] };
    },
  };
}

interface Acted {
  readonly result: object | Refusal;
  readonly target?: string | undefined;
}

async function act({ desk, isOperator }: AdminApiParts, request: IncomingMessage, name: string): Promise<Acted> {
  if (!isOperator(request.headers.authorization)) return { result: refuseStranger() };
  const action = ADMIN_ACTIONS.get(name);
  if (action === undefined) return { result: refuse("NOT_FOUND") };
  if (request.method !== action.method) return { result: refuseMethod(action) };
  const body = action.method === "GET" ? undefined : await readJson(request);
  if (body !== undefined && isRefusal(body)) return { result: body };
  return { result: await action.run(desk, body?.value), target: action.target(body?.value) };
}

function refuseStranger(): Refusal {
  return refuse("ADMIN_TOKEN_REQUIRED", undefined, { headers: { "www-authenticate": 'Bearer realm="hub"' } });
}

function refuseMethod({ method }: AdminAction): Refusal {
  return refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: method } });
}

async function readJson(request: IncomingMessage): Promise<{ readonly value: unknown } | Refusal> {
  const bytes = await readBody(request, BODY_LIMITS);
  if (isRefusal(bytes)) return bytes;
  try {
    return { value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return refuse("BAD_REQUEST", { zh: "请求体应为 JSON", en: "send a JSON body" });
  }
}

function refused(refusal: Refusal, errors: ErrorContext): Served {
  return { reply: refusalReply(refusal, "application/json", errors), outcome: "refused", codes: [refusal.code] };
}

interface Act extends Acted {
  readonly request: IncomingMessage;
  readonly errors: ErrorContext;
  readonly name: string;
}

/** Acts are warnings, so that a log that leaves out the ordinary keeps them. */
function audit(logger: Logger, { request, errors, name, target, result }: Act): void {
  const isDone = !isRefusal(result);
  const fields = {
    audit: "operator",
    action: ADMIN_ACTIONS.has(name) ? name : "unknown",
    ...(target === undefined ? {} : { target }),
    outcome: isDone ? "done" : result.code,
    from: request.socket.remoteAddress,
    requestId: errors.requestId,
  };
  if (isDone && request.method === "GET") logger.info(fields, "operator looked");
  else logger.warn(fields, isDone ? "operator acted" : "operator was refused");
}
