import { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import type { CallContext, CallFunction, Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** Renewed this long before OPS would refuse it, so that a request under way does not outlive its token. */
const MARGIN_MS = 60_000;
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

/**
 * The OAuth2 client-credentials token of this registration: one at a time, never logged. Callers who need one together
 * share the pipeline's single flight, which lasts for the most patient of them and ends with the last.
 */
export class AccessToken {
  readonly #options: TokenOptions;
  #current: { readonly token: string; readonly renewAt: number } | null = null;
  #refusal: { readonly error: UpstreamError; readonly until: number } | null = null;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** A token that is good for a minute at least. Throws UpstreamError when OPS gives none, or the caller leaves or runs out of time. */
  async get(context: CallContext): Promise<string> {
    const now = this.#options.clock.now();
    if (this.#refusal !== null && this.#refusal.until > now) throw this.#refusal.error;
    if (this.#current !== null && this.#current.renewAt > now) return this.#current.token;
    return this.#fetch(context).catch((error: unknown) => this.#remember(error));
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
      context,
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

/** A server error is no word on the credentials. */
function isRefusal(error: unknown): error is UpstreamError {
  if (!(error instanceof UpstreamError) || error.failure.kind !== "rejected") return false;
  return REFUSAL_STATUSES.includes(error.failure.status);
}
