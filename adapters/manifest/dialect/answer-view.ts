import type { IncomingHttpHeaders } from "node:http";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";

/** What conditions on an answer speak of. */
export interface AnswerView {
  readonly body: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** `body` and `headers` are made only where a condition looks at them. */
export function viewOf(answer: Pick<UpstreamAnswer, "status" | "headers">, body: () => unknown): AnswerView {
  let headers: AnswerView["headers"] | undefined;
  return {
    status: answer.status,
    get body() {
      return body();
    },
    get headers() {
      headers ??= flatHeaders(answer.headers);
      return headers;
    },
  };
}

/** Lower-case names; several values in one text, as they would stand in one line. */
function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
