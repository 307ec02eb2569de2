import type { SecretReader } from "#adapters/manifest/dialect/authentication.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { politenessOf, sourceCode } from "#adapters/manifest/source-of.ts";
import type { HostGates } from "#adapters/runtime/call/host-gates.ts";
import type { ToldHosts } from "#adapters/runtime/call/told-hosts.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { CheckRun } from "./check-run.ts";
import type { ConformanceReport } from "./conformance-report.ts";
import { checkFaults } from "./fault-checks.ts";
import { checkLookUps, checkSearch } from "./look-up-checks.ts";
import { type OpenManifest, openManifest } from "./open-manifest.ts";
import { checkPaging } from "./paging-checks.ts";
import { checkProbes } from "./probe-checks.ts";
import { checkRecords, unfilledFields } from "./record-checks.ts";
import { restOfKind } from "./resting-sources.ts";
import { type CheckedKind, type KindSample, SAMPLE, sampleKind } from "./sample-kind.ts";
import { checkStatically } from "./static-checks.ts";
import { type TriedKind, tryKind } from "./try-kind.ts";

export interface CheckOptions {
  readonly secrets: SecretReader;
  readonly signal: AbortSignal;
  /** Where the hub's snapshots lie. */
  readonly hubDataDir?: string | undefined;
  /** Where an owner's files lie that no hub was given yet. */
  readonly filesIn?: string | undefined;
  /** At a hub: which hosts that owners name are asked. */
  readonly hosts?: ToldHosts | undefined;
  /** Of a source that is asked through others; one host has one pace. */
  readonly gates?: HostGates | undefined;
  /** Is told what is being done: the kit keeps the platform's manners, and that takes its time. */
  readonly progress?: (step: Bilingual) => void;
}

/** The whole kit against the source itself, as politely as the manifest says. Never throws for what the source does. */
export async function checkLive(
  manifest: Manifest,
  { secrets, signal, hubDataDir, filesIn, hosts, gates, progress = () => {} }: CheckOptions,
  mode: "live" | "recordings" = "live",
): Promise<ConformanceReport> {
  const run = new CheckRun();
  checkStatically(manifest, secrets, run);
  const startedAt = performance.now();
  const opened = await openManifest(manifest, { secrets, hubDataDir, filesIn, hosts, gates }).catch(refusedHere);
  if (opened instanceof SettingsError) {
    run.fail("MUST-LISTS-ANSWER", null, opened.text);
    return report(manifest, run, mode);
  }
  await using open = opened;
  const kinds = Object.entries(manifest.kinds);
  for (const [index, [name, format]] of kinds.entries()) {
    const at = `${name} (${index + 1}/${kinds.length})`;
    progress({ zh: `${at}：列表、记录、翻页、检索`, en: `${at}: list, records, pages, search` });
    await checkKindNow({ name, format, manifest, open, signal, run });
  }
  if (mode === "live") checkManners(manifest, open, { run, seconds: (performance.now() - startedAt) / 1_000 });
  progress({ zh: "平台出错时的应答（以本机的模拟平台）", en: "answers to failures (of a stand-in on this machine)" });
  await checkFaults(manifest, run, signal);
  return report(manifest, run, mode);
}

/** A host that the operator does not allow is not asked, and the report says so. */
function refusedHere(error: unknown): SettingsError {
  if (error instanceof SettingsError) return error;
  throw error;
}

/** What the file alone tells. */
export function checkOffline(manifest: Manifest, secrets: SecretReader): ConformanceReport {
  const run = new CheckRun();
  checkStatically(manifest, secrets, run);
  return report(manifest, run, "offline");
}

/** Not in its source's quiet hours; where they begin meanwhile, it counts for nothing. */
async function checkKindNow(checked: CheckedKind): Promise<void> {
  const { name, manifest, run } = checked;
  if (restOfKind(manifest, name, Date.now()) === null) await checkKind(checked);
  const rest = restOfKind(manifest, name, Date.now());
  if (rest !== null) run.hold(name, rest);
}

async function checkKind(checked: CheckedKind): Promise<void> {
  const sample = await sampleKind(checked);
  if (sample === null) return;
  const rows = await readByRows(checked, sample);
  checkRecords(checked, sample, notesOf(rows));
  checkLines(checked, rows);
  await checkProbes(checked, sample);
  await checkPaging(checked, sample);
  await checkLookUps(checked, sample);
  await checkSearch(checked, sample);
}

/** The list is read once more, row by row, where that tells more: why fields are empty, which lines of a table were left out. */
async function readByRows(checked: CheckedKind, sample: KindSample): Promise<TriedKind | null> {
  const { manifest, open, name, signal } = checked;
  if (sample.records.length === 0 || (!isTable(checked) && unfilledFields(checked, sample).length === 0)) return null;
  return tryKind(manifest, open, { kind: name, text: "", limit: SAMPLE, signal });
}

function isTable({ format }: CheckedKind): boolean {
  return format.list.decode.format === "csv";
}

function notesOf(rows: TriedKind | null): ReadonlyMap<string, Bilingual> {
  const notes = rows?.notes ?? [];
  return new Map(notes.flatMap(({ field, zh, en }) => (field === null ? [] : [[field, { zh, en }] as const])));
}

function checkLines(checked: CheckedKind, rows: TriedKind | null): void {
  if (rows === null || !isTable(checked)) return;
  checked.run.made("SHOULD-LINES-WHOLE");
  for (const { message } of rows.leftOut) checked.run.fail("SHOULD-LINES-WHOLE", checked.name, message);
}

/** Calls that left, against what the manners allow in that time. */
function checkManners(
  manifest: Manifest,
  { events }: OpenManifest,
  { run, seconds }: { readonly run: CheckRun; readonly seconds: number },
): void {
  for (const [name, source] of Object.entries(manifest.sources)) {
    const code = sourceCode(manifest, name);
    const calls = events.reduce((sum, event) => sum + (event.source === code ? event.upstreamCalls : 0), 0);
    const { requestsPerSecond, burst } = politenessOf(source);
    const most = Math.ceil(requestsPerSecond * seconds) + burst;
    run.expect("MUST-POLITENESS-KEPT", calls <= most, {
      about: name,
      zh: `${seconds.toFixed(1)} 秒内 ${calls} 次，至多 ${most} 次`,
      en: `${calls} calls in ${seconds.toFixed(1)} s, ${most} are allowed`,
    });
  }
}

function report({ code, version }: Manifest, run: CheckRun, mode: ConformanceReport["mode"]): ConformanceReport {
  const told = { code, version, mode, checkedAt: new Date().toISOString(), results: run.results };
  return run.notNow.length === 0 ? told : { ...told, notNow: run.notNow };
}
