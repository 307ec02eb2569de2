import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { triedHtml } from "#adapters/manifest/kit/try-html.ts";
import { type TriedKind, type TriedRecord, tryKind } from "#adapters/manifest/kit/try-kind.ts";
import { askedBy, isForManifests, readOwnFile, sayMissed, secretsFor } from "./node-file-tasks.ts";
import { type Given, NOT_NOW, type NodeTask, print, printJson } from "./node-task.ts";
import { trySubgraph } from "./try-subgraph.ts";

const TRY_MS = 120_000;
const SHOWN = 3;
const MOST_SHOWN = 100;
/** Characters of a raw row on a terminal. */
const RAW = 800;

export const tryTask: NodeTask = {
  name: "try",
  usage:
    "try FILE [--kind KIND] [--text WORDS] [--limit N] [--detail ID] [--record DIR | --recordings DIR] [--html PAGE.html]",
  summary: {
    zh: "读几条记录：原文与图中的样子并列，错误与警告分开；子图服务则列出它带来的类型、字段与检索所得",
    en: "reads some records: raw beside what they would be in the graph, errors and warnings apart; of a subgraph server, the types and fields that it would bring, and what a search finds",
  },
  examples: [
    "try shanghai.yaml --kind LISTING",
    "try shanghai.yaml --kind LISTING --text 光学 --limit 10 --html page.html",
  ],
  options: {
    kind: "string",
    text: "string",
    limit: "string",
    detail: "string",
    html: "string",
    record: "string",
    recordings: "string",
  },
  words: [1, 1],
  run: async (given) => {
    const [what = ""] = given.words;
    const file = await readOwnFile(given, what);
    if (file === undefined) return 1;
    if (file.kind === "subgraph")
      return isForManifests(given, ["detail", "html", "record", "recordings"])
        ? 2
        : trySubgraph(given, file.subgraph, limitOf(given));
    const { manifest } = file;
    await using asked = await askedBy(given, manifest, await secretsFor(manifest));
    await using open = await openManifest(asked.manifest, { ...asked, filesIn: dirname(what) });
    const wanted = given.text("kind");
    const kinds = wanted === undefined ? Object.keys(manifest.kinds) : [wanted];
    const signal = AbortSignal.timeout(TRY_MS);
    const options = { text: given.text("text") ?? "", limit: limitOf(given), detail: given.text("detail"), signal };
    const tried: TriedKind[] = [];
    for (const kind of kinds) tried.push(await tryKind(manifest, open, { kind, ...options }));
    sayMissed(given, asked);
    const page = given.text("html");
    if (page !== undefined) await writeFile(page, triedHtml(`${manifest.code} ${manifest.version}`, tried));
    if (given.json) printJson({ kinds: tried });
    else print(tried.map(describeKind).join("\n\n"));
    if (tried.some(({ isNotNow }) => isNotNow)) return NOT_NOW;
    return tried.some(isBad) ? 1 : 0;
  },
};

function isBad({ failure, records, detail }: TriedKind): boolean {
  return failure !== null || records.length === 0 || (detail !== undefined && detail.failure !== null);
}

function limitOf(given: Given): number {
  const limit = Number(given.text("limit") ?? SHOWN);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, MOST_SHOWN) : SHOWN;
}

function describeKind({
  kind,
  total,
  relation,
  records,
  refusals,
  leftOut,
  notes,
  detail,
  failure,
}: TriedKind): string {
  if (failure !== null) return `${kind}: ${failure.zh} / ${failure.en}`;
  const left = Object.entries(refusals).flatMap(([why, count]) => (count === 0 ? [] : [`${why} ${count}`]));
  const head = `${kind}: 共 total ${relation === "EXACT" ? "" : "≥ "}${total}${left.length === 0 ? "" : `; 略去 left out: ${left.join(", ")}`}`;
  const warnings = notes.map(
    ({ field, zh, en }) => `  警告 warning: ${field === null ? "" : `${field}: `}${zh} / ${en}`,
  );
  const lines = leftOut.map(({ code, message: { zh, en } }) => `  错误 error: ${code} ${zh} / ${en}`);
  return [head, ...lines, ...warnings, ...records.map(describeRecord), ...describeDetail(detail)].join("\n");
}

function describeDetail(detail: TriedKind["detail"]): readonly string[] {
  if (detail === undefined) return [];
  const { id, tried, notes, failure } = detail;
  const told = failure === null ? "" : `: ${failure.zh} / ${failure.en}`;
  const odd = notes.map(({ field, message: { zh, en } }) => `  警告 warning: ${field}: ${zh} / ${en}`);
  return [`  详情 Detail ${id}${told}`, ...odd, ...(tried === null ? [] : [describeRecord(tried)])];
}

function describeRecord({ record, raw }: TriedRecord): string {
  const fields = Object.entries({ id: record.id, ...record.fields }).map(
    ([name, value]) => `    ${name.padEnd(20)}${JSON.stringify(value)}`,
  );
  const told = (severity: "error" | "warning", title: string) => {
    const found = record.problems.filter((problem) => problem.severity === severity);
    const lines = found.map(
      ({ field, code, message, raw: given }) =>
        `    ${field}: ${code} ${message.zh} / ${message.en}${given === null ? "" : ` (${given})`}`,
    );
    return lines.length === 0 ? [] : [`  ${title}`, ...lines];
  };
  return [
    "  原文 Raw",
    `    ${raw.slice(0, RAW).replaceAll("\n", "\n    ")}`,
    "  图中 In the graph",
    ...fields,
    ...told("error", "错误 Errors"),
    ...told("warning", "警告 Warnings"),
  ].join("\n");
}
