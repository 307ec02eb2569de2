import { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import type { CallContext, CallFunction, Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** Renewed this long before OPS would refuse it, so that a request under way does not outlive its token. */
const MARGIN_MS = 60_000;
/** A token belongs to all waiting callers: it is fetched under a limit of its own, not under the first caller's. */
const FETCH_LIMIT_MS = 8_000;
/** Wrong credentials do not get better by the second: the refusal is repeated without asking. */
const REFUSED_MS = 60_000;

/** OPS sends `expires_in` as a string of seconds ("1199"); `issued_at` is not used, since clocks differ. */
const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});

export interface TokenOptions {
  readonly source: string;
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly call: CallFunction;
  readonly clock: Clock;
}

/** The OAuth2 client-credentials token of this registration: one at a time, one fetch for all who wait, never logged. */
export class AccessToken {
  readonly #options: TokenOptions;
  #current: { readonly token: string; readonly renewAt: number } | null = null;
  #fetching: Promise<string> | null = null;
  #refusal: { readonly error: UpstreamError; readonly until: number } | null = null;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** A token that is good for a minute at least. Throws UpstreamError when OPS gives none, or the caller leaves or runs out of time. */
  async get(context: CallContext): Promise<string> {
    const now = this.#options.clock.now();
    if (this.#refusal !== null && this.#refusal.until > now) throw this.#refusal.error;
    if (this.#current !== null && this.#current.renewAt > now) return this.#current.token;
    this.#fetching ??= this.#fetch(context)
      .catch((error: unknown) => this.#remember(error))
      .finally(() => {
        this.#fetching = null;
      });
    return waitFor(this.#fetching, context, this.#options);
  }

  /** OPS refused this token: forget it, unless another caller has already renewed it. */
  discard(token: string): void {
    if (this.#current?.token === token) this.#current = null;
  }

  #remember(error: unknown): never {
    if (isRefusal(error)) this.#refusal = { error, until: this.#options.clock.now() + REFUSED_MS };
    throw error;
  }

  async #fetch(context: CallContext): Promise<string> {
    const { source, url, key, secret, call, clock } = this.#options;
    const { value } = await call(
      {
        operation: "access-token",
        url,
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
        decode: decodeToken(source),
        accept: REFUSAL_STATUSES,
        safe: true,
      },
      { ...context, signal: AbortSignal.timeout(FETCH_LIMIT_MS), deadline: clock.now() + FETCH_LIMIT_MS },
    );
    this.#current = { token: value.access_token, renewAt: clock.now() + value.expires_in * 1_000 - MARGIN_MS };
    return value.access_token;
  }
}

/** Wrong credentials are the operator's matter (401 "ClientId is Invalid"): never the client's to log in. */
function decodeToken(source: string): Decoder<z.output<typeof TokenAnswer>> {
  const decode = json(TokenAnswer, { mask: "off" });
  return (answer) => {
    if (answer.status !== 200) throw new UpstreamError(source, { kind: "rejected", status: answer.status });
    return decode(answer);
  };
}

const REFUSAL_STATUSES = [400, 401, 403];

/** Waits for a shared promise until the waiter leaves or its time is up. */
async function waitFor<T>(
  shared: Promise<T>,
  { signal, deadline }: CallContext,
  { source, clock }: TokenOptions,
): Promise<T> {
  const { promise: gaveUp, reject } = Promise.withResolvers<never>();
  const leave = () => reject(new UpstreamError(source, { kind: "aborted" }, { cause: signal.reason }));
  const expire = () => reject(new UpstreamError(source, { kind: "timeout", phase: "deadline" }));
  const timer = setTimeout(expire, Math.max(0, deadline - clock.now()));
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([shared, gaveUp]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
  }
}

function isRefusal(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.failure.kind === "rejected";
}
