import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { SecretReader } from "#adapters/manifest/dialect/authentication.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { type ReadNodeFile, readNodeFile } from "#adapters/manifest/format/read-node-file.ts";
import { checkLive, checkOffline } from "#adapters/manifest/kit/check-live.ts";
import {
  type ConformanceReport,
  countNotMade,
  hasPassed,
  toldScore,
} from "#adapters/manifest/kit/conformance-report.ts";
import { recordTraffic, type Traffic } from "#adapters/manifest/kit/record-traffic.ts";
import { readRecordings } from "#adapters/manifest/kit/recording.ts";
import { replayTraffic } from "#adapters/manifest/kit/replay-traffic.ts";
import { reportHtml } from "#adapters/manifest/kit/report-html.ts";
import { secretsOf } from "#adapters/manifest/source-of.ts";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import type { CheckedNode } from "#gateway/registry/node-desk.ts";
import type { NodeProblem } from "#gateway/registry/node-problem.ts";
import { NodeSecrets, SECRET_SETTINGS } from "#gateway/registry/node-secrets.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { askAdmin } from "./ask-admin.ts";
import { describeProblems, describeReport } from "./node-print.ts";
import { AT_THE_HUB, CHECK_MS, versionOf } from "./node-registry-tasks.ts";
import { type Given, NOT_NOW, type NodeTask, print, printJson, say, sayAside } from "./node-task.ts";
import { refusalsHere } from "./own-manifest.ts";
import { checkHere } from "./own-subgraph.ts";

/** The kit at the command line: a file on this machine, or a node of the running hub. */
export const checkTask: NodeTask = {
  name: "check",
  usage:
    "check FILE [--offline | --record DIR | --recordings DIR] [--html REPORT.html]; check CODE [--version VERSION] [--html REPORT.html]",
  summary: {
    zh: "合规检查：文件（直接访问其平台；--offline 只看文件；--record 录制问答，--recordings 以录制代替平台），或枢纽中登记的节点",
    en: "the conformance kit: a file (asks its platform from here; --offline looks at the file alone; --record keeps what is said, --recordings asks that in place of the platform), or a registered node",
  },
  examples: [
    "check shanghai.yaml",
    "check shanghai.yaml --offline",
    "check shanghai.yaml --record recorded",
    "check shanghai --html report.html",
  ],
  options: { offline: "boolean", html: "string", version: "string", record: "string", recordings: "string" },
  words: [1, 1],
  run: async (given) => {
    const [what = ""] = given.words;
    if (!existsSync(what) && /^[a-z][a-z0-9-]{1,30}$/.test(what)) {
      if (isForFiles(given)) return 2;
      const body = versionOf(given.text("version"));
      sayAside(given, AT_THE_HUB);
      return tellReport(given, (await askAdmin<CheckedNode>(`nodes/${what}/check`, body, CHECK_MS)).report);
    }
    const file = await readOwnFile(given, what);
    if (file === undefined) return 1;
    if (file.kind === "subgraph") {
      if (isForManifests(given)) return 2;
      return tellReport(given, await checkHere(file.subgraph));
    }
    const { manifest } = file;
    const refusals = await refusalsHere(manifest, await readFile(what, "utf8"));
    if (refusals.length > 0) return tellMistakes(given, what, refusals);
    const secrets = await secretsFor(manifest);
    if (given.has("offline")) return tellReport(given, checkOffline(manifest, secrets));
    await using asked = await askedBy(given, manifest, secrets);
    const mode = given.has("recordings") ? "recordings" : "live";
    const progress = (step: Bilingual) => sayAside(given, step);
    const signal = AbortSignal.timeout(CHECK_MS);
    // Files that have no address lie beside the manifest.
    const options = { secrets: asked.secrets, gates: asked.gates, signal, progress, filesIn: dirname(what) };
    const report = await checkLive(asked.manifest, options, mode);
    sayMissed(given, asked);
    return tellReport(given, report);
  },
};

