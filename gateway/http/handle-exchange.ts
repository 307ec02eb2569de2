import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { AdminApi } from "#gateway/admin/admin-api.ts";
import type { LoadShedder } from "#gateway/guard/load-shedder.ts";
import type { Metrics } from "#gateway/report/metrics.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { ErrorContext } from "#gateway/report/to-graphql-error.ts";
import { corsHeaders, preflightReply } from "./cors.ts";
import { negotiateLanguage } from "./negotiate-language.ts";
import type { Wire } from "./prepare-operation.ts";
import { collectBody } from "./read-body.ts";
import { readRequestId } from "./request-ids.ts";
import { RequestLifetime } from "./request-lifetime.ts";
import type { Route } from "./route.ts";
import { type AwaitedBody, type OperationDependencies, type Served, serveOperation } from "./serve-operation.ts";
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

/** Handles one request to its last byte; never throws. */
export function createExchangeHandler(parts: ExchangeDependencies) {
  return (request: IncomingMessage, response: ServerResponse): void => new Exchange(parts, request, response).begin();
}

const GRAPHQL = "/graphql";

/** One request and its answer. Nothing is waited for that is there: a kept answer leaves in the turn in which it was asked for. */
class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly errors: ErrorContext;
  readonly lifetime: RequestLifetime;
  readonly #parts: ExchangeDependencies;
  readonly #startedAt = performance.now();
  readonly #leave: (() => void) | undefined;
  /** Of the few that there are, for log and metrics. */
  #route = "other";

  constructor(parts: ExchangeDependencies, request: IncomingMessage, response: ServerResponse) {
    this.#parts = parts;
    this.request = request;
    this.response = response;
    this.lifetime = new RequestLifetime(response);
    const language = negotiateLanguage(request.headers["accept-language"]);
    this.errors = { language, requestId: readRequestId(request.headers), logger: parts.logger };
    parts.metrics.inFlight.inc();
    this.#leave = parts.shedder?.enter();
  }

  begin(): void {
    // A socket that breaks is told through "error"; without a listener it would end the process.
    this.response.on("error", ignore);
    try {
      const path = pathOf(this.request.url);
      if (path === GRAPHQL) this.#beginGraphQL();
      else {
        this.request.on("error", ignore);
        this.#settle(this.#serveOther(path));
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #beginGraphQL(): void {
    const { request } = this;
    this.#route = "graphql";
    const served = this.#admit();
    if (typeof served === "function" && request.method !== "GET") {
      collectBody(request, this.#parts.settings, (body) => this.#proceed(served, body));
      return;
    }
    request.on("error", ignore);
    this.#settle(typeof served === "function" ? served(request.url ?? "") : served);
  }

  /** All that needs no body. */
  #admit(): Served | AwaitedBody {
    const overload = this.#parts.shedder?.refusal();
    if (overload !== undefined) return this.#refused(overload);
    return this.request.method === "OPTIONS" ? this.#preflight() : serveOperation(this.#parts, this);
  }

  #proceed(awaited: AwaitedBody, wire: Wire | Refusal): void {
    try {
      this.#settle(awaited(wire));
    } catch (error) {
      this.#fail(error);
    }
  }

  #settle(served: Served | Promise<Served>): void {
    if (served instanceof Promise) served.then((one) => this.#end(one)).catch((error: unknown) => this.#fail(error));
    else this.#end(served);
  }

  #fail(error: unknown): void {
    this.#parts.logger.error({ requestId: this.errors.requestId, err: error }, "request failed");
    this.#end(this.#refused(refuse("INTERNAL")));
  }

  #preflight(): Served {
    const isAllowed = "access-control-allow-origin" in corsHeaders(this.request, this.#parts.settings.corsOrigins);
    return { reply: preflightReply(isAllowed), outcome: "ok", codes: [] };
  }

  async #serveOther(path: string | null): Promise<Served> {
    const { request } = this;
    const { admin, routes, shedder } = this.#parts;
    if (path === null) return this.#refused(refuse("BAD_REQUEST"));
    if (admin?.owns(path) === true) {
      this.#route = "admin";
      return admin.serve(request, path, this.errors);
    }
    const route = routes.find(({ matches }) => matches(path));
    this.#route = route?.name ?? "other";
    const overload = route?.isVital === true ? undefined : shedder?.refusal();
    if (overload !== undefined) return this.#refused(overload);
    if (route === undefined) return this.#refused(refuse("NOT_FOUND"));
    if (request.method !== "GET" && request.method !== "HEAD") {
      return this.#refused(refuse("METHOD_NOT_ALLOWED", undefined, { headers: { allow: "GET, HEAD" } }));
    }
    const answer = await route.answer(request, path);
    return isRefusal(answer) ? this.#refused(answer) : { reply: answer, outcome: "ok", codes: [] };
  }

  #refused(refusal: Refusal): Served {
    const reply = refusalReply(refusal, "application/json", this.errors);
    return { reply, outcome: "refused", codes: [refusal.code] };
  }

  #end(served: Served): void {
    const writing = this.#write(served);
    if (writing === undefined) this.#record(served);
    else void writing.then(() => this.#record(served));
  }

  /** A promise where some of it takes its time; what goes wrong here is told to the socket alone. */
  #write({ reply }: Served): Promise<void> | undefined {
    try {
      const writing =
        "answer" in reply
          ? writeAnswer(this, { ...reply, now: this.#parts.clock.now(), own: this.#ownHeaders() })
          : writeReply(this, reply, { ...toRecord(this.#ownHeaders()), ...CHOSEN[this.errors.language] });
      return writing?.catch(() => void this.response.destroy());
    } catch {
      this.response.destroy();
      return undefined;
    }
  }

  /** Of this request alone, name after name and value after value. */
  #ownHeaders(): readonly string[] {
    const own = ["x-request-id", this.errors.requestId];
    const cors = corsHeaders(this.request, this.#parts.settings.corsOrigins);
    for (const name in cors) own.push(name, cors[name] ?? "");
    if (this.#parts.isDraining()) own.push("connection", "close");
    return own;
  }

  #record({ reply, codes, operationName, outcome: served }: Served): void {
    const { logger, metrics } = this.#parts;
    metrics.inFlight.dec();
    this.#leave?.();
    const durationMs = performance.now() - this.#startedAt;
    const route = this.#route;
    const method = this.request.method ?? "";
    const outcome = this.lifetime.isClientGone && !this.response.writableFinished ? "aborted" : served;
    const status = "status" in reply ? reply.status : this.response.statusCode;
    metrics.observeRequest({ route, method, status, outcome, durationMs });
    for (const code of codes) metrics.countError(code);
    const level = route === "graphql" || outcome !== "ok" ? "info" : "debug";
    logger[level](
      {
        requestId: this.errors.requestId,
        route,
        method,
        status,
        outcome,
        durationMs: Math.round(durationMs * 10) / 10,
        ...(operationName === undefined ? undefined : { operation: operationName.slice(0, 100) }),
        ...(codes.length === 0 ? undefined : { codes: [...new Set(codes)] }),
      },
      "request",
    );
  }
}

function ignore(): void {}

const CHOSEN = {
  zh: { vary: VARY, "content-language": CONTENT_LANGUAGE.zh },
  en: { vary: VARY, "content-language": CONTENT_LANGUAGE.en },
} as const;

function toRecord(headers: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let place = 0; place < headers.length; place += 2) record[headers[place] ?? ""] = headers[place + 1] ?? "";
  return record;
}

/** Null for a target that is no path; the host is no part of any decision. */
function pathOf(target: string | undefined): string | null {
  if (target === GRAPHQL) return GRAPHQL;
  if (target?.startsWith("/") !== true) return null;
  return URL.parse(`http://hub.invalid${target}`)?.pathname ?? null;
}
