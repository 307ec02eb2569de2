import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { toMs } from "./dialect/duration.ts";
import { keptWindows } from "./dialect/kept-windows.ts";
import { kindList } from "./dialect/kind-list.ts";
import { fetchRecords, type ReadableList } from "./dialect/kind-records.ts";
import type { WindowAnswer } from "./dialect/list-page.ts";
import type { QuestionWords } from "./dialect/places.ts";
import type { SourceAsker } from "./dialect/source-asker.ts";
import type { KindFormat } from "./format/kind-format.ts";
import type { Manifest } from "./format/manifest-format.ts";
import { onDetail } from "./mapping/detail-fields.ts";
import { compileMapper } from "./mapping/map-record.ts";
import type { MappedRecord } from "./mapping/mapped-record.ts";
import { type FoundRecords, recordMemory } from "./record-memory.ts";

export interface ListQuestion {
  /** Free text, for kinds that the source searches by it; "" or absent for none. */
  readonly text?: string;
  /** By filter of the manifest: a canonical code that the manifest has a word for, or the source's own word. */
  readonly words: Readonly<Record<string, string>>;
  readonly offset: number;
  readonly limit: number;
  /** Offset and limit in the source's rows, of which some may be no records: for whoever reads all of it. Else in records. */
  readonly counting?: "rows" | undefined;
}

/** A platform told in a manifest, asked for records. Lists throw UpstreamError; look-ups return it at its place. */
export interface ManifestClient {
  /** A window of a kind's list, each record once. Every record that passes by is remembered. */
  list(kind: string, question: ListQuestion, context: CallContext): Promise<WindowAnswer>;
  /** Whole, with all that their details add; in the order of the ids; value null = nothing there. */
  records(kind: string, ids: readonly string[], context: CallContext): Promise<FoundRecords>;
  /** The same, without what only the details tell where a list told the rest: nobody is asked for that. */
  shown(kind: string, ids: readonly string[], context: CallContext): Promise<FoundRecords>;
  /** Whole ones that are remembered, also past their time; nobody is asked. */
  known(kind: string, ids: readonly string[]): readonly (Sourced<MappedRecord> | undefined)[];
  /** The source of the kind's list may not be asked now, by a rule of its own. */
  rests(kind: string): boolean;
}

/** No window of a list is larger. */
const MOST_ROWS_ASKED = 1_000;

/** The sources of a manifest by its names for them; null where the settings leave one off. */
export type ManifestSources = Readonly<Record<string, SourceAsker | null>>;

/** Compiles every kind; made once for the sources' lifetime. */
export function createManifestClient(manifest: Manifest, sources: ManifestSources): ManifestClient {
  const kinds = new Map(
    Object.entries(manifest.kinds).map(([name, kind]) => [name, kindClient(manifest, sources, { name, kind })]),
  );
  const kindOf = (name: string): KindClient => {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`the manifest ${manifest.code} has no kind ${name}`);
    return kind;
  };
  return {
    list: (kind, question, context) => kindOf(kind).list(question, context),
    records: (kind, ids, context) => kindOf(kind).records(ids, context),
    shown: (kind, ids, context) => kindOf(kind).shown(ids, context),
    known: (kind, ids) => kindOf(kind).known(ids),
    rests: (kind) => kindOf(kind).rests(),
  };
}

interface KindClient {
  list(question: ListQuestion, context: CallContext): Promise<WindowAnswer>;
  records(ids: readonly string[], context: CallContext): Promise<FoundRecords>;
  shown(ids: readonly string[], context: CallContext): Promise<FoundRecords>;
  known(ids: readonly string[]): readonly (Sourced<MappedRecord> | undefined)[];
  rests(): boolean;
}

interface NamedKind {
  readonly name: string;
  readonly kind: KindFormat;
}

