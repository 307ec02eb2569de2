import { randomUUID } from "node:crypto";
import type { AuthenticationFormat, SourceFormat } from "#adapters/manifest/format/source-format.ts";
import type { CallContext, RequestParts, SourceRuntime } from "#adapters/runtime/source.ts";
import { encodeHeader, encodeParameters } from "./encode-text.ts";
import { opening } from "./log-in.ts";
import { filling, type Moment, type Question } from "./places.ts";
import { NO_SESSION, type OpenSession, Session, withCookies } from "./session.ts";
import { writeTime } from "./shanghai-time.ts";
import { sign } from "./sign.ts";
import { fill, type Template, template } from "./template.ts";
import { join } from "./write-request.ts";

/** How the hub makes itself known to one source. */
export interface Authentication {
  readonly session: Session | null;
  /** Opens a session where one is needed and none is open. */
  prepare?(context: CallContext): Promise<void>;
  /** What fills the places of departure of a question. */
  moment(question: Question): Moment;
  /** Adds what is no template of the request: a key, a cookie, a signature. */
  put(parts: RequestParts, question: Question, moment: Moment): RequestParts;
}

export interface AuthenticationOptions {
  readonly source: SourceFormat;
  readonly runtime: SourceRuntime;
  readonly secrets: SecretReader;
}

/** The value of a secret by the name that the manifest gives it. */
export type SecretReader = (name: string) => string | undefined;

export function authentication({ source, runtime, secrets }: AuthenticationOptions): Authentication {
  const { authentication: format, charset } = source;
  const secret = (name: string) => secrets(name) ?? "";
  const now = () => runtime.clock.now();
  const plain = (current: OpenSession): Moment => {
    return { now: now(), secret, token: current.token, timestamp: "", nonce: "", signature: "" };
  };
  if (format.type === "signed") return signed(format, { charset: charset.request, secret, now });
  const open = opening({ source, runtime, secret });
  if (open === null) {
    const place = placing(format, secret);
    return { session: null, moment: () => plain(NO_SESSION), put: place };
  }
  const session = new Session(runtime, open);
  const asBearer = format.type === "oauth2";
  return {
    session,
    prepare: (context) => session.ready(context),
    moment: () => plain(session.latest),
    put: (parts, _question, { token }) =>
      asBearer ? withHeader(parts, "authorization", `Bearer ${token}`) : withCookies(parts, session.latest.cookies),
  };
}

type Secret = (name: string) => string;

/** Keys that never change. */
function placing(format: AuthenticationFormat, secret: Secret): (parts: RequestParts) => RequestParts {
  switch (format.type) {
    case "apiKey":
      return (parts) => {
        const value = `${format.prefix ?? ""}${secret(format.secret)}`;
        if (format.in === "header") return withHeader(parts, format.name, value);
        return { ...parts, url: new URL(join(parts.url.href, encodeParameters([[format.name, value]], "utf-8"))) };
      };
    case "bearer":
      return (parts) => withHeader(parts, "authorization", `Bearer ${secret(format.secret)}`);
    case "basic":
      return (parts) => {
        const pair = Buffer.from(`${secret(format.user)}:${secret(format.password)}`).toString("base64");
        return withHeader(parts, "authorization", `Basic ${pair}`);
      };
    default:
      return (parts) => parts;
  }
}

type SignedFormat = Extract<AuthenticationFormat, { readonly type: "signed" }>;

interface Signer {
  readonly charset: SourceFormat["charset"]["request"];
  readonly secret: Secret;
  readonly now: () => number;
}

/** Each call has a timestamp and a nonce of its own; the signature is over them and what else the template names. */
function signed(format: SignedFormat, { charset, secret, now }: Signer): Authentication {
  const over = template(format.over);
  const headers = named(format.headers);
  const query = named(format.query);
  const key = format.secret === undefined ? "" : secret(format.secret);
  return {
    session: null,
    moment: (question) => {
      const at = now();
      const unsigned = {
        now: at,
        secret,
        token: "",
        timestamp: writeTime(at, format.timestamp),
        nonce: randomUUID().replaceAll("-", ""),
        signature: "",
      };
      const text = fill(over, filling(question, unsigned));
      return { ...unsigned, signature: sign(text, { ...format, key, charset }) };
    },
    put: (parts, question, moment) => {
      const at = filling(question, moment);
      const added = query.map(([name, value]) => [name, fill(value, at)] as const);
      return {
        ...parts,
        url: added.length === 0 ? parts.url : new URL(join(parts.url.href, encodeParameters(added, charset))),
        headers: {
          ...parts.headers,
          ...Object.fromEntries(
            headers.map(([name, value]) => [name.toLowerCase(), encodeHeader(fill(value, at), charset)]),
          ),
        },
      };
    },
  };
}

function named(texts: Readonly<Record<string, string>> = {}): readonly (readonly [name: string, value: Template])[] {
  return Object.entries(texts).map(([name, text]) => [name, template(text)]);
}

function withHeader(parts: RequestParts, name: string, value: string): RequestParts {
  return { ...parts, headers: { ...parts.headers, [name.toLowerCase()]: encodeHeader(value, "utf-8") } };
}
