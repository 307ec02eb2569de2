import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { negotiateEncoding } from "./compress.ts";
import { isKnownTag } from "./etag.ts";
import type { MediaType } from "./negotiate-media-type.ts";
import type { Ready } from "./ready-body.ts";
import { VARY } from "./standing-headers.ts";

export interface AnswerWriting {
  readonly answer: Answer;
  readonly mediaType: MediaType;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Headers of this request alone, name after name and value after value. */
  readonly own: readonly string[];
}

interface Connection {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Sends an answer, or 304 where the client has it already: also in answer to a POST, since whoever sends `If-None-Match`
 * with a query wants just that. At once where that form of the body is ready.
 */
export function writeAnswer(connection: Connection, writing: AnswerWriting): Promise<void> | undefined {
  const { answer, mediaType } = writing;
  const { headers } = connection.request;
  const encoding = answer.body.isWorthCompressing ? negotiateEncoding(headers["accept-encoding"]) : undefined;
  const ifNoneMatch = headers["if-none-match"];
  const etag = ifNoneMatch === undefined ? undefined : answer.etag(mediaType, encoding);
  if (etag !== undefined && isKnownTag(ifNoneMatch, etag)) {
    writeNotModified(connection.response, etag, writing);
    return undefined;
  }
  const standing = answer.standingHeaders(mediaType, encoding);
  const body = answer.body.as(encoding);
  if (!(body instanceof Promise)) return void writeBody(connection.response, { body, standing }, writing);
  return body.then((bytes) => writeBody(connection.response, { body: bytes, standing }, writing));
}

/** Without what the client keeps from the first answer (RFC 9110, 15.4.5). */
function writeNotModified(response: ServerResponse, etag: string, { answer, now, own }: AnswerWriting): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(304, ["etag", etag, "vary", VARY, ...answer.agedHeaders(now), ...own]);
  response.end();
}

interface Form {
  readonly body: Ready;
  readonly standing: readonly string[];
}

function writeBody(
  response: ServerResponse,
  { body, standing }: Form,
  { answer, mediaType, now, own }: AnswerWriting,
): void {
  if (response.destroyed || response.headersSent) return;
  const length = ["content-length", String(body.length)];
  response.writeHead(answer.status(mediaType), [...standing, ...answer.agedHeaders(now), ...own, ...length]);
  // One character a byte: see Ready.
  response.end(body, "latin1");
}
