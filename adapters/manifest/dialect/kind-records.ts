import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { RecordMapper } from "#adapters/manifest/mapping/map-record.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { askInChunks } from "#adapters/runtime/ask-in-chunks.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { ListWindow, WindowAnswer } from "./list-page.ts";
import type { QuestionWords } from "./places.ts";
import { asRecord } from "./recognise.ts";
import type { AskFormat, SourceAsker } from "./source-asker.ts";

type Found = ReadonlyMap<string, MappedRecord | UpstreamError>;

/** Asks for records by their ids; what is not in the answer does not exist. */
export type FetchRecords = (ids: readonly string[], context: CallContext) => Promise<Sourced<Found>>;

/** A kind's list; without words the whole of it. */
export interface ReadableList {
  read(words: QuestionWords | null, window: ListWindow, context: CallContext): Promise<WindowAnswer>;
  readonly pageSize: number | null;
}

export interface KindRecordsOptions {
  readonly kind: KindFormat;
  readonly mapper: RecordMapper;
  readonly name: string;
  readonly ttlMs: number;
  readonly list: ReadableList;
  readonly clock: Clock;
  /** Of the detail and the batch; the list's own where they name none. */
  readonly askerOf: (source: string | undefined) => SourceAsker;
}

/** How a kind's records are looked up: many at once, one by one, or by reading through the list where there is neither. */
export function fetchRecords(options: KindRecordsOptions): FetchRecords {
  const { kind } = options;
  if (kind.batch !== undefined) return byBatch(kind.batch, options);
  return kind.detail === undefined ? throughList(options) : byDetail(kind.detail, options);
}

/** Ids come from clients: what can be none (a step of a path, control signs) is not asked for. */
function isAskable(id: string): boolean {
  return /^[^\p{Cc}]{1,200}$/u.test(id) && !/^\.{1,2}$/.test(id);
}

function byDetail(detail: NonNullable<KindFormat["detail"]>, options: KindRecordsOptions): FetchRecords {
  const { mapper, name, ttlMs, clock, askerOf } = options;
  const asker = askerOf(detail.source);
  const told = { format: detail.decode.format, success: asker.format.success };
  const ask = asker.compile<MappedRecord>({
    operation: `detail-${name}`,
    request: detail.request,
    decode: detail.decode,
    ttlMs,
    // Some portals answer an unknown id with another record.
    read: ({ rows }, { words: { id = "" } }) => {
      const records = rows.map((row) => mapper.map(row, rows.length === 1 ? id : undefined));
      const record = records.find((candidate) => candidate?.id === id);
      return record == null ? null : asRecord(record, mapper, told);
    },
  });
  return (ids, context) => one(ids.filter(isAskable), { ask, context, now: clock.now() });
}

interface AskingOne {
  readonly ask: AskFormat<MappedRecord>;
  readonly context: CallContext;
  readonly now: number;
}

/** Each by itself; a failure stays with its own id. */
function one(ids: readonly string[], { ask, context, now }: AskingOne): Promise<Sourced<Found>> {
  return askInChunks(ids, {
    size: 1,
    now,
    ask: async ([id = ""]) => {
      const answer = await ask({ words: { id } }, context);
      return { ...answer, value: new Map(answer.value === null ? [] : [[id, answer.value]]) };
    },
  });
}

function byBatch(batch: NonNullable<KindFormat["batch"]>, options: KindRecordsOptions): FetchRecords {
  const { mapper, name, ttlMs, clock, askerOf } = options;
  const { separator, size } = batch;
  const ask = askerOf(batch.source).compile<BatchAnswer>({
    operation: `batch-${name}`,
    request: batch.request,
    decode: batch.decode,
    ttlMs,
    read: ({ rows, total }) => {
      const records = rows.map((row) => mapper.map(row));
      return { records: records.filter((record) => record !== null), isCut: total !== null && total > rows.length };
    },
  });
  const isOne = (id: string) => isAskable(id) && (separator === "" || !id.includes(separator));
  return (ids, context) => {
    const askMany = async (chunk: readonly string[]): Promise<Sourced<ReadonlyMap<string, MappedRecord>>> => {
      const answer = await ask({ words: { ids: chunk.join(separator) }, ids: chunk }, context);
      const { records, isCut } = answer.value ?? { records: [], isCut: false };
      const known = new Map(records.map((record) => [record.id, record]));
      const isWhole = !isCut || chunk.length === 1 || chunk.every((id) => known.has(id));
      return isWhole ? { ...answer, value: known } : halves(chunk, askMany);
    };
    return askInChunks(ids.filter(isOne), { size, now: clock.now(), ask: askMany });
  };
}

interface BatchAnswer {
  readonly records: readonly MappedRecord[];
  /** The source has more for these ids than its answer holds. */
  readonly isCut: boolean;
}

async function halves(
  chunk: readonly string[],
  ask: (part: readonly string[]) => Promise<Sourced<ReadonlyMap<string, MappedRecord>>>,
): Promise<Sourced<ReadonlyMap<string, MappedRecord>>> {
  const middle = Math.ceil(chunk.length / 2);
  const [a, b] = await Promise.all([ask(chunk.slice(0, middle)), ask(chunk.slice(middle))]);
  const freshness = a.freshness === "STALE" ? "STALE" : b.freshness;
  return { value: new Map([...a.value, ...b.value]), fetchedAt: Math.min(a.fetchedAt, b.fetchedAt), freshness };
}

/** No look-up reads further; what is not found by then is not said not to exist. */
const MOST_PAGES_READ = 40;
const WHOLE_WINDOW = 20_000;

type Origin = Pick<Sourced<unknown>, "fetchedAt" | "freshness">;

/** The list from its beginning, until all are found or it has ended. */
function throughList({ list, clock, askerOf }: KindRecordsOptions): FetchRecords {
  const size = list.pageSize ?? WHOLE_WINDOW;
  return async (ids, context) => {
    const missing = new Set(ids);
    const found = new Map<string, MappedRecord | UpstreamError>();
    let origin: Origin = { fetchedAt: clock.now(), freshness: "FRESH" };
    for (let page = 0; missing.size > 0 && page < MOST_PAGES_READ; page++) {
      const answer = await list.read(null, { offset: page * size, limit: size }, context);
      for (const { value, ...own } of answer.items) {
        if (missing.delete(value.id)) found.set(value.id, value);
        origin = older(origin, own);
      }
      if (isOver(answer, (page + 1) * size)) return { value: found, ...origin };
    }
    const error = new UpstreamError(askerOf(undefined).runtime.code, { kind: "over-budget" });
    for (const id of missing) found.set(id, error);
    return { value: found, ...origin };
  };
}

function isOver({ items, hidden = 0, total, relation }: WindowAnswer, readTo: number): boolean {
  return (relation === "EXACT" && readTo >= total) || items.length + hidden === 0;
}

function older(a: Origin, b: Origin): Origin {
  if (b.fetchedAt >= a.fetchedAt && b.freshness === a.freshness) return a;
  return {
    fetchedAt: Math.min(a.fetchedAt, b.fetchedAt),
    freshness: a.freshness === "STALE" ? "STALE" : b.freshness,
  };
}
