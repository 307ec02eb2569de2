import { setTimeout } from "node:timers/promises";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { sourceOfKind } from "#adapters/manifest/snapshot/snapshot-source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { CheckRun } from "./check-run.ts";
import { openManifest } from "./open-manifest.ts";
import { openTap, type TapAnswer } from "./tap.ts";

/** A page that comes in place of the answer. */
const OTHER_PAGE =
  "<!DOCTYPE html><html><head><title>系统维护中</title></head><body><p>系统维护中，请稍后访问</p></body></html>";

interface Fault {
  readonly zh: string;
  readonly en: string;
  readonly answer: TapAnswer;
}

const FAILURES: readonly Fault[] = [
  { zh: "状态 500", en: "status 500", answer: { kind: "answer", status: 500, body: "error" } },
  { zh: "连接中断", en: "a broken connection", answer: { kind: "cut" } },
];
const OTHER: Fault = {
  zh: "维护页面（状态 200）",
  en: "a page about maintenance with status 200",
  answer: { kind: "answer", status: 200, body: OTHER_PAGE },
};

/** Documents that a page of another kind cannot be taken for. */
const STRICT: ReadonlySet<string> = new Set(["json", "jsonp", "soap"]);
const LET_GO_MS = 2_000;
const TOLD = { secrets: () => "kit", patienceMs: 15_000, pauses: "told" } as const;

/** What becomes of failures, tried against a server of our own: the source itself is not asked. */
export async function checkFaults(manifest: Manifest, run: CheckRun, signal: AbortSignal): Promise<void> {
  for (const fault of FAILURES) await checkFault(manifest, { fault, run, signal });
  await checkFault(manifest, { fault: OTHER, run, signal });
  await checkAbort(manifest, run);
}

interface Faulting {
  readonly fault: Fault;
  readonly run: CheckRun;
  readonly signal: AbortSignal;
}

async function checkFault(manifest: Manifest, { fault, run, signal }: Faulting): Promise<void> {
  await using tap = await openTap(manifest, fault.answer);
  await using open = await openManifest(tap.manifest, TOLD);
  const { zh, en } = fault;
  for (const [name, { list }] of perSource(manifest)) {
    const isOther = fault === OTHER && !STRICT.has(list.decode.format);
    const failure = await open.client.list(name, { words: {}, offset: 0, limit: 5 }, open.context(signal)).then(
      () => null,
      (error: unknown) => error,
    );
    run.expect(isOther ? "SHOULD-OTHER-PAGES-TOLD" : "MUST-ERRORS-MAPPED", failure instanceof UpstreamError, {
      about: name,
      zh: `${zh}：当作没有记录；写出 success 或 errors`,
      en: `${en} is taken for nothing found; tell success or errors`,
    });
  }
}

/** One kind of each source and format: failures are the source's. */
function perSource(manifest: Manifest): readonly (readonly [string, KindFormat])[] {
  const seen = new Set<string>();
  return Object.entries(manifest.kinds).filter(([kind, { list }]) => {
    if (manifest.sources[sourceOfKind(manifest, kind)]?.snapshot !== undefined) return false;
    const key = `${list.source} ${list.decode.format}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The asker leaves while the source is silent. */
async function checkAbort(manifest: Manifest, run: CheckRun): Promise<void> {
  const [name] = perSource(manifest)[0] ?? [];
  if (name === undefined) return;
  await using tap = await openTap(manifest, { kind: "hang" });
  await using open = await openManifest(tap.manifest, TOLD);
  const leaving = new AbortController();
  const asking = open.client.list(name, { words: {}, offset: 0, limit: 5 }, open.context(leaving.signal)).then(
    () => false,
    () => true,
  );
  await Promise.race([tap.asked, asking]);
  leaving.abort();
  const late = new AbortController();
  const isLetGo = await Promise.race([
    Promise.all([tap.left, asking]).then(([, hasFailed]) => hasFailed),
    setTimeout(LET_GO_MS, false, { signal: late.signal }).catch(() => false),
  ]);
  late.abort();
  run.expect("MUST-ABORT-HONOURED", isLetGo, {
    about: name,
    zh: `${LET_GO_MS} 毫秒后连接仍在`,
    en: `the connection is still there after ${LET_GO_MS} ms`,
  });
}
