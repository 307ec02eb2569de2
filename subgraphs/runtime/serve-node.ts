import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import type { VerifySignature } from "./message-signature.ts";
import type { NodeRequest, NodeService } from "./node-service.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const DEFAULT_DEADLINE_MS = 10_000;
const PATH = "/graphql";
const PARTITION_KEY = randomBytes(32);

const BODY = z.object({
  query: z.string().min(1),
  operationName: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
});

export interface ServeNodeOptions {
  readonly service: NodeService;
  readonly verify: VerifySignature;
  readonly clock: Clock;
}

/** A node as an HTTP server of its own. It answers only what the gateway signed: anything else is 401 and runs nothing. */
export function createNodeServer(options: ServeNodeOptions): Server {
  return createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, options, response).catch(() => send(response, 500, { errors: [{ message: "Internal error" }] }));
  });
}

export function listenOn(server: Server, port: number, host: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  server.once("error", reject);
  server.listen(port, host, () => {
    const address = server.address() as AddressInfo;
    resolve(`http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}${PATH}`);
  });
  return promise;
}

async function answer(request: IncomingMessage, options: ServeNodeOptions, response: ServerResponse): Promise<void> {
  if (request.url === "/health/live") return send(response, 200, { status: "live" });
  if (request.url !== PATH || request.method !== "POST") return send(response, 404, { error: "not found" });
  const body = await readBody(request);
  if (body === undefined) return send(response.setHeader("connection", "close"), 413, { error: "too large" });
  const url = `http://${request.headers.host ?? "node"}${request.url}`;
  const isSigned = await options.verify({ method: request.method, url, headers: request.headers, body });
  if (!isSigned)
    return send(response, 401, {
      errors: [{ message: "Not signed by the gateway", extensions: { code: "UNAUTHENTICATED" } }],
    });
  const parsed = BODY.safeParse(parseJson(body));
  if (!parsed.success) return send(response, 400, { errors: [{ message: "Malformed request" }] });
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableEnded) gone.abort();
  });
  send(
    response,
    200,
    await options.service.execute({ ...parsed.data, scope: scopeOf(request, gone.signal, options.clock) }),
  );
}

function scopeOf({ headers }: IncomingMessage, signal: AbortSignal, clock: Clock): NodeRequest["scope"] {
  const budget = Number(headers["hub-deadline-ms"] ?? DEFAULT_DEADLINE_MS);
  const credential = headers.authorization;
  return {
    signal,
    deadline: clock.now() + (Number.isFinite(budget) ? Math.min(budget, DEFAULT_DEADLINE_MS) : DEFAULT_DEADLINE_MS),
    requestId: String(headers["x-request-id"] ?? randomUUID()),
    language: headers["accept-language"] === "en" ? "en" : "zh",
    credential,
    budget: readBudget(headers["hub-upstream-calls"]),
    partition:
      credential === undefined ? "public" : createHmac("sha256", PARTITION_KEY).update(credential).digest("base64url"),
  };
}

/** What the gateway lends out of the operation's upstream calls; none named, none counted. */
function readBudget(header: string | readonly string[] | undefined): UpstreamBudget | undefined {
  return typeof header === "string" && /^\d{1,9}$/.test(header) ? new UpstreamBudget(Number(header)) : undefined;
}

/** The body's text, or undefined as soon as it is over the limit or cut short; what still comes is thrown away. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) return void chunks.push(chunk);
    request.off("data", onData).resume();
    resolve(undefined);
  };
  request.on("data", onData);
  request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
  request.once("error", () => resolve(undefined));
  return promise;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
