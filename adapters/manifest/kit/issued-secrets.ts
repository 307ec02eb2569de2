import { sniffDocument } from "#adapters/manifest/dialect/read-document.ts";
import type { SourceFormat } from "#adapters/manifest/format/source-format.ts";

/** What came of a question that may have been a log-in. */
export interface AnswerSeen {
  /** Path and query. */
  readonly target: string;
  readonly status: number;
  readonly bytes: Buffer;
  /** `set-cookie`, one by one. */
  readonly cookies: readonly string[];
}

/** A shorter one would be found everywhere. */
const SHORTEST = 6;
const OF_SESSION = /sess|sid|token|auth|ticket|login/i;

/** What the portal gave to whoever logged in: tokens, and cookies of a session. As long as they hold they are secrets. */
export async function issuedSecrets(
  { baseUrl, authentication }: Pick<SourceFormat, "baseUrl" | "authentication">,
  seen: AnswerSeen,
): Promise<readonly string[]> {
  const tokens = await tokensIn(baseUrl, authentication, seen);
  return [...tokens, ...seen.cookies.flatMap(sessionIn)].filter((value) => value.length >= SHORTEST);
}

async function tokensIn(
  baseUrl: string,
  authentication: SourceFormat["authentication"],
  { target, status, bytes }: AnswerSeen,
): Promise<readonly string[]> {
  const { type } = authentication;
  if (type !== "oauth2" && type !== "token") return [];
  const address =
    type === "oauth2"
      ? new URL(authentication.tokenUrl).pathname
      : new URL(baseUrl).pathname.replace(/\/$/, "") + authentication.request.path.replace(/[?{].*$/, "");
  if (!target.startsWith(address)) return [];
  const paths = type === "oauth2" ? ["access_token", "refresh_token", "id_token"] : [authentication.from];
  const text = () => bytes.toString("utf8");
  const url = new URL(target, baseUrl);
  const document = await sniffDocument({ status, headers: {}, url, bytes, text }).catch(() => null);
  return paths.flatMap((path) => document?.text(path)?.trim() ?? []);
}

/** "JSESSIONID=0A1B2C; Path=/" → 0A1B2C. */
function sessionIn(cookie: string): readonly string[] {
  const [, name = "", value = ""] = /^\s*([^=;]+)=([^;]*)/.exec(cookie) ?? [];
  return OF_SESSION.test(name) ? [value.trim()] : [];
}
