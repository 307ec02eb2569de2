import { createHash } from "node:crypto";
import type { BodyCharset, CallContext, UpstreamRequest } from "#adapters/runtime/source.ts";
import { ACCEPT_ENCODING } from "./decompress.ts";

/** A request made ready: one address, lower-case headers, and the key under which answers may be shared. */
export interface Question<T> {
  readonly request: UpstreamRequest<T>;
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly bodyCharset: BodyCharset | undefined;
  /** Hash over everything that decides the answer, headers and authorisation partition included. */
  readonly key: string;
  /** Never cached; shared in flight only inside its partition. */
  readonly isPrivate: boolean;
  readonly isSafe: boolean;
  /** How long the answer may be served; 0 = not at all. */
  readonly ttlMs: number;
}

export function toQuestion<T>(request: UpstreamRequest<T>, context: CallContext, userAgent: string): Question<T> {
  const method = request.method ?? "GET";
  const url = withQuery(request);
  const body = request.body === undefined ? null : String(request.body);
  const headers = toHeaders(request, userAgent);
  const partition =
    request.partition ?? (carriesCredential(url, headers, body, context) ? context.partition : undefined);
  const { bodyCharset } = request;
  const key = hash([request.operation, method, url.href, body, headers, request.vary, partition]);
  const isPrivate = partition !== undefined;
  const ttlMs = isPrivate ? 0 : (request.ttlMs ?? 0);
  const isSafe = request.safe ?? method === "GET";
  return { request, method, url, headers, body, bodyCharset, key, isPrivate, isSafe, ttlMs };
}

/** Appended as text: re-reading the existing query would damage percent-escapes of other charsets (%B3%C9). */
function withQuery({ url, query = {} }: UpstreamRequest<unknown>): URL {
  const address = new URL(url);
  const added = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) added.append(name, String(value));
  address.search = [address.search.slice(1), added.toString()].filter((part) => part !== "").join("&");
  address.hash = "";
  return address;
}

function toHeaders(request: UpstreamRequest<unknown>, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { "user-agent": userAgent, "accept-encoding": ACCEPT_ENCODING };
  if (request.body instanceof URLSearchParams) {
    headers["content-type"] = "application/x-www-form-urlencoded;charset=UTF-8";
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return headers;
}

/** A user's own token makes the answer private even where the source forgot to say so. */
function carriesCredential(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string | null,
  { credential }: CallContext,
): boolean {
  if (credential === undefined) return false;
  const secret = credential.replace(/^\S+\s+/, "");
  const spellings = [secret, encodeURIComponent(secret), String(new URLSearchParams([["", secret]])).slice(1)];
  const sent = [url.href, body ?? "", ...Object.values(headers)];
  return sent.some((text) => spellings.some((spelling) => text.includes(spelling)));
}

function hash(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
