import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { AdminApi } from "#gateway/admin/admin-api.ts";
import type { LoadShedder } from "#gateway/guard/load-shedder.ts";
import type { Metrics } from "#gateway/report/metrics.ts";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { ErrorContext } from "#gateway/report/to-graphql-error.ts";
import { corsHeaders, preflightReply } from "./cors.ts";
import { negotiateLanguage } from "./negotiate-language.ts";
import type { Wire } from "./prepare-operation.ts";
import { collectBody } from "./read-body.ts";
import { readRequestId } from "./read-scope.ts";
import { RequestLifetime } from "./request-lifetime.ts";
import type { Route } from "./route.ts";
import { type OperationDependencies, type Served, serveOperation } from "./serve-operation.ts";
import { CONTENT_LANGUAGE, VARY } from "./standing-headers.ts";
import { refusalReply } from "./to-reply.ts";
import { writeAnswer } from "./write-answer.ts";
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
  readonly errors: ErrorContext;
  readonly lifetime: RequestLifetime;
}

type Handled = Served & { readonly route: string };

/** Handles one request to its last byte; never throws. */
export function createExchangeHandler(dependencies: ExchangeDependencies) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedAt = performance.now();
    // A socket that breaks in mid-body is told through "error"; without a listener it would end the process.
    request.on("error", ignore);
    response.on("error", ignore);
    const errors = errorContext(request, dependencies);
    const exchange = { request, response, errors, lifetime: new RequestLifetime(response) };
    dependencies.metrics.inFlight.inc();
    const leave = dependencies.shedder?.enter();
    const finish = (handled: Handled) => {
      dependencies.metrics.inFlight.dec();
      leave?.();
      record(dependencies, exchange, { handled, durationMs: performance.now() - startedAt });
    };
    handle(dependencies, exchange, (handled) => {
      const writing = write(dependencies, exchange, handled);
      if (writing === undefined) finish(handled);
      else void writing.then(() => finish(handled));
    });
  };
}

function ignore(): void {}

function errorContext(request: IncomingMessage, { logger }: ExchangeDependencies): ErrorContext {
  const language = negotiateLanguage(request.headers["accept-language"]);
  return { language, requestId: readRequestId(request.headers), logger };
}

type Making = () => Handled | Promise<Handled>;

/** Calls back once, whatever happens; in the same turn where nothing is waited for. */
function handle(dependencies: ExchangeDependencies, exchange: Exchange, done: (handled: Handled) => void): void {
  const failed = (error: unknown) => {
    dependencies.logger.error({ requestId: exchange.errors.requestId, err: error }, "request failed");
    done(refused("other", refuse("INTERNAL"), exchange));
  };
  const settle = (make: Making) => {
    try {
      const handled = make();
      if (handled instanceof Promise) handled.then(done, failed);
      else done(handled);
    } catch (error) {
      failed(error);
    }
  };
  const { request } = exchange;
  const path = pathOf(request.url);
  if (path !== GRAPHQL) settle(() => handleOther(dependencies, exchange, path));
  else if (request.method === "OPTIONS") settle(() => handlePreflight(dependencies, exchange));
  else handleOperation(dependencies, exchange, settle);
}

/** In two steps: from the headers, and from the body where that is still of use. */
function handleOperation(dependencies: ExchangeDependencies, exchange: Exchange, settle: (make: Making) => void): void {
  const { request } = exchange;
  const route = "graphql";
  const overload = dependencies.shedder?.refusal();
  const served = overload === undefined ? serveOperation(dependencies, exchange) : refused(route, overload, exchange);
  if (typeof served !== "function") settle(() => ({ ...served, route }));
  else {
    const proceed = (wire: Wire | Refusal) =>
      settle(() => {
        const made = served(wire);
        return made instanceof Promise ? made.then((one) => ({ ...one, route })) : { ...made, route };
      });
    if (request.method === "GET") proceed(request.url ?? "");
    else collectBody(request, dependencies.settings, proceed);
  }
}

function handlePreflight(dependencies: ExchangeDependencies, { request }: Exchange): Handled {
  const isAllowed = "access-control-allow-origin" in corsHeaders(request, dependencies.settings.corsOrigins);
  return { route: "graphql", reply: preflightReply(isAllowed), outcome: "ok", codes: [] };
}

async function handleOther(
  dependencies: ExchangeDependencies,
  exchange: Exchange,
  path: string | null,
): Promise<Handled> {
  const { request } = exchange;
  const { admin } = dependencies;
  if (path === null) return refused("other", refuse("BAD_REQUEST"), exchange);
  if (admin?.owns(path) === true) {
    return { ...(await admin.serve(request, path, exchange.errors)), route: "admin" };
  }
  const route = dependencies.routes.find(({ matches }) => matches(path));
  const overload = route?.isVital === true ? undefined : dependencies.shedder?.refusal();
  if (overload !== undefined) return refused(route?.name ?? "other", overload, exchange);
  if (route === undefined) return refused("other", refuse("NOT_FOUND"), exchange);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refused(route.name, refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: "GET, HEAD" } }), exchange);
  }
  return { route: route.name, reply: await route.answer(request, path), outcome: "ok", codes: [] };
}

function refused(route: string, refusal: Refusal, { errors }: Exchange): Handled {
  return { route, reply: refusalReply(refusal, "application/json", errors), outcome: "refused", codes: [refusal.code] };
}

/** A promise where some of it takes its time; what goes wrong here is told to the socket alone. */
function write(dependencies: ExchangeDependencies, exchange: Exchange, { reply }: Handled): Promise<void> | undefined {
  const { response } = exchange;
  try {
    const own = ownHeaders(dependencies, exchange);
    const writing =
      "answer" in reply
        ? writeAnswer(exchange, { ...reply, now: dependencies.clock.now(), own: Object.entries(own).flat() })
        : writeReply(exchange, reply, { ...own, ...CHOSEN[exchange.errors.language] });
    return writing?.catch(() => void response.destroy());
  } catch {
    response.destroy();
    return undefined;
  }
}

const CHOSEN = {
  zh: { vary: VARY, "content-language": CONTENT_LANGUAGE.zh },
  en: { vary: VARY, "content-language": CONTENT_LANGUAGE.en },
} as const;

/** Of this request alone. */
function ownHeaders(dependencies: ExchangeDependencies, { request, errors }: Exchange): Record<string, string> {
  return {
    "x-request-id": errors.requestId,
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
  { request, response, errors, lifetime }: Exchange,
  { handled, durationMs }: Finished,
): void {
  const { route, reply, codes, operationName } = handled;
  const method = request.method ?? "";
  const outcome = lifetime.isClientGone && !response.writableFinished ? "aborted" : handled.outcome;
  const status = "status" in reply ? reply.status : response.statusCode;
  metrics.observeRequest({ route, method, status, outcome, durationMs });
  for (const code of codes) metrics.countError(code);
  const fields = {
    requestId: errors.requestId,
    route,
    method,
    status,
    outcome,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(operationName === undefined ? {} : { operation: operationName.slice(0, 100) }),
    ...(codes.length === 0 ? {} : { codes: [...new Set(codes)] }),
  };
  if (route === "graphql" || outcome !== "ok") logger.info(fields, "request");
  else logger.debug(fields, "request");
}

const GRAPHQL = "/graphql";

/** Null for a target that is no path; the host is no part of any decision. */
function pathOf(target: string | undefined): string | null {
  if (target === GRAPHQL) return GRAPHQL;
  if (target?.startsWith("/") !== true) return null;
  return URL.parse(`http://hub.invalid${target}`)?.pathname ?? null;
}
