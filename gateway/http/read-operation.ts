import type { IncomingMessage } from "node:http";
import { MIMEType } from "node:util";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { AskedOperation } from "./operation.ts";
import { rememberTexts } from "./remember-texts.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** The bodies of GraphQL over HTTP, section "POST". */
export function refuseContentType({ headers }: IncomingMessage): Refusal | undefined {
  const isPlain = (headers["content-encoding"] ?? "identity").toLowerCase() === "identity";
  if (isJsonType(headers["content-type"]) && isPlain) return undefined;
  return refuse("UNSUPPORTED_MEDIA_TYPE", {
    zh: "请求体应为未压缩的 application/json（UTF-8）",
    en: "send application/json in UTF-8, not compressed",
  });
}

const isJsonType = rememberTexts((contentType): boolean => {
  const type = parseMimeType(contentType ?? "");
  const charset = type?.params.get("charset") ?? "utf-8";
  return type?.essence === "application/json" && /^utf-?8$/i.test(charset);
});

function parseMimeType(text: string): MIMEType | undefined {
  try {
    return new MIMEType(text);
  } catch {
    return undefined;
  }
}

/** The GraphQL request parameters of a POST. */
export function readJsonBody(body: Uint8Array): AskedOperation | Refusal {
  const text = decodeUtf8(body);
  if (text === undefined) return badRequest("请求体不是有效的 UTF-8", "the body is not valid UTF-8");
  const value = parseJson(text);
  if (value === undefined) return badRequest("请求体不是有效的 JSON", "the body is not valid JSON");
  if (Array.isArray(value)) return badRequest("不支持批量请求", "batched requests are not supported");
  if (!isJsonObject(value)) return badRequest("请求体应为 JSON 对象", "the body must be a JSON object");
  return toOperation(value);
}

/** The GraphQL request parameters of a GET. */
export function readSearch(search: URLSearchParams): AskedOperation | Refusal {
  const parameters: Record<string, unknown> = {};
  for (const name of ["query", "operationName", "variables", "extensions", "documentId"]) {
    const [text, ...more] = search.getAll(name);
    if (more.length > 0) return badParameter(name, "只能出现一次", "must appear once");
    if (text === undefined || (text === "" && name !== "query")) continue;
    const isJson = name === "variables" || name === "extensions";
    // What is no JSON is left as text, which toOperation refuses as no object.
    parameters[name] = isJson ? (parseJson(text) ?? text) : text;
  }
  return toOperation(parameters);
}

function toOperation({
  query,
  documentId,
  operationName,
  variables,
  extensions,
}: JsonObject): AskedOperation | Refusal {
  if (!isOptionalText(query)) return badQuery();
  if (!isOptionalText(documentId)) return badParameter("documentId", "应为字符串", "must be a string");
  if (!isOptionalText(operationName)) return badParameter("operationName", "应为字符串", "must be a string");
  if (!isOptionalObject(variables)) return badParameter("variables", "应为 JSON 对象", "must be a JSON object");
  if (!isOptionalObject(extensions)) return badParameter("extensions", "应为 JSON 对象", "must be a JSON object");
  return {
    query: query ?? undefined,
    documentId: documentId ?? undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
}

/** Of a request that neither sends a document nor names one. */
export function badQuery(): Refusal {
  return badParameter("query", "应为字符串", "must be a string");
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isOptionalText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

function isOptionalObject(value: unknown): value is JsonObject | null | undefined {
  return value === undefined || value === null || isJsonObject(value);
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function badParameter(name: string, zh: string, en: string): Refusal {
  return badRequest(`参数 ${name} ${zh}`, `parameter ${name} ${en}`);
}

function badRequest(zh: string, en: string): Refusal {
  return refuse("BAD_REQUEST", { zh, en });
}
