import type { CallContext, RequestParts, SourceRuntime } from "#adapters/runtime/source.ts";
import { LoginRequiredError, MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** What a log-in gave: cookies, or a token. Lives in memory alone. */
export interface OpenSession {
  readonly cookies: string;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

export const NO_SESSION: OpenSession = { cookies: "", token: "", endsAt: 0 };

/** Asks the source for a session; through the pipeline, so that all who wait share one log-in. */
export type OpenNew = (context: CallContext) => Promise<OpenSession>;

/** A session that ends while a request is on its way is a lost request. */
const MARGIN_MS = 5_000;

/** The hub's one session with a source. */
export class Session {
  readonly #runtime: SourceRuntime;
  readonly #open: OpenNew;
  #current: OpenSession | null = null;

  constructor(runtime: SourceRuntime, open: OpenNew) {
    this.#runtime = runtime;
    this.#open = open;
    runtime.onClose(() => {
      this.#current = null;
    });
  }

  /** The one that is open, or none. */
  get current(): OpenSession | null {
    const session = this.#current;
    return session !== null && session.endsAt > this.#runtime.clock.now() ? session : null;
  }

  /** What a request that leaves now is sent with, though its session may have ended in line. */
  get latest(): OpenSession {
    return this.#current ?? NO_SESSION;
  }

  async ready(context: CallContext): Promise<void> {
    if (this.current !== null) return;
    try {
      const session = await this.#open(context);
      const lastsMs = session.endsAt - this.#runtime.clock.now();
      this.#current = { ...session, endsAt: session.endsAt - Math.min(MARGIN_MS, lastsMs / 10) };
    } catch (error) {
      throw asLogin(error, this.#runtime.code);
    }
  }

  /** The source no longer knows it. */
  forget(session: OpenSession): void {
    if (this.#current === session) this.#current = null;
  }
}

/** A refused log-in is no word about what was asked for: 404 of a log-in page does not mean that the list is gone. */
function asLogin(error: unknown, source: string): unknown {
  if (!(error instanceof UpstreamError) || error.failure.kind !== "rejected") return error;
  return new UpstreamError(source, { kind: "login-required" }, { cause: error });
}

/** Asked in a session; one that the source has ended early is opened anew, once. */
export async function withinSession<T>(session: Session | null, ask: () => Promise<T>): Promise<T> {
  const before = session?.current ?? null;
  try {
    return await ask();
  } catch (error) {
    if (session === null || before === null || !isLoginRequired(error)) throw error;
    session.forget(before);
    return ask();
  }
}

/** A log-in page ends the session also where a kept answer stands in for it, so that nobody else would notice. */
export async function readInSession<T>(session: Session | null, read: () => Promise<T>): Promise<T> {
  const sent = session?.latest ?? null;
  try {
    return await read();
  } catch (error) {
    if (session !== null && sent !== null && (error instanceof LoginRequiredError || isLoginRequired(error))) {
      session.forget(sent);
    }
    throw error;
  }
}

function isLoginRequired(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure.kind === "login-required";
}

/** A log-in that gave nothing to be known by is none. */
export function assertOpened(session: OpenSession): OpenSession {
  if (session.cookies === "" && session.token === "") throw new LoginRequiredError("no cookie and no token");
  if (session.token.length > 8_192) throw new MalformedError("token");
  return session;
}

export function withCookies(parts: RequestParts, cookies: string): RequestParts {
  if (cookies === "") return parts;
  const own = parts.headers["cookie"];
  return { ...parts, headers: { ...parts.headers, cookie: own === undefined ? cookies : `${own}; ${cookies}` } };
}