async function tellReport(given: Given, report: ConformanceReport): Promise<number> {
  const page = given.text("html");
  if (page !== undefined) await writeFile(page, reportHtml(report));
  if (given.json)
    printJson({ ...report, score: toldScore(report), notMade: countNotMade(report), passed: hasPassed(report) });
  else print(describeReport(report));
  if (hasPassed(report)) return 0;
  return (report.notNow ?? []).length > 0 ? NOT_NOW : 1;
}

/** Undefined, with every mistake told, where it cannot be taken. */
export async function readOwnFile(
  given: Given,
  file: string,
): Promise<Extract<ReadNodeFile, { readonly ok: true }> | undefined> {
  const read = readNodeFile(await readFile(file, "utf8"));
  if (read.ok) return read;
  tellMistakes(given, file, read.problems);
  return undefined;
}

function tellMistakes({ json }: Given, file: string, problems: readonly NodeProblem[]): number {
  const { length } = problems;
  if (json) printJson({ problems });
  else {
    say({ zh: `${file} 有 ${length} 处错误`, en: `${length} ${length === 1 ? "mistake" : "mistakes"} in ${file}` });
    process.stderr.write(describeProblems(problems, file));
  }
  return 1;
}

const FOR_MANIFESTS = ["offline", "record", "recordings"];

/** Tells that an option was given which has no meaning for a registered node. */
function isForFiles(given: Given): boolean {
  const told = givenOf(given, FOR_MANIFESTS);
  if (told === "") return false;
  const zh = `${told} 只用于文件：已登记的节点由枢纽检查，枢纽不录制`;
  const en = `${told}: for files alone. A registered node is checked by the hub, which keeps no recordings`;
  process.stderr.write(`${zh} / ${en}\n`);
  return true;
}

function givenOf(given: Given, names: readonly string[]): string {
  return names
    .filter((name) => given.has(name))
    .map((name) => `--${name}`)
    .join(", ");
}

/** Tells that an option was given which has no meaning for a subgraph server. */
export function isForManifests(given: Given, names = FOR_MANIFESTS): boolean {
  const told = givenOf(given, names);
  if (told === "") return false;
  const zh = `${told} 只用于清单：这是子图文件，枢纽直接问其服务，没有门户的问答可录制或代替`;
  const en = `${told}: for manifests alone. This is the file of a subgraph; its server is asked itself, and no portal's answers could be kept or replaced`;
  process.stderr.write(`${zh} / ${en}\n`);
  return true;
}

export async function secretsFor({ code }: Manifest): Promise<SecretReader> {
  return new NodeSecrets((await loadSettings()).slice("hub", SECRET_SETTINGS)).read(code);
}

/** What was not recorded is answered 404; that is not the platform's word. */
export function sayMissed(given: Given, { missed }: Traffic): void {
  if (missed === undefined || missed.size === 0) return;
  const list = [...missed].slice(0, 5).join("; ");
  sayAside(given, {
    zh: `录制中没有 ${missed.size} 个提问，按 404 作答（再 --record 一次即有）：${list}`,
    en: `${missed.size} questions are not among the recordings and were answered 404 (--record once more): ${list}`,
  });
}

interface Asked extends Traffic {
  readonly secrets: SecretReader;
}

/** The platform itself; with `--record` what is said is kept, with `--recordings` what was kept stands in for it. */
export async function askedBy(given: Given, manifest: Manifest, secrets: SecretReader): Promise<Asked> {
  const [record, recordings] = [given.text("record"), given.text("recordings")];
  if (recordings !== undefined) {
    const traffic = await replayTraffic(manifest, await readRecordings(recordings));
    return { ...traffic, secrets: () => "recorded" };
  }
  if (record === undefined) return { manifest, secrets, [Symbol.asyncDispose]: async () => {} };
  const names = Object.keys(manifest.sources).flatMap((name) => secretsOf(manifest, name));
  const values = new Map(names.map((name) => [name, secrets(name) ?? ""]));
  return { ...(await recordTraffic(manifest, { folder: record, secrets: values })), secrets };
}
