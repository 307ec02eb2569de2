import type { IncomingHttpHeaders } from "node:http";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";

/** What conditions on an answer speak of. */
export interface AnswerView {
  readonly body: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export function viewOf({ status, headers }: Pick<UpstreamAnswer, "status" | "headers">, body: unknown): AnswerView {
  return { body, status, headers: flatHeaders(headers) };
}

/** Lower-case names; several values in one text, as they would stand in one line. */
function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
