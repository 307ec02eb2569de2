import type { PagingFormat } from "#adapters/manifest/format/kind-format.ts";
import type { DecodeFormat, SourceFormat } from "#adapters/manifest/format/source-format.ts";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { viewOf } from "./answer-view.ts";
import { cookiesOf } from "./cookies.ts";
import type { Document } from "./document.ts";
import type { AnswerJudge } from "./judge.ts";
import { inCharset, readDocument, readInner } from "./read-document.ts";
import type { Row } from "./row.ts";

/** One answer of a list, or of a look-up. */
export interface RowPage {
  readonly rows: readonly Row[];
  /** As the source counts; null where it does not say, or not in numbers. */
  readonly total: number | null;
  /** Cursor, token or link of the next page; null at the end. */
  readonly next: string | null;
  /** What a page wants back with a postback. */
  readonly form: PostbackForm | null;
}

export interface PostbackForm {
  readonly fields: Readonly<Record<string, string>>;
  /** "" for none. */
  readonly cookies: string;
}

export interface PageDecoderOptions {
  readonly decode: DecodeFormat;
  readonly charset: SourceFormat["charset"]["response"];
  readonly judge: AnswerJudge;
  readonly source: string;
  /** Absent for look-ups. */
  readonly paging?: PagingFormat | undefined;
}

/**
 * Reads an answer's rows; null for "nothing there". Throws what the pipeline knows (MalformedError …). `isDue`: there must be
 * an answer, as of a list's first page.
 */
export type PageDecoder = (answer: UpstreamAnswer, isDue: boolean) => Promise<RowPage | null>;

export function pageDecoder(options: PageDecoderOptions): PageDecoder {
  const { decode, charset } = options;
  return async (received, isDue) => {
    const answer = inCharset(received, charset);
    const outer = await readOuter(answer, isDue, options);
    if (outer === null) return null;
    if (decode.inner === undefined) return toPage({ outer, document: outer, answer }, options);
    const document = await readInner(outer.inner(decode.inner.from), decode.inner.format);
    return toPage({ outer, document, answer }, options);
  };
}

/** The answer as a document, where it is one and the source says so; null for "nothing there". */
async function readOuter(
  answer: UpstreamAnswer,
  isDue: boolean,
  { decode, source, judge }: PageDecoderOptions,
): Promise<Document | null> {
  try {
    const document = await readDocument(answer, decode, source);
    const view = viewOf(answer, () => document.view);
    return judge.judge(view, { isDue }) === "nothing" ? null : document;
  } catch (error) {
    // What went wrong need not be told in the format of the records: a page about maintenance, a line of text.
    if (!(error instanceof MalformedError)) throw error;
    const view = viewOf(answer, () => answer.text());
    if (judge.judge(view, { isUnread: true, isDue }) === "nothing") return null;
    throw error;
  }
}

interface ReadAnswer {
  readonly outer: Document;
  /** Where the records are: the same, or the document inside. */
  readonly document: Document;
  readonly answer: UpstreamAnswer;
}

function toPage({ outer, document, answer }: ReadAnswer, { decode, paging }: PageDecoderOptions): RowPage {
  const at = (path: string) => outer.text(path) ?? (document === outer ? null : document.text(path));
  return {
    rows: document.rows(decode.rows),
    total: decode.total === undefined ? null : toCount(at(decode.total)),
    next: nextOf(at, paging, answer.url),
    form: paging?.type === "postback" ? toForm(outer, paging.hiddenFields, answer) : null,
  };
}

/** Pagers tell pages beside records: "第 1/6 页 共 87 条", "1-15，共有87项". */
const OF_ALL = /共(?:有|计)?\s*(\d[\d,]{0,14})\s*(?:条|项|篇|件|笔|个|家|名|位|部)/;

/** "1,234", "共 12 条", "１２": what there is in all, else the first number in it. */
function toCount(text: string | null): number | null {
  if (text === null) return null;
  const plain = toHalfWidth(text);
  const inAll = OF_ALL.exec(plain)?.[1];
  const digits = inAll ?? (/-\s*\d/.test(plain) ? undefined : /\d[\d,]{0,14}/.exec(plain)?.[0]);
  return digits === undefined ? null : Number(digits.replaceAll(",", ""));
}

function nextOf(at: (path: string) => string | null, paging: PagingFormat | undefined, from: URL): string | null {
  if (paging === undefined || !("next" in paging)) return null;
  const next = toNext(at(paging.next));
  return next !== null && paging.type === "link" ? followed(next, from) : next;
}

/** A link of a page stays on its host; one that is a script, or a mark on the same page, leads nowhere. */
function followed(link: string, from: URL): string | null {
  const url = URL.canParse(link, from.href) ? new URL(link, from) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || link.startsWith("#")) return null;
  if (url.host !== from.host) throw new MalformedError("a link to another host");
  url.protocol = from.protocol;
  url.hash = "";
  return url.href;
}

const LONGEST_CURSOR = 4_000;

function toNext(text: string | null): string | null {
  const next = text?.trim() ?? "";
  if (next.length > LONGEST_CURSOR) throw new MalformedError("the next page's cursor");
  return next === "" ? null : next;
}

/** A page without its hidden fields cannot be turned. */
function toForm(page: Document, names: readonly string[], { headers }: UpstreamAnswer): PostbackForm {
  const fields: Record<string, string> = {};
  for (const name of names) {
    const value = page.text(`input[name="${name}"]@value`);
    if (value !== null) fields[name] = value;
  }
  return { fields, cookies: cookiesOf(headers) };
}
