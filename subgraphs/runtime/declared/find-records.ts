import { pushDown } from "#adapters/manifest/search/push-down.ts";
import type { ListedRecords } from "#adapters/manifest/search/record-finder.ts";
import { type RecordQuestion, type RecordTest, recordTest } from "#adapters/manifest/search/record-test.ts";
import { untoldConditions } from "#adapters/manifest/search/untold-conditions.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { FoundItem, FoundPage, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { cannotAnswer, checkDetails, MOST_CHECKED, subjectOf } from "./check-details.ts";
import { type DeclaredContext, type DeclaredKind, WINDOWS_OF_SERVICE } from "./declared-kind.ts";
import { orHarvested } from "./harvested-instead.ts";
import { recordQuestion } from "./record-question.ts";
import { summaryOf } from "./record-summary.ts";

/** Where something is left to be looked at here, so many records are read, no further. */
const FULL_LIST = 1_000;
const NOTHING: FoundPage = { items: [], total: 0, relation: "EXACT" };

/** What the source's own search takes it takes; the rest is filtered here over a bounded read of its list. */
export async function findRecords(
  kind: DeclaredKind,
  search: NodeSearch,
  context: DeclaredContext,
): Promise<FoundPage> {
  if (search.about?.typeName === "ServiceWindow") return servicesOfWindow(kind, search, context);
  const question = recordQuestion(search);
  if (question === null) return NOTHING;
  const window = { offset: search.offset, limit: search.first };
  const ask = (asking: DeclaredContext) => findAtSource(kind, { question, search }, asking);
  return toPage(kind, await orHarvested(kind, { question, window }, context, ask), search);
}

interface Asked {
  readonly question: RecordQuestion;
  readonly search: NodeSearch;
}

async function findAtSource(
  kind: DeclaredKind,
  { question, search }: Asked,
  context: DeclaredContext,
): Promise<ListedRecords> {
  const client = context.load.client();
  const window = { offset: search.offset, limit: search.first };
  const finder = client.finder?.(kind.kind) ?? null;
  if (finder !== null) return finder(question, window, context.call);
  const { text, words, rest, sendsNumber } = pushDown(question, kind.format.list.search);
  const asked = { words, ...(text === undefined ? {} : { text }) };
  const test = recordTest(kind.kind, rest);
  const untold = untoldConditions(kind.kind, kind.format, rest);
  const [refused] = [...untold.filters, ...(untold.subject && !sendsNumber ? [subjectOf(question)] : [])];
  if (refused !== undefined) throw cannotAnswer(refused);
  if (test === null) return client.list(kind.kind, { ...asked, ...window }, context.call);
  if (untold.subject) {
    const rows = await client.list(kind.kind, { ...asked, offset: 0, limit: MOST_CHECKED + 1 }, context.call);
    return cut(await checkDetails(kind, rows, test, context), test, search);
  }
  const all = await client.list(kind.kind, { ...asked, offset: 0, limit: FULL_LIST }, context.call);
  const { relation, ...found } = cut(all, test, search);
  return { ...found, relation: untold.text ? "AT_LEAST" : relation };
}

/** All records that pass, of the first thousand. */
export async function readFiltered(
  kind: DeclaredKind,
  test: RecordTest,
  context: DeclaredContext,
): Promise<ListedRecords> {
  const window = { offset: 0, limit: FULL_LIST };
  const all = await orHarvested(kind, { question: {}, window }, context, async ({ load, call }) => {
    const client = load.client();
    const finder = client.finder?.(kind.kind) ?? null;
    return finder?.({}, window, call) ?? client.list(kind.kind, { words: {}, ...window }, call);
  });
  return cut(all, test, { offset: 0, first: FULL_LIST });
}

/** The test of the services of one window, by its number; nothing else is said of services by windows. */
export function atWindow(number: string): RecordTest {
  return ({ fields }) => {
    const numbers = fields[WINDOWS_OF_SERVICE];
    return Array.isArray(numbers) ? numbers.some((one) => one === number) : numbers === number;
  };
}

/** By the window's number, which the kinds SERVICE and SERVICE_WINDOW share. */
async function servicesOfWindow(kind: DeclaredKind, search: NodeSearch, context: DeclaredContext): Promise<FoundPage> {
  if (kind.format.detail?.adds.includes(WINDOWS_OF_SERVICE)) throw cannotAnswer(WINDOWS_OF_SERVICE);
  const number = await context.load.windowNumber(search.about?.key ?? "");
  if (number === null) return NOTHING;
  const { about: _, ...others } = search;
  const question = recordQuestion(others);
  const rest = question === null ? null : recordTest(kind.kind, question);
  const isThere = atWindow(number);
  const found = await readFiltered(kind, (record) => isThere(record) && (rest?.(record) ?? true), context);
  return toPage(
    kind,
    cut(found, () => true, search),
    search,
  );
}

function cut(
  { items, total, relation }: ListedRecords,
  test: RecordTest,
  { offset, first }: Pick<NodeSearch, "offset" | "first">,
): ListedRecords {
  const found = items.filter(({ value }) => test(value));
  const isWhole = relation === "EXACT" && total <= FULL_LIST;
  return {
    items: found.slice(offset, offset + first),
    total: found.length,
    relation: isWhole ? "EXACT" : "AT_LEAST",
  };
}

/** What a window has no record for keeps its place, so that pages do not shift. */
function toPage(
  kind: DeclaredKind,
  { items, places, total, relation }: ListedRecords,
  search: Pick<NodeSearch, "first" | "offset">,
): FoundPage {
  const due = relation === "EXACT" ? Math.min(search.first, Math.max(0, total - search.offset)) : 0;
  const last = places?.at(-1) ?? items.length - 1;
  const found: (FoundItem | null)[] = Array.from({ length: Math.max(due, last + 1) }, () => null);
  for (const [index, record] of items.entries()) found[places?.[index] ?? index] = toItem(kind, record);
  return { items: found, total, relation };
}

export function toItem(kind: DeclaredKind, record: ListedRecords["items"][number]): FoundItem | null {
  const id = idOf(kind.typeName, record.value.id);
  return id === null ? null : { id, summary: summaryOf(kind, record) };
}

/** Null where the source's id is too long, or no text. */
function idOf(typeName: string, recordId: string): string | null {
  try {
    return encodeNodeId(typeName, recordId);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
