import { toMs } from "#adapters/manifest/dialect/duration.ts";
import { misfitsOf } from "#adapters/manifest/dialect/fit-lines.ts";
import { keptWindows } from "#adapters/manifest/dialect/kept-windows.ts";
import { kindList } from "#adapters/manifest/dialect/kind-list.ts";
import type { Row } from "#adapters/manifest/dialect/row.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import { type MappedRecord, NO_REFUSALS, type Refusal } from "#adapters/manifest/mapping/mapped-record.ts";
import { sourceOfKind } from "#adapters/manifest/snapshot/snapshot-source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type LeftOutLine, leftOutOf } from "./left-out-lines.ts";
import type { OpenManifest } from "./open-manifest.ts";
import { pathNotes, rowsNote, totalNote } from "./path-notes.ts";
import { isResting } from "./resting-sources.ts";
import { tellFailure } from "./sample-kind.ts";
import { type TriedDetail, tryDetail } from "./try-detail.ts";
import { waitOut } from "./wait-out.ts";

/** A record as it would stand in the graph, beside what the source gave. */
export interface TriedRecord {
  readonly record: MappedRecord;
  readonly raw: string;
}

export interface TriedKind {
  readonly kind: string;
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
  readonly records: readonly TriedRecord[];
  /** Rows that became no record. */
  readonly refusals: Readonly<Record<Refusal, number>>;
  /** Lines of a table that were left out, the first of them: nobody knows which of their cells stand under the wrong names. */
  readonly leftOut: readonly LeftOutLine[];
  /** One of them as its own page tells it; absent where the kind has no such page, or none was asked for. */
  readonly detail?: TriedDetail;
  /** What is odd about the answer as a whole: paths that lead nowhere, a total without rows. */
  readonly notes: readonly (Bilingual & { readonly field: string | null })[];
  /** The list could not be read. */
  readonly failure: Bilingual | null;
  /** Not asked, by the owner's own word; absent where it was. */
  readonly isNotNow?: true;
}

export interface TryOptions {
  readonly kind: string;
  readonly text: string;
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Whose own page is shown; that of the first record where fields stand there alone. */
  readonly detail?: string | undefined;
}

/** The beginning of a kind's list, each record beside its raw row, and one record's own page. Never throws for what the source does. */
export async function tryKind(manifest: Manifest, open: OpenManifest, options: TryOptions): Promise<TriedKind> {
  const tried = await tryList(manifest, open, options);
  const { kind, signal } = options;
  const { adds = [] } = manifest.kinds[kind]?.detail ?? {};
  const id = options.detail ?? (adds.length > 0 ? tried.records[0]?.record.id : undefined);
  return id === undefined ? tried : { ...tried, detail: await tryDetail(manifest, open, { kind, id, signal }) };
}

async function tryList(
  manifest: Manifest,
  open: OpenManifest,
  { kind, text, limit, signal }: TryOptions,
): Promise<TriedKind> {
  const format = manifest.kinds[kind];
  const asker = open.sources[format?.list.source ?? Object.keys(manifest.sources)[0] ?? ""];
  if (manifest.sources[sourceOfKind(manifest, kind)]?.snapshot !== undefined)
    return tryFiles(open, { kind, text, limit, signal });
  const nothing = {
    kind,
    total: 0,
    relation: "EXACT",
    records: [],
    refusals: NO_REFUSALS,
    leftOut: [],
    notes: [],
  } as const;
  if (format === undefined || asker === undefined) return { ...nothing, failure: noKind(manifest) };
  if (asker === null) return { ...nothing, failure: SOURCE_OFF };
  const mapper = compileMapper(format, {
    kindName: kind,
    licence: manifest.licence,
    sdl: manifest.sdl,
    format: format.list.decode.format,
  });
  const raws = new Map<string, string>();
  const seen: Row[] = [];
  let rowless = 0;
  let hasTotal = format.list.decode.total === undefined;
  const list = kindList({
    asker,
    list: format.list,
    operation: "try",
    ttlMs: toMs(format.cache.list),
    map: ({ rows, total: told }) => {
      seen.push(...rows);
      hasTotal ||= told !== null;
      if (seen.length === 0) rowless = Math.max(rowless, told ?? 0);
      return rows.map((row) => {
        const record = mapper.map(row);
        if (record !== null) raws.set(record.id, row.raw);
        return record;
      });
    },
  });
  try {
    const window = { offset: 0, limit };
    const context = open.context(signal);
    const read = keptWindows(list, { skips: format.skip !== undefined, source: asker.runtime.code });
    const { items, total, relation } = await waitOut(() => read(wordsOf(format, text), window, context), context);
    const records = items.map(({ value }) => ({ record: value, raw: raws.get(value.id) ?? "" }));
    const leftOut = leftOutOf(misfitsOf(seen));
    const fitting = seen.filter(({ misfit }) => misfit === undefined);
    const notes = pathNotes(format, fitting).map(({ field, message }) => ({ field, ...message }));
    const missing = seen.length === 0 && rowless > 0 ? [{ field: null, ...rowsNote(format, rowless) }] : [];
    const untold = seen.length > 0 && !hasTotal ? [{ field: null, ...totalNote(format) }] : [];
    const told = { leftOut, notes: [...missing, ...untold, ...notes], failure: null };
    return { kind, total, relation, records, refusals: mapper.refusals, ...told };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return {
      ...nothing,
      refusals: mapper.refusals,
      failure: tellFailure(error),
      ...(isResting(error) ? { isNotNow: true } : {}),
    };
  }
}

/** Of signed files a record has no row of its own to be shown. */
async function tryFiles(open: OpenManifest, { kind, text, limit, signal }: TryOptions): Promise<TriedKind> {
  const told = { kind, refusals: NO_REFUSALS, notes: [] };
  try {
    const question = { text, words: {}, offset: 0, limit };
    const { items, total, relation } = await open.client.list(kind, question, open.context(signal));
    const records = items.map(({ value }) => ({ record: value, raw: "" }));
    return { ...told, total, relation, records, leftOut: leftOutOf(open.fileMisfits(kind)), failure: null };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { ...told, total: 0, relation: "EXACT", records: [], leftOut: [], failure: tellFailure(error) };
  }
}

function wordsOf({ list: { search } }: Manifest["kinds"][string], text: string): Readonly<Record<string, string>> {
  const filters = search.filters.map((filter) => [filter, search.words[filter]?.[""] ?? ""]);
  return { ...Object.fromEntries(filters), ...(search.text ? { text } : {}) };
}

function noKind({ kinds }: Manifest): Bilingual {
  const there = Object.keys(kinds).join(", ");
  return { zh: `清单没有这个种类；有 ${there}`, en: `the manifest has no such kind; there are ${there}` };
}

const SOURCE_OFF = { zh: "数据源缺少密钥，未启用", en: "the source lacks a secret and is off" };
