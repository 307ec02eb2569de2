import { z } from "zod";
import type { AuthenticationFormat, SourceFormat } from "#adapters/manifest/format/source-format.ts";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import { LoginRequiredError } from "#adapters/runtime/upstream-error.ts";
import { viewOf } from "./answer-view.ts";
import { cookiesOf } from "./cookies.ts";
import { toMs } from "./duration.ts";
import { condition } from "./judge.ts";
import type { Moment, Question } from "./places.ts";
import { inCharset, sniffDocument } from "./read-document.ts";
import { assertOpened, type OpenNew, type OpenSession } from "./session.ts";
import { requestWriter } from "./write-request.ts";

interface LogInOptions {
  readonly source: SourceFormat;
  readonly runtime: SourceRuntime;
  readonly secret: (name: string) => string;
}

type LogInFormat = Extract<AuthenticationFormat, { readonly type: "login" | "token" }>;
type OAuth2Format = Extract<AuthenticationFormat, { readonly type: "oauth2" }>;

/** How a session is opened where the source needs one; null where it needs none. */
export function opening(options: LogInOptions): OpenNew | null {
  const { authentication: format } = options.source;
  if (format.type === "login" || format.type === "token") return byRequest(format, options);
  return format.type === "oauth2" ? byClientCredentials(format, options) : null;
}

const NOTHING_ASKED: Question = { words: {} };

/** A page or an interface that gives a cookie or a token. A page that asks for a captcha is a log-in that failed. */
function byRequest(format: LogInFormat, { source, runtime, secret }: LogInOptions): OpenNew {
  const writer = requestWriter(format.request, {
    baseUrl: source.baseUrl.replace(/\/+$/, ""),
    charset: source.charset.request,
    headers: source.headers,
  });
  const read = reader(format, source);
  return async (context) => {
    const { clock } = runtime;
    const moment: Moment = { now: clock.now(), secret, token: "", timestamp: "", nonce: "", signature: "" };
    const { value } = await runtime.call(
      {
        operation: "log-in",
        url: writer.write(NOTHING_ASKED, null).url,
        method: writer.method,
        // Secrets are put on at departure: they are in no cache key.
        attire: { put: ({ headers }) => withOwn(writer.write(NOTHING_ASKED, moment), headers) },
        decode: (answer) => read(answer, clock.now()),
        accept: REDIRECTS,
        safe: true,
      },
      context,
    );
    return value;
  };
}

/** Many log-ins answer with a redirect to the page that one comes from. */
const REDIRECTS = [301, 302, 303] as const;

function withOwn(
  parts: ReturnType<ReturnType<typeof requestWriter>["write"]>,
  headers: Readonly<Record<string, string>>,
) {
  return { ...parts, headers: { ...headers, ...parts.headers } };
}

function reader(format: LogInFormat, source: SourceFormat) {
  const loggedIn = format.type === "login" ? condition(format.loggedIn) : null;
  return async (received: UpstreamAnswer, now: number): Promise<OpenSession> => {
    const answer = inCharset(received, source.charset.response);
    const document = await sniffDocument(answer);
    if (loggedIn !== null && !loggedIn.holds(viewOf(answer, () => document.view))) {
      throw new LoginRequiredError("loggedIn is not true");
    }
    const token = format.type === "token" ? (document.text(format.from)?.trim() ?? "") : "";
    if (format.type === "token" && token === "") throw new LoginRequiredError("no token");
    return assertOpened({ cookies: cookiesOf(answer.headers), token, endsAt: now + toMs(format.lasts) });
  };
}

/** RFC 6749, section 5.1; some servers print the lifetime as text. */
const TOKEN = json(z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().catch(600) }), {
  mask: "off",
});

/** RFC 6749, section 4.4, the client known by HTTP Basic (section 2.3.1). */
function byClientCredentials(format: OAuth2Format, { runtime, secret }: LogInOptions): OpenNew {
  return async (context: CallContext) => {
    const { clock } = runtime;
    const fields = new URLSearchParams({ grant_type: "client_credentials" });
    if (format.scope !== undefined) fields.set("scope", format.scope);
    const { value } = await runtime.call(
      {
        operation: "log-in",
        url: format.tokenUrl,
        method: "POST",
        body: fields,
        attire: {
          put: (parts) => {
            const pair = [secret(format.clientId), secret(format.clientSecret)].map(encodeURIComponent).join(":");
            const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
            return { ...parts, headers: { ...parts.headers, authorization } };
          },
        },
        decode: TOKEN,
        safe: true,
      },
      context,
    );
    const lastsMs = Math.min(value.expires_in, 86_400) * 1_000;
    return { cookies: "", token: value.access_token, endsAt: clock.now() + lastsMs };
  };
}
