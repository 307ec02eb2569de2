import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { onDetail } from "#adapters/manifest/mapping/detail-fields.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { OpenManifest } from "./open-manifest.ts";
import { detailNotes, type PathNote } from "./path-notes.ts";
import { tellFailure } from "./sample-kind.ts";
import type { TriedRecord } from "./try-kind.ts";

/** A record as its own page tells it, or why it cannot be shown. */
export interface TriedDetail {
  readonly id: string;
  readonly tried: TriedRecord | null;
  /** Paths that lead nowhere there. */
  readonly notes: readonly PathNote[];
  readonly failure: Bilingual | null;
}

export interface TryDetailOptions {
  readonly kind: string;
  readonly id: string;
  readonly signal: AbortSignal;
}

/** One record's own page, mapped, beside what the source gave. Never throws for what the source does. */
export async function tryDetail(
  manifest: Manifest,
  open: OpenManifest,
  { kind, id, signal }: TryDetailOptions,
): Promise<TriedDetail> {
  const format = manifest.kinds[kind];
  if (format?.detail === undefined) return { id, tried: null, notes: [], failure: NO_DETAIL };
  const asker = open.sources[format.detail.source ?? format.list.source ?? Object.keys(manifest.sources)[0] ?? ""];
  if (asker == null) return { id, tried: null, notes: [], failure: SOURCE_OFF };
  const { detail } = format;
  const mapper = compileMapper(onDetail(format), { ...manifest, kindName: kind, format: detail.decode.format });
  let notes: readonly PathNote[] = [];
  const ask = asker.compile<TriedRecord>({
    operation: "try-detail",
    request: detail.request,
    decode: detail.decode,
    ttlMs: 0,
    read: ({ rows }) => {
      for (const row of rows) {
        const record = mapper.map(row, rows.length === 1 ? id : undefined);
        if (record?.id !== id) continue;
        notes = detailNotes(format, [row]);
        return { record, raw: row.raw };
      }
      return null;
    },
  });
  try {
    const { value } = await ask({ words: { id } }, open.context(signal));
    return { id, tried: value, notes, failure: value === null ? NOT_THERE : null };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { id, tried: null, notes, failure: tellFailure(error) };
  }
}

const NO_DETAIL = { zh: "清单没有说明这个种类的详情", en: "the manifest tells no detail of this kind" };
const NOT_THERE = { zh: "详情中没有这条记录", en: "there is no such record in the detail" };
const SOURCE_OFF = { zh: "数据源缺少密钥，未启用", en: "the source lacks a secret and is off" };
