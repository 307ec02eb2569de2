import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { AdminApi } from "#gateway/admin/admin-api.ts";
import type { LoadShedder } from "#gateway/guard/load-shedder.ts";
import type { Metrics } from "#gateway/report/metrics.ts";
import { answerClientError } from "./client-error.ts";
import { drainServer } from "./drain-server.ts";
import { type FrontCaches, noFrontCaches } from "./front-caches.ts";
import { createExchangeHandler } from "./handle-exchange.ts";
import { declaresTooMuch } from "./read-body.ts";
import type { Route } from "./route.ts";
import type { OperationDependencies } from "./serve-operation.ts";
import { statusRoutes } from "./status-routes.ts";

export interface FrontOptions extends Omit<OperationDependencies, "caches"> {
  /** Without them nothing is kept and nothing shared. */
  readonly caches?: FrontCaches | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** True once the graph can be asked; a node that is down does not matter here. */
  readonly readiness: () => boolean;
  /** Pages beside `/graphql` (the console). */
  readonly routes?: readonly Route[];
  readonly shedder?: LoadShedder;
  readonly admin?: AdminApi | undefined;
}

export interface Front {
  readonly server: Server;
  /** Resolves to the address with the port really taken; rejects with the system's error (EADDRINUSE …). */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Not ready at once; resolves when the last request in flight has been answered. */
  drain(): Promise<void>;
}

/** The hub's HTTP server. */
export function createFront(options: FrontOptions): Front {
  let isDraining = false;
  const routes = [
    ...statusRoutes(options.metrics, () => !isDraining && options.readiness()),
    ...(options.routes ?? []),
  ];
  const caches = options.caches ?? noFrontCaches();
  const handle = createExchangeHandler({ ...options, caches, routes, isDraining: () => isDraining });
  const onRequest = (request: IncomingMessage, response: ServerResponse) => void handle(request, response);
  const server = createServer(
    { keepAliveTimeout: 20_000, headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 },
    onRequest,
  );
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    const isUnwanted = declaresTooMuch(request, options.settings.bodyLimit) || options.shedder?.standing.isShedding;
    if (isUnwanted !== true) response.writeContinue();
    onRequest(request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => answerClientError(error, socket));
  return {
    server,
    listen: () => listen(server, options.settings),
    drain: () => {
      isDraining = true;
      return drainServer(server, options.settings.drainTimeout);
    },
  };
}

function listen(server: Server, { port, host }: { readonly port: number; readonly host: string }) {
  const { promise, resolve, reject } = Promise.withResolvers<{ url: string; port: number }>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    const address = server.address() as AddressInfo;
    const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
    resolve({ url: `http://${name}:${address.port}`, port: address.port });
  });
  return promise;
}
