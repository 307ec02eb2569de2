import type { IncomingMessage } from "node:http";
import type { Reply } from "./reply.ts";

const REQUEST_HEADERS = [
  "Content-Type",
  "Accept",
  "Accept-Language",
  "Hub-Node-Authorization",
  "Hub-Deadline-Ms",
  "Hub-Sources",
  "Hub-Trace",
  "Hub-Require-Preflight",
  "Apollo-Require-Preflight",
  "X-Apollo-Operation-Name",
  "X-Request-Id",
  "Traceparent",
].join(", ");

/** Headers that let a page of an allowed origin read the answer; none for others (https://fetch.spec.whatwg.org/#http-cors-protocol). */
export function corsHeaders(request: IncomingMessage, allowed: readonly string[]): Readonly<Record<string, string>> {
  const { origin } = request.headers;
  if (origin === undefined || allowed.length === 0) return {};
  if (allowed.includes("*")) return { "access-control-allow-origin": "*", ...EXPOSED };
  return allowed.includes(origin) ? { "access-control-allow-origin": origin, ...EXPOSED } : {};
}

const EXPOSED = { "access-control-expose-headers": "X-Request-Id, Content-Language, Retry-After" };

/** The answer to OPTIONS; the permission itself comes from corsHeaders. No cookies, hence no credentials. */
export function preflightReply(isAllowed: boolean): Reply {
  const permission = {
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": REQUEST_HEADERS,
    "access-control-max-age": "600",
  };
  return { status: 204, headers: { allow: "GET, POST, OPTIONS", ...(isAllowed ? permission : {}) }, body: "" };
}
