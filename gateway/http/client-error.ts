import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { refuse } from "#gateway/report/refusal.ts";
import { toGraphQLError } from "#gateway/report/to-graphql-error.ts";

/** Answers what is not even HTTP (bad framing, oversized headers, headers that never end), then closes. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const { status, refusal } = toRefusal(error.code);
  const body = JSON.stringify({ errors: [toGraphQLError(refusal, { language: "zh", requestId: randomUUID() })] });
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "X-Content-Type-Options: nosniff",
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

function toRefusal(code: string | undefined) {
  if (code === "HPE_HEADER_OVERFLOW") {
    const detail = { zh: "请求头过大", en: "the headers are too large" };
    return { status: "431 Request Header Fields Too Large", refusal: refuse("BAD_REQUEST", detail) };
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return { status: "408 Request Timeout", refusal: refuse("REQUEST_TIMEOUT") };
  return { status: "400 Bad Request", refusal: refuse("BAD_REQUEST") };
}
