import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { applyFault } from "./apply-fault.ts";
import {
  FAULT_MODES,
  type Fault,
  type RunningSandbox,
  type SandboxHandler,
  type SandboxModule,
  type SandboxOptions,
} from "./sandbox-module.ts";

const CONTROL = "/__sandbox/";
const CONTROL_BODY_LIMIT = 4_096;

export interface ServeOptions extends SandboxOptions {
  /** 0 or absent = any free port. */
  readonly port?: number | undefined;
}

/**
 * Serves a sandbox in this process, on loopback. Everything it says carries `X-Sandbox: stand-in`, so that nobody takes
 * it for the real system. Control: GET /__sandbox/counts, POST /__sandbox/reset, POST /__sandbox/fault {mode, path?}.
 */
export async function serveSandbox(module: SandboxModule, options: ServeOptions): Promise<RunningSandbox> {
  const handler = await module.createSandbox(options);
  const state: SandboxState = { counts: new Map(), fault: { mode: "none" } };
  const server = createServer((request, response) => {
    response.setHeader("x-sandbox", "stand-in");
    answer(module, handler, state, { request, response }).catch((error: unknown) => fail(response, error));
  });
  await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: async () => Object.fromEntries(state.counts),
    resetCounts: async () => state.counts.clear(),
    setFault: async (fault) => {
      state.fault = fault;
    },
    stop: () => close(server),
  };
}

interface SandboxState {
  readonly counts: Map<string, number>;
  fault: Fault;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(
  module: SandboxModule,
  handler: SandboxHandler,
  state: SandboxState,
  { request, response }: Exchange,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const method = request.method ?? "GET";
  if (url.pathname.startsWith(CONTROL))
    return control(state, url.pathname.slice(CONTROL.length), { request, response });
  const operation = module.operationOf?.({ method, url }) ?? `${method} ${withoutIds(url.pathname)}`;
  state.counts.set(operation, (state.counts.get(operation) ?? 0) + 1);
  const { mode, path = "/" } = state.fault;
  if (mode !== "none" && url.pathname.startsWith(path)) return applyFault[mode](response);
  await handler(request, response);
}

async function control(state: SandboxState, command: string, { request, response }: Exchange): Promise<void> {
  if (command === "counts") return sendJson(response, 200, Object.fromEntries(state.counts));
  if (request.method !== "POST") return sendJson(response, 405, { error: "POST" });
  if (command === "reset") {
    state.counts.clear();
    return sendJson(response, 200, {});
  }
  const fault = command === "fault" ? readFault(await readBody(request)) : null;
  if (fault === null) return sendJson(response, 400, { error: `fault {mode: ${FAULT_MODES.join("|")}, path?}` });
  state.fault = fault;
  return sendJson(response, 200, fault);
}

function readFault(body: string): Fault | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || !("mode" in value)) return null;
    const mode = FAULT_MODES.find((known) => known === value.mode);
    if (mode === undefined) return null;
    return "path" in value && typeof value.path === "string" ? { mode, path: value.path } : { mode };
  } catch {
    return null;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > CONTROL_BODY_LIMIT) return "";
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** `/expert/5a1e0001/view` and its neighbours count as one operation. */
function withoutIds(path: string): string {
  return path.replace(/\/(?=[^/]*\d)[0-9a-f-]{3,}(?=\/|\.|$)/gi, "/{id}");
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(value));
}

function fail(response: ServerResponse, error: unknown): void {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { error: "sandbox failed" });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
