import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { SandboxHandler, SandboxOptions, SandboxRequest } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { Accounts } from "./accounts.ts";
import { answerRest, type RestAnswer, type RestQuestion, serviceOf } from "./answer-rest.ts";
import { createCollection } from "./collection.ts";
import { toBadgerfish, toXmlDocument } from "./element.ts";
import { createExchangeWorld } from "./exchange-world.ts";
import { Meter } from "./meter.ts";

const BASE = "/3.2";
const BODY_LIMIT = 64 * 1024;

/** Switches for tests. Allowances are ten times those of OPS, since a demo's users all share one hub. */
const Switches = z.object({
  tokenSeconds: z.number().positive().default(1_199),
  hourQuotaBytes: z.number().positive().default(4_000_000_000),
  allowances: z
    .record(z.string(), z.number().int().nonnegative())
    .default({ images: 2_000, inpadoc: 600, other: 10_000, retrieval: 2_000, search: 300 }),
});

/** A stand-in for EPO OPS 3.2 over the world's patents: token endpoint, published-data, search, family and number services. */
export function createSandbox({ world, settings, clock }: SandboxOptions): SandboxHandler {
  const { tokenSeconds, hourQuotaBytes, allowances } = Switches.parse(settings);
  const accounts = new Accounts(clock, tokenSeconds);
  const meter = new Meter(clock, allowances, hourQuotaBytes);
  const collection = createCollection(world);
  const exchange = createExchangeWorld(world, collection);
  const rest = (question: RestQuestion): RestAnswer => {
    if (!accounts.accepts(question.authorization)) return { kind: "bad-token" };
    const reason = meter.refusal(serviceOf(question.path));
    if (reason !== null) return { kind: "quota", reason };
    meter.request(serviceOf(question.path));
    return answerRest(question, collection, exchange);
  };
  return async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const body = await readText(request);
    if (url.pathname === `${BASE}/auth/accesstoken`) return sendToken(request, response, accounts, tokenSeconds);
    const path = decodeURI(url.pathname).replace(`${BASE}/rest-services/`, "");
    const { authorization, "x-ops-range": rangeHeader } = request.headers;
    const range = rangeHeader === undefined ? null : String(rangeHeader);
    const question = { method: request.method ?? "GET", path, query: url.searchParams, range, body, authorization };
    sendRest(request, response, rest(question), meter);
  };
}

/** biblio-by-publication, family …: the names that the adapter's own metrics use. */
export function operationOf({ url }: SandboxRequest): string {
  const [, , , service = "", type = ""] = url.pathname.split("/");
  if (url.pathname === `${BASE}/auth/accesstoken`) return "access-token";
  if (service === "number-service") return "convert-number";
  if (service !== "published-data") return service;
  if (type === "search") return "search";
  return url.pathname.endsWith("/equivalents") ? "equivalents" : `biblio-by-${type}`;
}

function sendToken(request: IncomingMessage, response: ServerResponse, accounts: Accounts, seconds: number): void {
  const issued = accounts.issue(request.headers.authorization);
  const value =
    issued === null
      ? { ErrorCode: "invalid_client", Error: "ClientId is Invalid" }
      : {
          issued_at: String(issued.issuedAt),
          application_name: "sandbox",
          scope: "core",
          status: "approved",
          api_product_list: "[ops-prod]",
          // A string, as OPS has it.
          expires_in: String(seconds),
          token_type: "BearerToken",
          client_id: "sandbox",
          access_token: issued.token,
        };
  response.writeHead(issued === null ? 401 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** Errors are XML whatever the request accepts. */
function sendRest(request: IncomingMessage, response: ServerResponse, answer: RestAnswer, meter: Meter): void {
  const { status, body, headers = {} } = render(answer, String(request.headers.accept ?? ""));
  meter.sent(Buffer.byteLength(body));
  response.writeHead(status, { "content-type": "application/xml", ...meter.headers(), ...headers });
  response.end(body);
}

interface Rendered {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function render(answer: RestAnswer, accept: string): Rendered {
  switch (answer.kind) {
    case "document":
      return accept.includes("application/json")
        ? { status: 200, body: toBadgerfish(answer.root), headers: { "content-type": "application/json" } }
        : { status: 200, body: toXmlDocument(answer.root, answer.stylesheet) };
    case "fault":
      return { status: answer.status, body: faultBody(answer.code, answer.message) };
    case "bad-token":
      return {
        status: 400,
        body: errorBody("400", "invalid_access_token", "<description>Access token is invalid</description>"),
        headers: { "www-authenticate": 'Bearer realm="sandbox",error="invalid_token"' },
      };
    case "quota":
      return {
        status: 403,
        body: errorBody("403", "This request has been rejected due to the violation of Fair Use policy", "<moreInfo/>"),
        headers: { "X-Rejection-Reason": answer.reason },
      };
  }
}

function faultBody(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<fault xmlns="http://ops.epo.org">\n    <code>${code}</code>\n    <message>${message}</message>\n</fault>\n`;
}

function errorBody(code: string, message: string, more: string): string {
  return `<error><code>${code}</code><message>${message}</message>${more}\n\t\t\t\t</error>\n\t\t\t`;
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) break;
  }
  return text;
}
