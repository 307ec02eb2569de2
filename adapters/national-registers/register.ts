import { askInChunks } from "#adapters/runtime/ask-in-chunks.ts";
import { loadRecords } from "#adapters/runtime/load-records.ts";
import { readWindow, type Window } from "#adapters/runtime/read-window.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { entriesDecoder, listDecoder, type RowSchema } from "./decode/envelope.ts";
import type { RightsRegister } from "./records.ts";
import { entriesRequest, listRequest } from "./requests.ts";
import { SOURCE_CODE } from "./source-code.ts";

const RECORD_TTL_MS = 24 * 3_600_000;
const PAGE_SIZE = 50;
/** The register counts and hands out no further. */
const RESULT_CAP = 5_000;

/** How one of the registers is asked and read. `Row` is what a line of it says, `Entry` what the lines of one number come to. */
export interface RegisterSpec<Row, Entry> {
  /** Path segment: `Trademark`. */
  readonly path: string;
  /** Metrics and caches know it by this: `trademarks`. */
  readonly kind: string;
  /** Null where the row's number cannot be read. */
  readonly row: RowSchema<Row | null>;
  numberOf(row: Row): string;
  /** The entries that the rows of one number make. */
  assemble(rows: readonly Row[]): readonly Entry[];
  /**
   * What a line of a list is: WHOLE, all there is under its number; ONE_OF_SEVERAL, an entry beside which the number may
   * have others; NUMBER, nothing but the number, to be looked up.
   */
  readonly listed: "WHOLE" | "ONE_OF_SEVERAL" | "NUMBER";
}

interface RegisterParts<Row, Entry> {
  readonly spec: RegisterSpec<Row, Entry>;
  readonly runtime: SourceRuntime;
  readonly baseUrl: string;
  readonly cache: RecordCache<readonly Entry[]>;
}

/** One register behind `baseUrl`: lists prime look-ups where a row says everything, and are completed by them where it does not. */
export function createRegister<Row, Entry>(
  runtime: SourceRuntime,
  baseUrl: string,
  spec: RegisterSpec<Row, Entry>,
): RightsRegister<Entry> {
  const cache = runtime.records<readonly Entry[]>(spec.kind, { ttlMs: RECORD_TTL_MS });
  const parts = { spec, runtime, baseUrl, cache };
  const byNumbers = lookUp(parts);
  return { byNumbers, search: find(parts, byNumbers) };
}

type ByNumbers<Entry> = RightsRegister<Entry>["byNumbers"];

function lookUp<Row, Entry>({ spec, runtime, baseUrl, cache }: RegisterParts<Row, Entry>): ByNumbers<Entry> {
  const decode = entriesDecoder(spec.row);
  const { clock } = runtime;
  return (numbers, context) =>
    loadRecords({
      cache,
      ids: numbers,
      fetchMissing: (missing, own) =>
        askInChunks(missing, {
          size: PAGE_SIZE,
          now: clock.now(),
          ask: async (chunk) => {
            const { value, ...origin } = await runtime.call(entriesRequest(spec, baseUrl, chunk, decode), own);
            return { ...origin, value: byNumber(value, spec) };
          },
        }),
      source: SOURCE_CODE,
      operation: `${spec.kind}-by-number`,
      clock,
      context,
    });
}

function byNumber<Row, Entry>(
  rows: readonly (Row | null)[],
  { numberOf, assemble }: RegisterSpec<Row, Entry>,
): ReadonlyMap<string, readonly Entry[]> {
  const readable = rows.filter((row) => row !== null);
  return new Map([...Map.groupBy(readable, numberOf)].map(([number, group]) => [number, assemble(group)]));
}

function find<Row, Entry>(
  { spec, runtime, baseUrl, cache }: RegisterParts<Row, Entry>,
  byNumbers: ByNumbers<Entry>,
): RightsRegister<Entry>["search"] {
  const decode = listDecoder(spec.row);
  const { clock } = runtime;
  return async ({ offset, limit, ...asked }, context) => {
    // To the register an empty list of alternatives would mean that there is no condition.
    if (asked.numbers?.length === 0 || asked.regions?.size === 0) return nothing(clock.now());
    const found = await readWindow({ offset, limit, pageSize: PAGE_SIZE, cap: RESULT_CAP }, (pageIndex) =>
      runtime.call(listRequest(spec, baseUrl, { ...asked, pageIndex, pageSize: PAGE_SIZE, decode }), context),
    );
    const { items: rows, total } = found.value;
    if (spec.listed === "NUMBER") {
      return { ...found, value: { items: await completed(rows, spec, byNumbers, context), total } };
    }
    const items = rows.map((row) => (row === null ? null : (spec.assemble([row])[0] ?? null)));
    if (spec.listed === "WHOLE") prime(cache, rows, items, { ...found, value: spec });
    return { ...found, value: { items, total } };
  };
}

function nothing(now: number): Sourced<Window<never>> {
  return { value: { items: [], total: { value: 0, relation: "EXACT" } }, fetchedAt: now, freshness: "FRESH" };
}

/** The entries whose numbers a list named. A list that cannot be completed is no list. */
async function completed<Row, Entry>(
  ...[rows, { numberOf }, byNumbers, context]: [
    rows: readonly (Row | null)[],
    spec: RegisterSpec<Row, Entry>,
    byNumbers: ByNumbers<Entry>,
    context: CallContext,
  ]
): Promise<readonly (Entry | null)[]> {
  const numbers = [...new Set(rows.flatMap((row) => (row === null ? [] : [numberOf(row)])))];
  const loaded = await byNumbers(numbers, context);
  const entries = new Map(numbers.map((number, index) => [number, loaded[index]]));
  return rows.map((row) => {
    const entry = row === null ? undefined : entries.get(numberOf(row));
    if (entry instanceof Error) throw entry;
    return entry?.value?.[0] ?? null;
  });
}

function prime<Row, Entry>(
  ...[cache, rows, entries, { value: spec, ...origin }]: [
    cache: RecordCache<readonly Entry[]>,
    rows: readonly (Row | null)[],
    entries: readonly (Entry | null)[],
    spec: Sourced<RegisterSpec<Row, Entry>>,
  ]
): void {
  for (const [index, row] of rows.entries()) {
    const entry = entries[index] ?? null;
    if (row !== null && entry !== null) cache.prime(spec.numberOf(row), { ...origin, value: [entry] });
  }
}
