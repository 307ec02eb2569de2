import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { decodeSession } from "#adapters/chongqing-kjy01/decode/decode-process.ts";
import { SOURCE_CODE } from "#adapters/chongqing-kjy01/source-code.ts";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

interface OpenSession {
  readonly cookie: string;
  readonly expiresAt: number;
}

/** Users whose sessions are remembered at the same time; the others log in again. */
const MAX_SESSIONS = 5_000;
/** A session that ends while a request is on its way is a lost request. */
const MARGIN_MS = 30_000;

/**
 * One upstream session per user token. A session is found only with the whole token (its hash is the key), lives in
 * memory alone, and ends when the platform says so.
 */
export class Sessions {
  readonly #open = new LRUCache<string, OpenSession>({ max: MAX_SESSIONS });
  readonly #runtime: SourceRuntime;
  readonly #url: string;

  constructor(runtime: SourceRuntime, baseUrl: string) {
    this.#runtime = runtime;
    this.#url = `${baseUrl}/tsOauth2/session`;
    runtime.onClose(() => this.#open.clear());
  }

  /**
   * Asks in the session of the context's user. A session that the platform has ended early is opened anew, once.
   * Throws UpstreamError `login-required` without a token or when the platform no longer accepts it.
   */
  async within<T>(context: CallContext, ask: (cookie: string) => Promise<T>): Promise<T> {
    const key = keyOf(context);
    const known = this.#alive(key);
    if (known === undefined) return ask(await this.#start(key, context));
    try {
      return await ask(known);
    } catch (error) {
      if (!isLoginRequired(error)) throw error;
      const now = this.#alive(key);
      // A neighbour may have opened the next one already.
      return ask(now === undefined || now === known ? await this.#start(key, context) : now);
    }
  }

  #alive(key: string): string | undefined {
    const session = this.#open.get(key);
    const isAlive = session !== undefined && session.expiresAt - MARGIN_MS > this.#runtime.clock.now();
    return isAlive ? session.cookie : undefined;
  }

  async #start(key: string, context: CallContext): Promise<string> {
    this.#open.delete(key);
    const { value, fetchedAt } = await this.#runtime.call(
      {
        operation: "open-session",
        url: this.#url,
        method: "POST",
        headers: { authorization: context.credential ?? "" },
        decode: decodeSession,
        // Opening twice does no harm: the platform lets a user have several sessions.
        safe: true,
        partition: context.partition,
      },
      context,
    );
    this.#open.set(key, { cookie: value.cookie, expiresAt: fetchedAt + value.lifetimeMs });
    return value.cookie;
  }
}

/** Not the context's partition: whatever that one is made of, a session belongs to one token. */
function keyOf({ credential }: CallContext): string {
  if (credential === undefined) throw new UpstreamError(SOURCE_CODE, { kind: "login-required", isUsers: true });
  return createHash("sha256").update(credential).digest("base64url");
}

function isLoginRequired(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure.kind === "login-required";
}
