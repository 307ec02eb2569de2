import type { IncomingMessage, ServerResponse } from "node:http";
import { compress } from "./compress.ts";
import type { Reply } from "./reply.ts";
import { SECURITY_HEADERS } from "./standing-headers.ts";

/** How long the rest of a refused body is read and thrown away, so that the client can read why. */
const LINGER_MS = 500;

export async function writeReply(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  reply: Reply,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { status, body, headers: own } = await compress(reply, request.headers["accept-encoding"]);
  if (response.destroyed || response.headersSent) return;
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...headers,
    ...own,
    ...(hasBody ? { "content-length": String(body.length) } : {}),
    ...(reply.closes === true ? { connection: "close" } : {}),
  });
  if (hasBody && request.method !== "HEAD") response.write(body);
  if (reply.closes === true) await discardRest(request);
  response.end();
}

/** Closing a socket with unread input resets it, and the client would never see the answer (RFC 9112, 9.6). */
function discardRest(request: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LINGER_MS);
  request.once("end", resolve).once("close", resolve);
  request.resume();
  if (request.complete || request.destroyed) resolve();
  return promise.finally(() => clearTimeout(timer));
}
