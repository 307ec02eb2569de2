import type { PagingFormat } from "#adapters/manifest/format/kind-format.ts";
import type { DecodeFormat, RequestFormat, SourceFormat } from "#adapters/manifest/format/source-format.ts";
import type { CallContext, RequestAttire, RequestParts, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { type Authentication, authentication, type SecretReader } from "./authentication.ts";
import { type PostbackForm, pageDecoder, type RowPage } from "./decode-page.ts";
import { type AnswerJudge, answerJudge, SPEAKING_STATUSES } from "./judge.ts";
import type { Question } from "./places.ts";
import { isFirstPage } from "./recognise.ts";
import { readInSession, withinSession } from "./session.ts";
import { type RequestWriter, requestWriter, withForm } from "./write-request.ts";

/** A question that a manifest tells: what goes out, and what comes back. */
interface AskedFormat<T> {
  /** For metrics and logs. */
  readonly operation: string;
  readonly request: RequestFormat;
  readonly decode: DecodeFormat;
  readonly paging?: PagingFormat;
  readonly ttlMs: number;
  /** Rows to what is kept; null for "nothing there". */
  readonly read: (page: RowPage, question: Question) => T | null;
}

/** Where a question leads besides its own request: a link of the page before, or its hidden fields sent back. */
export interface Turning {
  readonly link?: string;
  readonly postback?: PostbackForm & { readonly added: Readonly<Record<string, string>> };
  /** Tells apart what is otherwise the same question. */
  readonly vary?: string;
}

export type AskFormat<T> = (question: Question, context: CallContext, turning?: Turning) => Promise<Sourced<T | null>>;

/** One source of a manifest, ready to be asked. */
export interface SourceAsker {
  readonly runtime: SourceRuntime;
  readonly format: SourceFormat;
  compile<T>(asked: AskedFormat<T>): AskFormat<T>;
}

export interface AskerOptions {
  readonly runtime: SourceRuntime;
  readonly format: SourceFormat;
  readonly secrets: SecretReader;
}

export function sourceAsker({ runtime, format, secrets }: AskerOptions): SourceAsker {
  const own = authentication({ source: format, runtime, secrets });
  const judge = answerJudge(format, runtime.code);
  const baseUrl = format.baseUrl.replace(/\/+$/, "");
  const compile = <T>(asked: AskedFormat<T>): AskFormat<T> => {
    const options = { baseUrl, charset: format.charset.request, headers: format.headers };
    return askFormat({ asked, writer: requestWriter(asked.request, options), own, judge, runtime, format });
  };
  return { runtime, format, compile };
}

interface Asking<T> {
  readonly asked: AskedFormat<T>;
  readonly writer: RequestWriter;
  readonly own: Authentication;
  readonly judge: AnswerJudge;
  readonly runtime: SourceRuntime;
  readonly format: SourceFormat;
}

function askFormat<T>(asking: Asking<T>): AskFormat<T> {
  const { asked, writer, own, judge, runtime, format } = asking;
  const { decode, paging } = asked;
  const read = pageDecoder({ decode, paging, judge, charset: format.charset.response, source: runtime.code });
  return (question, context, turning = {}) => {
    const bare = turned(writer.write(question, null), turning, format);
    const attire = attireOf(question, turning, asking);
    const isDue = paging !== undefined && turning.postback === undefined && isFirstPage(paging, question);
    return withinSession(own.session, () =>
      runtime.call(
        {
          operation: asked.operation,
          url: bare.url,
          method: turning.postback === undefined ? writer.method : "POST",
          headers: bare.headers,
          ...(bare.body === null ? {} : { body: bare.body, bodyCharset: bare.bodyCharset }),
          ...(attire === null ? {} : { attire }),
          ...(turning.vary === undefined ? {} : { vary: turning.vary }),
          decode: (answer) =>
            readInSession(own.session, async () => {
              const page = await read(answer, isDue);
              return page === null ? null : asked.read(page, question);
            }),
          ttlMs: asked.ttlMs,
          accept: SPEAKING_STATUSES,
          // Portals search by POST too; nothing that a manifest tells changes anything at the source.
          safe: true,
        },
        context,
      ),
    );
  };
}

/** Null where a request leaves as it is. */
function attireOf(
  question: Question,
  turning: Turning,
  { writer, own, format }: Asking<unknown>,
): RequestAttire | null {
  if (format.authentication.type === "none" && !writer.hasMoment) return null;
  const put = ({ headers }: RequestParts): RequestParts => {
    const moment = own.moment(question);
    const full = turned(writer.write(question, moment), turning, format);
    return own.put({ ...full, headers: { ...headers, ...full.headers } }, question, moment);
  };
  return own.prepare === undefined ? { put } : { prepare: own.prepare, put };
}

function turned(parts: RequestParts, { link, postback }: Turning, format: SourceFormat): RequestParts {
  if (link !== undefined) return { ...parts, url: new URL(link) };
  return postback === undefined ? parts : withForm(parts, postback, format.charset.request);
}
