import { once } from "node:events";
import { Writable } from "node:stream";
import type { Clock } from "#adapters/runtime/source.ts";
import type { IsOperator } from "#gateway/access/operator-token.ts";
import type { AdminApi } from "#gateway/admin/admin-api.ts";
import { CACHE_SETTINGS, type CacheSettings } from "#gateway/cache/cache-settings.ts";
import { createGuard } from "#gateway/guard/create-guard.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";
import type { LoadShedder } from "#gateway/guard/load-shedder.ts";
import { createFront, type Front } from "#gateway/http/front.ts";
import { type FrontCacheParts, type FrontCaches, openFrontCaches } from "#gateway/http/front-caches.ts";
import { FRONT_SETTINGS, type FrontSettings } from "#gateway/http/front-settings.ts";
import type { RunOperation } from "#gateway/http/operation.ts";
import type { Route } from "#gateway/http/route.ts";
import { createLogger } from "#gateway/report/logger.ts";
import { createMetrics } from "#gateway/report/metrics.ts";
import { createSampleEngine } from "./sample-engine.ts";

export interface StartedFront extends AsyncDisposable {
  readonly front: Front;
  readonly caches: FrontCaches | undefined;
  readonly url: string;
  readonly port: number;
  /** Every line that was logged. */
  readonly lines: readonly string[];
  /** POST of a query as a well-behaved client sends it. */
  post(
    query: string,
    more?: {
      readonly headers?: Record<string, string>;
      readonly variables?: unknown;
      readonly operationName?: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<Response>;
}

export interface StartOptions {
  readonly run?: RunOperation;
  readonly settings?: Partial<FrontSettings>;
  readonly guard?: Record<string, unknown>;
  readonly routes?: readonly Route[];
  readonly readiness?: () => boolean;
  readonly shedder?: LoadShedder;
  readonly admin?: AdminApi;
  readonly isOperator?: IsOperator;
  /** Keeps and shares as these say; nothing without them. */
  readonly cache?: Partial<CacheSettings> & Pick<FrontCacheParts, "typesOf">;
  readonly clock?: Clock;
}

/** The HTTP front on a port of its own, over the sample engine unless told otherwise. */
export async function startFront(options: StartOptions = {}): Promise<StartedFront> {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const clock = options.clock ?? { now: () => Date.now() };
  const { typesOf, ...cache } = options.cache ?? {};
  const caches =
    options.cache === undefined
      ? undefined
      : await openFrontCaches({ ...CACHE_SETTINGS.parse({}), ...cache }, { clock, typesOf });
  const front = createFront({
    run: options.run ?? createSampleEngine().run,
    guard: createGuard(GUARD_SETTINGS.parse(options.guard ?? {})),
    settings: { ...FRONT_SETTINGS.parse({}), port: 0, ...options.settings },
    clock,
    caches,
    isOperator: options.isOperator,
    logger: createLogger({ logLevel: "debug", logTo: "stderr" }, stream),
    metrics: createMetrics(),
    readiness: options.readiness ?? (() => true),
    routes: options.routes ?? [],
    ...(options.shedder === undefined ? {} : { shedder: options.shedder }),
    admin: options.admin,
  });
  const { url, port } = await front.listen();
  return {
    front,
    caches,
    url,
    port,
    lines,
    post: (query, { headers = {}, signal, ...more } = {}) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, ...more }),
        ...(signal === undefined ? {} : { signal }),
      }),
    [Symbol.asyncDispose]: async () => {
      if (!front.server.listening) return;
      front.server.close();
      front.server.closeAllConnections();
      await once(front.server, "close");
    },
  };
}
