import { parseTemplate } from "#adapters/manifest/dialect/template.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type Path, requestsOf, type SourceOf, textsBelow } from "./scene.ts";

/** Names under which secrets are sent. */
const SECRET_PLACE =
  /^(?:authorization|proxy-authorization|x-api-key|api-?key|ak|sk|app-?(?:secret|key)|access-?(?:key|token)|client-?secret|secret(?:-?key)?|token|x-.*(?:token|secret|key)|pass(?:word|wd)?|pwd|mima|sign(?:ature)?|miyao|.*密码|.*密钥)$/i;
/** Among these, names of what is never but a secret: however short it is. */
const SECRET_NAME =
  /^(?:.*[_-])?(?:pass|password|passwd|pwd|mima|api-?key|app-?(?:secret|key)|access-?key|client-?secret|secret(?:-?key)?|miyao)$|密码$|密钥$|口令$/i;
/** What anybody may send: no secret whatever its name. */
const OPEN_WORD = /^(?:|\d|guest|anonymous|public|true|false)$/i;
/** Words that guests and samples use: no secret. */
const HARMLESS = /^(?:|guest|anonymous|public|test|true|false|\d{1,6}|[a-z]{1,12}|bearer|basic)$/i;
/** What looks like a key wherever it stands: long, with letters and digits mixed. */
const KEY_LIKE =
  /(?<![A-Za-z0-9])(?=[A-Za-z0-9+/_=-]*\d)(?=[A-Za-z0-9+/_=-]*[A-Za-z])[A-Za-z0-9+/_=-]{24,}(?![A-Za-z0-9])/;
const TOKEN_LIKE =
  /eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|(?:Bearer|Basic)\s+[A-Za-z0-9+/_=.-]{8,}|-----BEGIN|AKIA[0-9A-Z]{12,}|LTAI[0-9A-Za-z]{12,}|AKID[0-9A-Za-z]{12,}/;

function* checkAddresses({ baseUrl, snapshot }: SourceOf, path: Path): Iterable<FoundProblem> {
  if (namesUser(baseUrl)) yield inClear([...path, "baseUrl"]);
  if (namesUser(snapshot?.url ?? "")) yield inClear([...path, "snapshot", "url"]);
}

/** Of the address of a server that is asked as it stands. */
export function* checkSecretsIn(address: string, path: Path): Iterable<FoundProblem> {
  const parameters = [...new URL(address).searchParams];
  const isSecret = ([name, value]: readonly [string, string]) => SECRET_PLACE.test(name) || KEY_LIKE.test(value);
  if (namesUser(address) || parameters.some(isSecret)) yield { ...inClear(path), suggestion: NO_SECRET };
}

const NO_SECRET: Bilingual = {
  zh: "从网址中删去；枢纽的请求都有签名（HTTP Message Signatures），服务可据此认出枢纽；已写出的密钥请作废",
  en: "Leave it out: the hub signs its requests (HTTP Message Signatures), by which a server knows it; revoke one that was written out",
};

/** `https://me:pw@…`; no address (of a source of snapshots) names nobody. */
function namesUser(address: string): boolean {
  if (address === "") return false;
  const { username, password } = new URL(address);
  return username !== "" || password !== "";
}

/** No secret stands in the file; those that are needed are named. The value itself is never repeated in a message. */
export function* checkSecrets(manifest: Manifest): Iterable<FoundProblem> {
  for (const [name, source] of Object.entries(manifest.sources)) {
    const path = ["sources", name];
    yield* checkAddresses(source, path);
    yield* checkNamed(source.headers ?? {}, [...path, "headers"]);
    yield* checkAuthentication(source, [...path, "authentication"]);
  }
  for (const { request, path } of requestsOf(manifest)) {
    for (const part of ["query", "headers", "form", "json"] as const)
      yield* checkNamed(request[part] ?? {}, [...path, part]);
    for (const part of ["path", "text"] as const) {
      const text = request[part];
      if (text !== undefined && TOKEN_LIKE.test(literals(text))) yield inClear([...path, part]);
    }
  }
}

function* checkNamed(value: unknown, path: Path): Iterable<FoundProblem> {
  for (const { text, path: at } of textsBelow(value, path)) {
    const name = String(at.at(-1));
    const literal = literals(text).trim();
    const isTold = /\{(?:secret|token|signature)/.test(text);
    const isSecret = !isTold && (isShortSecret(name, literal) || (SECRET_PLACE.test(name) && !HARMLESS.test(literal)));
    if (isSecret || TOKEN_LIKE.test(literal) || (isHeaderLike(path) && KEY_LIKE.test(literal))) yield inClear(at);
  }
}

/** By its name alone; `app_key` and `appKey` are one. */
function isShortSecret(name: string, literal: string): boolean {
  const plain = name.replace(/([a-z])([A-Z])/g, "$1-$2").replaceAll("_", "-");
  return SECRET_NAME.test(plain) && !OPEN_WORD.test(literal);
}

function isHeaderLike(path: Path): boolean {
  return path.at(-1) === "headers" || path.includes("authentication");
}

function* checkAuthentication({ authentication: auth }: SourceOf, path: Path): Iterable<FoundProblem> {
  if (auth.type === "apiKey" && auth.prefix !== undefined && KEY_LIKE.test(auth.prefix))
    yield inClear([...path, "prefix"]);
  if (auth.type === "oauth2") {
    const url = new URL(auth.tokenUrl);
    if (url.username !== "" || url.password !== "") yield inClear([...path, "tokenUrl"]);
  }
  if (auth.type !== "signed") return;
  const literal = literals(auth.over);
  if (KEY_LIKE.test(literal) || TOKEN_LIKE.test(literal)) yield inClear([...path, "over"]);
  yield* checkNamed(auth.headers ?? {}, [...path, "headers"]);
  yield* checkNamed(auth.query ?? {}, [...path, "query"]);
  const isKeyed = auth.algorithm.startsWith("hmac-");
  if (isKeyed && auth.secret === undefined)
    yield needed(path, { zh: "HMAC 须有 secret", en: "An HMAC needs a secret" }, "secret: APP_SECRET");
  if (!isKeyed && !auth.over.includes("{secret."))
    yield needed(
      [...path, "over"],
      {
        zh: "被签名的内容里没有密钥，谁都能算出",
        en: "What is signed holds no secret: anybody could make the signature",
      },
      "{secret.APP_SECRET}",
    );
}

function needed(path: Path, message: { zh: string; en: string }, example: string): FoundProblem {
  const onKey = path.at(-1) === "authentication";
  return { code: "SECRET_NEEDED", path, onKey, message, suggestion: { zh: `加上 ${example}`, en: `Add ${example}` } };
}

function inClear(path: Path): FoundProblem {
  return {
    code: "SECRET_IN_CLEAR",
    path,
    message: { zh: "此处像是密钥或密码的明文", en: "This looks like a secret written in clear" },
    suggestion: {
      zh: "写 {secret.NAME}（认证方式中写名称 NAME），值交给枢纽运营方配置；已写出的密钥请作废",
      en: "Write {secret.NAME} (in authentication the name NAME) and give the value to the hub's operator; revoke one that was written out",
    },
  };
}

/** A template without its places. */
function literals(text: string): string {
  const parsed = parseTemplate(text);
  return parsed.ok ? parsed.template.filter((part) => typeof part === "string").join("\u0001") : text;
}
