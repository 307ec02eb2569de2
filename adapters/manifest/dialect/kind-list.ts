import { createHash } from "node:crypto";
import type { KindFormat, PagingFormat } from "#adapters/manifest/format/kind-format.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import { byWords } from "./by-words.ts";
import type { RowPage } from "./decode-page.ts";
import { type ListPage, type ListWindow, NO_PAGE, type WindowAnswer } from "./list-page.ts";
import type { Question, QuestionWords } from "./places.ts";
import { ChainMarks, readChained } from "./read-chained.ts";
import { type PageShape, readNumbered } from "./read-numbered.ts";
import { readPostback } from "./read-postback.ts";
import { readUnfilled } from "./read-unfilled.ts";
import { assertList } from "./recognise.ts";
import type { Row } from "./row.ts";
import type { AskFormat, SourceAsker, Turning } from "./source-asker.ts";

/** A kind's list as its source pages it. */
export interface KindList {
  /** A window of what the words find, each record once, in the source's order, counted in its rows. Throws UpstreamError. */
  read(words: QuestionWords, window: ListWindow, context: CallContext): Promise<WindowAnswer>;
  /** Rows that one page of it holds; null where it comes whole. */
  readonly pageSize: number | null;
}

export interface KindListOptions {
  readonly asker: SourceAsker;
  readonly list: KindFormat["list"];
  readonly operation: string;
  readonly ttlMs: number;
  readonly map: (page: RowPage) => readonly (MappedRecord | null)[];
}

/** Where a source names no end of its own, a list is read no further than this. */
const MOST_PAGES = 100_000;
const MOST_CHAIN_PAGES = 2_000;

export function kindList({ asker, list, operation, ttlMs, map }: KindListOptions): KindList {
  const { request, decode, paging } = list;
  const asked = { operation, decode, paging, ttlMs };
  const read = (page: RowPage, question: Question): ListPage => {
    assertList(page, list, asker.format, question);
    const records = map(page);
    const isHidden = records.length > 0 && records.every((record) => record === null);
    const { total, next, form } = page;
    return { records, total, next, form, print: isHidden ? printOf(page.rows) : null };
  };
  const ask = asker.compile<ListPage>({ ...asked, request, read });
  switch (paging.type) {
    case "none":
      return { pageSize: null, read: (words, window, context) => readWhole(ask, words, { window, context }) };
    case "page":
    case "offset":
      return numbered(ask, paging);
    case "postback":
      return { pageSize: paging.size, read: readPostback(ask, paging, shapeOf(paging)) };
    case "resumption": {
      const further = asker.compile<ListPage>({ ...asked, request: onlyToken(request), read });
      return chained((cursor) => (cursor === null ? ask : further), paging);
    }
    default:
      return chained(() => ask, paging);
  }
}

function printOf(rows: readonly Row[]): string {
  return createHash("sha256")
    .update(rows.map(({ raw }) => raw).join("\n"))
    .digest("base64url");
}

type Ask = AskFormat<ListPage>;

async function readWhole(
  ask: Ask,
  words: QuestionWords,
  { window, context }: { readonly window: ListWindow; readonly context: CallContext },
): Promise<WindowAnswer> {
  const { value, fetchedAt, freshness } = found(await ask({ words }, context));
  const records = distinct(value.records);
  const items = records.slice(window.offset, window.offset + window.limit);
  return {
    items: items.map((record) => ({ value: record, fetchedAt, freshness })),
    total: records.length,
    relation: value.total !== null && value.total > value.records.length ? "AT_LEAST" : "EXACT",
  };
}

/** All rows are at hand, so that records are counted and not rows: those that are none to be shown, and repeated ones, take no place. */
function distinct(rows: ListPage["records"]): readonly MappedRecord[] {
  const byId = new Map<string, MappedRecord>();
  for (const record of rows) if (record !== null && !byId.has(record.id)) byId.set(record.id, record);
  return [...byId.values()];
}

type Numbered = Extract<PagingFormat, { readonly type: "page" | "offset" }>;

function numbered(ask: Ask, paging: Numbered): KindList {
  const shape = shapeOf(paging);
  const known = byWords(() => new ChainMarks());
  const asking = (words: QuestionWords, context: CallContext) => async (index: number, size: number) => {
    const own = {
      page: String(paging.first + index),
      offset: String((paging.type === "offset" ? paging.first : 0) + index * size),
      size: String(size),
    };
    return found(await ask({ words: { ...words, ...own } }, context));
  };
  return {
    pageSize: paging.size,
    read: (words, window, context) =>
      paging.shortPages
        ? readUnfilled(asking(words, context), window, { ...shape, marks: known(words) })
        : readNumbered(asking(words, context), window, shape),
  };
}

function shapeOf({
  size,
  maxPages = MOST_PAGES,
}: {
  readonly size: number;
  readonly maxPages?: number | undefined;
}): PageShape {
  return { size, maxPages, learnt: null };
}

type Chained = Extract<PagingFormat, { readonly type: "cursor" | "link" | "resumption" }>;

function chained(
  askOf: (cursor: string | null) => Ask,
  { type, size, maxPages = MOST_CHAIN_PAGES }: Chained,
): KindList {
  const known = byWords(() => new ChainMarks());
  return {
    pageSize: size,
    read: (words, window, context) => {
      const marks = known(words);
      const ask = async (cursor: string | null) => {
        const turning: Turning = type === "link" && cursor !== null ? { link: cursor } : {};
        const own = { size: String(size), cursor: cursor ?? "" };
        return found(await askOf(cursor)({ words: { ...words, ...own } }, context, turning));
      };
      return readChained(ask, window, { maxPages, marks });
    },
  };
}

/** OAI-PMH 2.0, section 3.5: with a token nothing else is sent but the verb. */
function onlyToken(request: KindFormat["list"]["request"]): KindFormat["list"]["request"] {
  const kept = (named: Readonly<Record<string, string>> | undefined) =>
    named &&
    Object.fromEntries(Object.entries(named).filter(([name, text]) => name === "verb" || text.includes("{cursor}")));
  return { ...request, query: kept(request.query), form: kept(request.form) };
}

function found(answer: Sourced<ListPage | null>): Sourced<ListPage> {
  return { ...answer, value: answer.value ?? NO_PAGE };
}