function kindClient(manifest: Manifest, sources: ManifestSources, { name, kind }: NamedKind): KindClient {
  const nameOf = (source: string | undefined) => source ?? kind.list.source ?? Object.keys(manifest.sources)[0] ?? "";
  const needed = [kind.list, kind.detail, kind.batch].flatMap((part) =>
    part === undefined ? [] : nameOf(part.source),
  );
  const off = needed.find((source) => sources[source] == null);
  if (off !== undefined) return offClient(`${manifest.code}-${off}`);
  const askerOf = (source: string | undefined): SourceAsker => {
    const asker = sources[nameOf(source)];
    if (asker == null) throw new Error(`the manifest ${manifest.code} has no source ${nameOf(source)}`);
    return asker;
  };
  return openClient(manifest, { name, kind }, askerOf);
}

/** A kind whose source is switched off has nothing to ask. */
function offClient(source: string): KindClient {
  const error = () => new UpstreamError(source, { kind: "off" });
  const none: KindClient["records"] = (ids) => Promise.resolve(ids.map(error));
  return {
    list: () => Promise.reject(error()),
    records: none,
    shown: none,
    known: (ids) => ids.map(() => undefined),
    rests: () => false,
  };
}

function openClient(
  manifest: Manifest,
  { name, kind }: NamedKind,
  askerOf: (source: string | undefined) => SourceAsker,
): KindClient {
  const asker = askerOf(undefined);
  const { runtime } = asker;
  const slug = name.toLowerCase().replaceAll("_", "-");
  const ttlMs = { list: toMs(kind.cache.list), record: toMs(kind.cache.record) };
  const mapperFor = (page: KindFormat, format: KindFormat["list"]["decode"]["format"]) =>
    compileMapper(page, { kindName: name, licence: manifest.licence, sdl: manifest.sdl, format });
  const listMapper = mapperFor(kind, kind.list.decode.format);
  const list = kindList({
    asker,
    list: kind.list,
    operation: `list-${slug}`,
    ttlMs: ttlMs.list,
    map: ({ rows }) => rows.map((row) => listMapper.map(row)),
  });
  const memory = recordMemory(runtime, {
    kind: name,
    operation: `record-${slug}`,
    adds: kind.detail?.adds ?? [],
    ttlMs,
  });
  const readAndPrime: ReadableList["read"] = async (words, window, context) => {
    const found = await list.read(words ?? wordsOf(kind, "", {}), window, context);
    memory.prime(found.items);
    return found;
  };
  const listed = { read: readAndPrime, pageSize: list.pageSize };
  const readKept = keptWindows(listed, { skips: kind.skip !== undefined, source: runtime.code });
  const lookUp = kind.batch ?? kind.detail;
  const fetch = fetchRecords({
    kind,
    mapper: lookUp === undefined ? listMapper : mapperFor(onDetail(kind), lookUp.decode.format),
    name: slug,
    ttlMs: ttlMs.record,
    list: listed,
    clock: runtime.clock,
    askerOf,
  });
  return {
    list: async ({ text = "", words, offset, limit, counting }, context) => {
      const window = { offset: Math.max(0, offset), limit: Math.min(Math.max(0, limit), MOST_ROWS_ASKED) };
      const read = counting === "rows" ? readAndPrime : readKept;
      return read(wordsOf(kind, text, words), window, context);
    },
    records: (ids, context) => memory.whole(ids, fetch, context),
    shown: (ids, context) => memory.shown(ids, fetch, context),
    known: memory.known,
    rests: () => runtime.restsUntil() !== null,
  };
}

/** Only what the manifest says that the source looks at; a word for "all" stands under "". */
function wordsOf({ list: { search } }: KindFormat, text: string, asked: ListQuestion["words"]): QuestionWords {
  const words: Record<string, string> = search.text ? { text } : {};
  for (const filter of search.filters) {
    const value = asked[filter] ?? "";
    words[filter] = search.words[filter]?.[value] ?? value;
  }
  return words;
}
