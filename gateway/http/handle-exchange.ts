import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { AdminApi } from "#gateway/admin/admin-api.ts";
import type { LoadShedder } from "#gateway/guard/load-shedder.ts";
import type { Metrics } from "#gateway/report/metrics.ts";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { ErrorContext } from "#gateway/report/to-graphql-error.ts";
import { corsHeaders, preflightReply } from "./cors.ts";
import { negotiateLanguage } from "./negotiate-language.ts";
import { readRequestId } from "./read-scope.ts";
import { createRequestLifetime, type RequestLifetime } from "./request-lifetime.ts";
import type { Route } from "./route.ts";
import { type OperationDependencies, type Served, serveOperation } from "./serve-operation.ts";
import { refusalReply } from "./to-reply.ts";
import { writeReply } from "./write-reply.ts";

export interface ExchangeDependencies extends OperationDependencies {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly routes: readonly Route[];
  readonly isDraining: () => boolean;
  /** Without one, nothing is refused for load. */
  readonly shedder?: LoadShedder | undefined;
  /** Without one, there is nothing below /admin/. */
  readonly admin?: AdminApi | undefined;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL | null;
  readonly errors: ErrorContext;
  readonly lifetime: RequestLifetime;
}

type Handled = Served & { readonly route: string };

/** Handles one request to its last byte; never rejects. */
export function createExchangeHandler(dependencies: ExchangeDependencies) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    using lifetime = createRequestLifetime(response);
    // A socket that breaks in mid-body is told through "close"; without a listener it would end the process.
    request.on("error", () => {});
    response.on("error", () => {});
    const exchange = {
      request,
      response,
      url: parseUrl(request.url),
      errors: errorContext(request, dependencies),
      lifetime,
    };
    dependencies.metrics.inFlight.inc();
    const leave = dependencies.shedder?.enter();
    const handled = await handleSafely(dependencies, exchange);
    await writeReply(exchange, handled.reply, commonHeaders(dependencies, exchange)).catch(() => response.destroy());
    dependencies.metrics.inFlight.dec();
    leave?.();
    record(dependencies, exchange, { handled, durationMs: performance.now() - startedAt });
  };
}

function errorContext(request: IncomingMessage, { logger }: ExchangeDependencies): ErrorContext {
  const language = negotiateLanguage(request.headers["accept-language"]);
  return { language, requestId: readRequestId(request.headers), logger };
}

async function handleSafely(dependencies: ExchangeDependencies, exchange: Exchange): Promise<Handled> {
  try {
    return await handle(dependencies, exchange);
  } catch (error) {
    dependencies.logger.error({ requestId: exchange.errors.requestId, err: error }, "request failed");
    return refused("other", refuse("INTERNAL"), exchange);
  }
}

async function handle(dependencies: ExchangeDependencies, exchange: Exchange): Promise<Handled> {
  const { request, url } = exchange;
  if (url === null) return refused("other", refuse("BAD_REQUEST"), exchange);
  const { admin } = dependencies;
  if (admin?.owns(url.pathname) === true) {
    return { ...(await admin.serve(request, url.pathname, exchange.errors)), route: "admin" };
  }
  const isGraphQL = url.pathname === "/graphql";
  const route = dependencies.routes.find(({ matches }) => matches(url.pathname));
  const overload = route?.isVital === true ? undefined : dependencies.shedder?.refusal();
  if (overload !== undefined) return refused(isGraphQL ? "graphql" : (route?.name ?? "other"), overload, exchange);
  if (isGraphQL) return { ...(await serveGraphQL(dependencies, exchange, url)), route: "graphql" };
  if (route === undefined) return refused("other", refuse("NOT_FOUND"), exchange);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refused(route.name, refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: "GET, HEAD" } }), exchange);
  }
  return { route: route.name, reply: await route.answer(request, url.pathname), outcome: "ok", codes: [] };
}

function serveGraphQL(dependencies: ExchangeDependencies, exchange: Exchange, url: URL): Promise<Served> | Served {
  if (exchange.request.method !== "OPTIONS")
    return serveOperation(dependencies, { ...exchange, search: url.searchParams });
  const isAllowed = "access-control-allow-origin" in corsHeaders(exchange.request, dependencies.settings.corsOrigins);
  return { reply: preflightReply(isAllowed), outcome: "ok", codes: [] };
}

function refused(route: string, refusal: Refusal, { errors }: Exchange): Handled {
  return { route, reply: refusalReply(refusal, "application/json", errors), outcome: "refused", codes: [refusal.code] };
}

function commonHeaders(dependencies: ExchangeDependencies, { request, errors }: Exchange): Record<string, string> {
  return {
    "x-request-id": errors.requestId,
    "content-language": errors.language === "zh" ? "zh-CN" : "en",
    vary: "Accept, Accept-Encoding, Accept-Language, Origin",
    ...corsHeaders(request, dependencies.settings.corsOrigins),
    ...(dependencies.isDraining() ? { connection: "close" } : {}),
  };
}

interface Finished {
  readonly handled: Handled;
  readonly durationMs: number;
}

function record(
  { logger, metrics }: ExchangeDependencies,
  exchange: Exchange,
  { handled, durationMs }: Finished,
): void {
  const { route, reply, codes, operationName } = handled;
  const method = exchange.request.method ?? "";
  const outcome = exchange.lifetime.isClientGone() && !exchange.response.writableFinished ? "aborted" : handled.outcome;
  metrics.observeRequest({ route, method, status: reply.status, outcome, durationMs });
  for (const code of codes) metrics.countError(code);
  const fields = {
    requestId: exchange.errors.requestId,
    route,
    method,
    status: reply.status,
    outcome,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(operationName === undefined ? {} : { operation: operationName.slice(0, 100) }),
    ...(codes.length === 0 ? {} : { codes: [...new Set(codes)] }),
  };
  if (route === "graphql" || outcome !== "ok") logger.info(fields, "request");
  else logger.debug(fields, "request");
}

/** Null for a target that is no path; the host is no part of any decision. */
function parseUrl(target: string | undefined): URL | null {
  return target?.startsWith("/") === true ? URL.parse(`http://hub.invalid${target}`) : null;
}
