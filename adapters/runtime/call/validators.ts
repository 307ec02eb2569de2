import type { IncomingHttpHeaders } from "node:http";
import type { UpstreamAnswer } from "./decode.ts";
import type { Question } from "./question.ts";

/** By which an upstream tells whether its answer has changed (RFC 9110 §8.8). Weak tags do: nobody asks for ranges. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

const NOT_MODIFIED = 304;
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]{0,500}"$/;
const HTTP_DATE = /^[A-Za-z0-9 ,:+-]{10,60}$/;

/** What the answer offers; null for nothing that could be sent back. */
export function readValidators(headers: IncomingHttpHeaders): Validators | null {
  const etag = headers.etag !== undefined && ETAG.test(headers.etag) ? headers.etag : null;
  const date = headers["last-modified"];
  const lastModified = date !== undefined && HTTP_DATE.test(date) && !Number.isNaN(Date.parse(date)) ? date : null;
  return etag === null && lastModified === null ? null : { etag, lastModified };
}

/** The same question, asked on condition that the answer has changed; 304 then counts as an answer. */
export function withCondition<T>(question: Question<T>, validators: Validators): Question<T> {
  const { request, headers } = question;
  return {
    ...question,
    headers: {
      ...headers,
      ...(validators.etag === null ? {} : { "if-none-match": validators.etag }),
      ...(validators.lastModified === null ? {} : { "if-modified-since": validators.lastModified }),
    },
    request: { ...request, accept: [...(request.accept ?? []), NOT_MODIFIED] },
  };
}

export function isUnchanged({ status }: UpstreamAnswer): boolean {
  return status === NOT_MODIFIED;
}
