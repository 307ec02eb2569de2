import type { WindowAnswer } from "#adapters/manifest/dialect/list-page.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { reasonOfFailure } from "#schema/failure-reason.ts";
import type { CheckRun } from "./check-run.ts";
import { failureWords } from "./failure-words.ts";
import type { OpenManifest } from "./open-manifest.ts";
import { isResting } from "./resting-sources.ts";

/** A kind as the checks ask for it. */
export interface CheckedKind {
  readonly name: string;
  readonly format: KindFormat;
  readonly manifest: Manifest;
  readonly open: OpenManifest;
  readonly signal: AbortSignal;
  readonly run: CheckRun;
}

/** The beginning of its list. */
export interface KindSample {
  readonly records: readonly MappedRecord[];
  /** Of each record its place in the list: one that comes twice is given once. */
  readonly places: readonly number[];
  readonly total: number;
  readonly relation: WindowAnswer["relation"];
}

/** Records that are looked at, of each kind. */
export const SAMPLE = 20;

/** Null where the list cannot be read; that is told. */
export async function sampleKind(checked: CheckedKind): Promise<KindSample | null> {
  const { name, run } = checked;
  const answer = await readWindow(checked, { offset: 0, limit: SAMPLE });
  if (answer instanceof UpstreamError && isResting(answer)) {
    run.hold(name, tellFailure(answer));
    return null;
  }
  if (answer instanceof UpstreamError) {
    run.fail("MUST-LISTS-ANSWER", name, tellFailure(answer));
    return null;
  }
  run.expect("MUST-LISTS-ANSWER", answer.items.length > 0, {
    about: name,
    zh: "没有一条记录：检查 decode.rows 与 id",
    en: "not one record: see decode.rows and id",
  });
  const { items, total, relation } = answer;
  const { places = items.map((_item, index) => index) } = answer;
  return { records: items.map(({ value }) => value), places, total, relation };
}

export async function readWindow(
  { open, name, signal }: CheckedKind,
  window: { readonly offset: number; readonly limit: number },
  text = "",
): Promise<WindowAnswer | UpstreamError> {
  try {
    return await open.client.list(name, { text, words: {}, ...window }, open.context(signal));
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

export function tellFailure({ source, failure }: UpstreamError): { readonly zh: string; readonly en: string } {
  const reason = reasonOfFailure(failure)?.message;
  if (reason !== undefined) return { zh: `${source}：${reason.zh}`, en: `${source}: ${reason.en}` };
  const { zh, en } = failureWords(failure);
  return { zh: `${source}：${zh.slice(0, 300)}`, en: `${source}: ${en.slice(0, 300)}` };
}
