import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { rememberTexts } from "./remember-texts.ts";

const PREFLIGHT_HEADERS = ["hub-require-preflight", "apollo-require-preflight", "x-apollo-operation-name"] as const;
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header: a page of any origin may send these unasked.
const SIMPLE_TYPES = new Set(["", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]);

const isSimpleType = rememberTexts((contentType) =>
  SIMPLE_TYPES.has((contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? ""),
);

/** Refuses what a browser would send for a foreign page without asking first. */
export function refuseCsrf({ method, headers }: IncomingMessage): Refusal | undefined {
  if (method !== "GET" && !isSimpleType(headers["content-type"])) return undefined;
  if (PREFLIGHT_HEADERS.some((name) => (headers[name] ?? "") !== "")) return undefined;
  return refuse("CSRF_REFUSED", {
    zh: "请以 application/json 发送 POST，或带上请求头 Hub-Require-Preflight: 1",
    en: "send a POST as application/json, or the header Hub-Require-Preflight: 1",
  });
}
