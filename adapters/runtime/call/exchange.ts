import iconv from "iconv-lite";
import { Agent, type Dispatcher } from "undici";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import type { BodyCharset } from "#adapters/runtime/source.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { MalformedError, UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { createGuardedLookup } from "./address-guard.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { decodeText } from "./decode-text.ts";
import { toConnectionError } from "./failures.ts";
import type { Flight } from "./flights.ts";
import { type Hosts, isTrustedName } from "./hosts.ts";
import { BodyTooLargeError, contentCoding, readBody } from "./read-body.ts";

/** What goes over the wire in one exchange. */
export interface Outgoing {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly bodyCharset?: BodyCharset | undefined;
}

/** Connections of one source: at most `concurrency` sockets per origin. Time limits are ours, on the wall clock. */
export function createAgent(politeness: Politeness, hosts: Hosts): Agent {
  return new Agent({
    connections: politeness.concurrency,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: politeness.connectTimeoutMs,
      lookup: createGuardedLookup((name) => isTrustedName(name, hosts)),
    },
  });
}

export interface ExchangeOptions {
  readonly source: string;
  readonly politeness: Politeness;
  readonly timer: Timer;
  readonly agent: Dispatcher;
}

/** One request, one answer, within the per-try limit over headers and whole body. Throws UpstreamError. */
export async function exchange(outgoing: Outgoing, flight: Flight, options: ExchangeOptions): Promise<UpstreamAnswer> {
  const limit = new AbortController();
  const cancelLimit = options.timer.after(options.politeness.tryTimeoutMs, () => limit.abort());
  const cancelLeave = flight.departure.onLeave(() => limit.abort());
  flight.phase = "headers";
  try {
    return await sendAndRead(outgoing, flight, { ...options, signal: limit.signal });
  } catch (error) {
    throw new UpstreamError(options.source, ...toFailure(error, flight, limit.signal, options.source));
  } finally {
    cancelLimit();
    cancelLeave();
  }
}

async function sendAndRead(
  { url, method, headers, body: text, bodyCharset }: Outgoing,
  flight: Flight,
  { source, politeness, agent, signal }: ExchangeOptions & { readonly signal: AbortSignal },
): Promise<UpstreamAnswer> {
  flight.unreportedCalls += 1;
  const body = text === null || bodyCharset === undefined ? text : iconv.encode(text, bodyCharset);
  const request = { origin: url.origin, path: url.pathname + url.search, method, headers, body, signal };
  const response = await agent.request(request).catch((error: unknown) => {
    throw toConnectionError(source, error);
  });
  flight.phase = "body";
  const stream = response.body.on("error", () => {});
  try {
    const bytes = await readBody(stream, contentCoding(response.headers["content-encoding"]), politeness);
    return toAnswer(url, response, bytes);
  } finally {
    stream.destroy();
  }
}

function toAnswer(url: URL, { statusCode, headers }: Dispatcher.ResponseData, bytes: Uint8Array): UpstreamAnswer {
  let text: string | undefined;
  return {
    status: statusCode,
    headers,
    url,
    bytes,
    text: () => {
      text ??= decodeText(bytes, String(headers["content-type"] ?? ""));
      return text;
    },
  };
}

/** Whoever ended the exchange gives it its name: the waiters who left, the limit, or what went wrong on the wire. */
function toFailure(
  error: unknown,
  flight: Flight,
  limit: AbortSignal,
  source: string,
): readonly [UpstreamFailure, ErrorOptions?] {
  if (flight.departure.reason !== null) return [flight.departure.reason];
  if (limit.aborted) return [{ kind: "timeout", phase: flight.phase }];
  if (error instanceof UpstreamError) return [error.failure, { cause: error.cause }];
  if (error instanceof BodyTooLargeError) return [{ kind: "too-large", limitBytes: error.limitBytes }];
  if (error instanceof MalformedError) return [{ kind: "malformed", at: error.at }];
  const { failure } = toConnectionError(source, error);
  return [failure, { cause: error }];
}
