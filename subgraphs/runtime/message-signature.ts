import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { createSigner, createVerifier, httpbis } from "http-message-signatures";
import { LRUCache } from "lru-cache";
import type { Clock } from "#adapters/runtime/source.ts";

// HTTP Message Signatures (RFC 9421) with HMAC-SHA256 (section 3.3.3) over method, path, Content-Digest (RFC 9530) and
// the headers that decide an answer; created, key id and nonce are required, a nonce is accepted once.
const MAX_AGE_S = 60;
const TOLERANCE_S = 5;
const REMEMBERED_NONCES = 200_000;
const REQUIRED_PARAMS = ["created", "keyid", "nonce", "alg"];
const ALWAYS_SIGNED = ["@method", "@path", "content-digest", "content-type"];
/** Signed whenever they are there; an unsigned one is refused. */
const DECISIVE_HEADERS = [
  "authorization",
  "accept-language",
  "hub-deadline-ms",
  "hub-upstream-calls",
  "x-request-id",
  "traceparent",
];

export interface SignatureKey {
  readonly id: string;
  readonly secret: string;
}

export interface SignableRequest {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads "id:secret,id:secret" (newest first, at most two, each with an id of its own); undefined when malformed. Secrets need 16 characters. */
export function readSignatureKeys(text: string): readonly SignatureKey[] | undefined {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const keys = entries.flatMap((entry) => {
    const match = /^([A-Za-z0-9._-]{1,64}):(\S{16,})$/.exec(entry);
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ id: match[1], secret: match[2] }];
  });
  const areDistinct = new Set(keys.map(({ id }) => id)).size === keys.length;
  return keys.length === entries.length && keys.length <= 2 && areDistinct ? keys : undefined;
}

/** The request's headers with digest and signature added. */
export async function signRequest(
  request: SignableRequest,
  key: SignatureKey,
  clock: Clock,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = { ...request.headers, "content-digest": contentDigest(request.body) };
  const present = DECISIVE_HEADERS.filter((name) => headers[name] !== undefined);
  const signed = await httpbis.signMessage(
    {
      key: createSigner(key.secret, "hmac-sha256", key.id),
      name: "hub",
      fields: [...ALWAYS_SIGNED, ...present],
      params: REQUIRED_PARAMS,
      paramValues: { created: new Date(clock.now()), nonce: randomUUID() },
    },
    { method: request.method, url: request.url, headers },
  );
  return Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Says whether a request was signed by one of the keys, is fresh, unaltered and not seen before. */
export type VerifySignature = (request: ReceivedRequest) => Promise<boolean>;

export function createSignatureVerifier(keys: readonly SignatureKey[], clock: Clock): VerifySignature {
  const seen = new LRUCache<string, true>({ max: REMEMBERED_NONCES });
  return async (request) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    if (!sameText(String(headers["content-digest"] ?? ""), contentDigest(request.body))) return false;
    const present = DECISIVE_HEADERS.filter((name) => headers[name] !== undefined);
    let nonce = "";
    try {
      const isValid = await httpbis.verifyMessage(
        {
          keyLookup: async (parameters) => {
            const key = keys.find((candidate) => candidate.id === parameters["keyid"]);
            if (key === undefined || !isFresh(parameters.created, clock.now())) return null;
            nonce = `${key.id}/${String(parameters["nonce"])}`;
            return { id: key.id, algs: ["hmac-sha256"], verify: createVerifier(key.secret, "hmac-sha256") };
          },
          requiredParams: REQUIRED_PARAMS,
          requiredFields: [...ALWAYS_SIGNED, ...present],
          // Freshness is judged above by the injected clock.
          notAfter: Number.MAX_SAFE_INTEGER,
        },
        { method: request.method, url: request.url, headers },
      );
      if (isValid !== true || seen.has(nonce)) return false;
    } catch {
      return false;
    }
    seen.set(nonce, true);
    return true;
  };
}

function isFresh(created: Date | null | undefined, now: number): boolean {
  if (!(created instanceof Date)) return false;
  const ageS = (now - created.getTime()) / 1000;
  return ageS <= MAX_AGE_S + TOLERANCE_S && ageS >= -TOLERANCE_S;
}

function contentDigest(body: string): string {
  return `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
