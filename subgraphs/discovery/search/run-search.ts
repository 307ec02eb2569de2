import { othersOf } from "#subgraphs/discovery/find-records.ts";
import type { SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { readPageSize } from "#subgraphs/runtime/paging.ts";
import { createAskPage, INDEX_LISTS } from "./ask-page.ts";
import { planLists } from "./plan-lists.ts";
import { RecordList } from "./record-list.ts";
import type { OpenSearch, SearchDesk } from "./search-desk.ts";
import { readDeadline, readQuestion, type SearchArguments, type SearchQuestion } from "./search-question.ts";
import { type Positions, SearchSession, type SessionList, type SessionPage } from "./search-session.ts";
import { createWeigher } from "./weigh-record.ts";

export interface SearchLoad {
  /** Null where the hub keeps no index. */
  readonly summaries: SummaryIndex | null;
  readonly desk: SearchDesk;
}

/** One page of a search, with what its fields are made from. */
export interface SearchResult extends SessionPage {
  readonly question: SearchQuestion;
  readonly search: OpenSearch;
  readonly desk: SearchDesk;
  /** Hits of the session before this page. */
  readonly position: number;
  /** The cursor's session was gone. */
  readonly isResumed: boolean;
  readonly now: number;
}

type Context = NodeContext<SearchLoad>;

const USUAL_SIZE = 20;
/** Of the deadline, what is kept for the rest of the answer: at most half. */
const KEPT_MS = 100;
/** More is kept for each search that waits already: those of a crowd end one after the other, so that none ends late. */
const KEPT_FOR_EACH_MS = 2;
const MOST_KEPT_MS = 300;

/** Begins a search or goes on with one. Waits for no node beyond the deadline; what is under way then goes into the session. */
export async function runSearch(args: SearchArguments, context: Context): Promise<SearchResult> {
  const { desk } = context.load;
  const first = readPageSize(args.first, USUAL_SIZE);
  const deadlineMs = readDeadline(args.deadlineMs);
  const question = readQuestion(args, othersOf(context).directory.list());
  const cursor = args.after ? desk.seal.read(args.after, question.key) : null;
  const known = cursor === null ? undefined : desk.find(cursor.session);
  const search = known ?? openSearch(question, context, cursor?.positions ?? {});
  const position = known === undefined ? 0 : (cursor?.shown ?? 0);
  const patience = startPatience(deadlineMs, desk, context);
  try {
    const askOf = createAskPage(question, search, context);
    const wanted = { position, first, askOf, patience: patience.over, now: desk.timer.now };
    const page = await search.session.page(wanted);
    const isResumed = cursor !== null && known === undefined;
    return { ...page, question, search, desk, position, isResumed, now: desk.timer.now() };
  } finally {
    patience.end();
    desk.keep(search);
  }
}

function openSearch(question: SearchQuestion, context: Context, start: Positions): OpenSearch {
  const live = planLists(question, othersOf(context).directory.list());
  const index = context.load.summaries === null ? [] : indexLists(question);
  const lists: SessionList[] = [
    ...live.map(({ key, kind }) => ({ list: new RecordList(key, start[key]), origin: "LIVE" as const, kind })),
    ...index.map((key) => ({ list: new RecordList(key, start[key]), origin: "INDEX" as const, kind: null })),
  ];
  return {
    session: new SearchSession(context.load.desk.newId(), lists, createWeigher(question)),
    live: new Map(live.map((list) => [list.key, list])),
    indexed: { facets: [], nodes: new Map() },
  };
}

function indexLists({ text, numbers }: SearchQuestion): readonly string[] {
  return [
    ...(numbers.length > 0 ? [INDEX_LISTS.numbers] : []),
    ...(text !== null || numbers.length === 0 ? [INDEX_LISTS.words] : []),
  ];
}

/** Ends before the search's own deadline (counted from the request's coming), before the request's, and when the client leaves. */
function startPatience(deadlineMs: number, { timer, crowd }: SearchDesk, { call }: Context) {
  const wanted = Math.min(MOST_KEPT_MS, KEPT_MS + crowd.size * KEPT_FOR_EACH_MS);
  const kept = Math.min(wanted, deadlineMs / 2);
  const now = timer.now();
  const left = Math.min((call.arrivedAt ?? now) + deadlineMs, call.deadline) - kept - now;
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timer.after(Math.max(0, left), resolve);
  const leave = () => resolve();
  call.signal.addEventListener("abort", leave, { once: true });
  crowd.add(promise);
  return {
    over: promise,
    end: () => {
      crowd.delete(promise);
      cancel();
      call.signal.removeEventListener("abort", leave);
    },
  };
}
