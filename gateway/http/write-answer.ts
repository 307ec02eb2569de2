import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, AnswerForm } from "./answer.ts";
import { negotiateEncoding } from "./compress.ts";
import { isKnownTag } from "./etag.ts";
import type { MediaType } from "./negotiate-media-type.ts";
import type { WireBody } from "./ready-body.ts";

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
  const form = { mediaType, encoding };
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined && isKnownTag(ifNoneMatch, answer.etag(form))) {
    writeNotModified(connection.response, form, writing);
    return undefined;
  }
  const body = answer.body.as(encoding);
  if (body instanceof Promise) return body.then((bytes) => writeBody(connection.response, { form, bytes }, writing));
  writeBody(connection.response, { form, bytes: body }, writing);
  return undefined;
}

function writeNotModified(response: ServerResponse, form: AnswerForm, { answer, now, own }: AnswerWriting): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(304, [...answer.headersOfNotModified(form, now), ...own]);
  response.end();
}

interface Formed {
  readonly form: AnswerForm;
  readonly bytes: WireBody;
}

function writeBody(response: ServerResponse, { form, bytes }: Formed, { answer, now, own }: AnswerWriting): void {
  if (response.destroyed || response.headersSent) return;
  const length = String(bytes.length);
  const status = answer.status(form.mediaType);
  response.writeHead(status, [...answer.headers(form, now), ...own, "content-length", length]);
  response.end(bytes, "latin1");
}
