import type { IncomingMessage } from "node:http";

/** No question to a register is longer. */
const BODY_LIMIT = 64 * 1024;

/** The JSON list of texts in a request's body; null where it holds anything else. */
export async function readTextList(request: IncomingMessage): Promise<readonly string[] | null> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += String(chunk);
    if (body.length > BODY_LIMIT) return null;
  }
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null;
  } catch {
    return null;
  }
}
