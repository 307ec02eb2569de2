import type { ConformanceReport } from "#adapters/manifest/kit/conformance-report.ts";
import { countNotMade, hasPassed, toldScore } from "#adapters/manifest/kit/conformance-report.ts";
import type { NodeProblem } from "#gateway/registry/node-problem.ts";
import type { NodeTold } from "#gateway/registry/node-told.ts";

/** Every mistake with its place, why, and what to write instead. */
export function describeProblems(problems: readonly NodeProblem[], file = ""): string {
  return problems
    .map(({ code, message, suggestion, line, column, path }) => {
      const place = line === null ? file : `${file}${file === "" ? "" : ":"}${line}:${column ?? 1}`;
      const where = [place, path ?? ""].filter((part) => part !== "").join(" ");
      const advice = suggestion === null ? "" : `\n    → ${suggestion.zh}\n    → ${suggestion.en}`;
      return `  ${where === "" ? "" : `${where}  `}${code}\n    ${message.zh}\n    ${message.en}${advice}\n`;
    })
    .join("");
}

export function describeNodes(nodes: readonly NodeTold[]): string {
  if (nodes.length === 0) return "没有接入的节点 / no node was plugged in";
  return nodes.map(describeNode).join("\n");
}

function describeNode(node: NodeTold): string {
  const { code, kind, version } = node;
  const conformance = node.releases.find((release) => release.version === version)?.conformance;
  const score = conformance === null || conformance === undefined ? "-" : String(conformance.score);
  return `${code.padEnd(20)}${stateOf(node).padEnd(24)}${version.padEnd(12)}${kind.padEnd(10)}得分 score ${score}`;
}

function stateOf({ lifecycle, pausedByOperator, pausedByOwner }: NodeTold): string {
  if (pausedByOwner) return `${lifecycle} 所有者暂停 PAUSED`;
  return pausedByOperator ? `${lifecycle} 暂停 PAUSED` : lifecycle;
}

export function describeWhole(node: NodeTold): string {
  return [
    describeNode(node),
    "",
    "版本 Versions",
    ...node.releases.map(({ version, lifecycle, registeredAt, registeredBy, conformance, reason, hosts }) =>
      [
        `  ${version.padEnd(12)}${lifecycle.padEnd(12)}${registeredAt} ${registeredBy}`,
        conformance === null ? null : `    得分 score ${conformance.score}${failed(conformance.failed)}`,
        reason === null ? null : `    ${reason}`,
        `    ${hosts.join(" ")}`,
      ]
        .filter((line) => line !== null)
        .join("\n"),
    ),
    ...describeShadow(node),
    ...describeDrift(node),
    ...describeLimits(node.limits).map((line) => `所有者限额 Owner's limit: ${line}`),
    `所有者令牌 Owner's token: ${node.hasOwnerToken ? "有 given" : "无 none"}`,
    "",
    "经过 History",
    ...node.history.map(
      ({ changedAt, version, lifecycle, changedBy }) =>
        `  ${changedAt}  ${version.padEnd(12)}${lifecycle.padEnd(12)}${changedBy}`,
    ),
  ].join("\n");
}

function failed(ids: readonly string[]): string {
  return ids.length === 0 ? "" : `; 未通过 failed ${ids.join(", ")}`;
}

function describeShadow({ shadow }: NodeTold): readonly string[] {
  if (shadow === null) return [];
  const lines = shadow.kinds.map(({ kind, failure, records, errors, compared }) => {
    if (failure !== null) return `  ${kind}: ${failure.zh} / ${failure.en}`;
    const head = `  ${kind}: 记录 records ${records}, 错误 errors ${errors}`;
    if (compared === null) return head;
    const { same, added, missing, differing } = compared;
    const fields = differing.length === 0 ? "" : ` (${differing.join(", ")})`;
    return `${head}; 相同 same ${same}, 新增 added ${added.length}, 缺少 missing ${missing.length}, 字段不同 fields differ ${differing.length}${fields}`;
  });
  return [`影子 Shadow ${shadow.version} 对 against ${shadow.against ?? "-"}  ${shadow.comparedAt}`, ...lines];
}

/** What changed, since when; a kind that did not answer is told as such. */
function describeDrift({ drift }: NodeTold): readonly string[] {
  if (drift === null) return [];
  const { askedAt, since } = drift;
  const state = since === null ? "如常 as it should be" : `异常，自 not as it should be since ${since}`;
  const lines = drift.kinds.flatMap(({ kind, findings, unanswered }) => [
    ...findings.map(({ code, about, message }) => {
      const where = about === null ? kind : `${kind}.${about}`;
      return `  ${code} ${where}: ${message.zh} / ${message.en}`;
    }),
    ...(unanswered === null ? [] : [`  ${kind}: 未应答 not answered: ${unanswered.zh} / ${unanswered.en}`]),
  ]);
  return [`巡检 Drift ${askedAt}: ${state}`, ...lines];
}

export function describeLimits(limits: NodeTold["limits"]): readonly string[] {
  return Object.entries(limits).map(([source, limit]) => {
    const parts = Object.entries(limit).map(([name, value]) => `${name} ${value}`);
    return `${source} ${parts.join(", ")}`;
  });
}

const SIGNS = { passed: "✓", failed: "✗", skipped: "–" } as const;

const WAIT_ADVICE =
  "→ 届时再检查，或现在用录制的应答：--recordings DIR（先在允许的时段 --record DIR） / check again then, or now on recordings: --recordings DIR (made with --record DIR at an hour that allows it)";

/** Failures with all that was found; the rest a line each. */
export function describeReport(report: ConformanceReport): string {
  const lines = report.results.flatMap(({ id, outcome, title, findings }) => [
    `${SIGNS[outcome]} ${id.padEnd(34)}${title.zh} / ${title.en}`,
    ...findings.map(({ about, message }) => `    ${about === null ? "" : `${about}: `}${message.zh} / ${message.en}`),
  ]);
  const { notNow = [] } = report;
  const waits = notNow.length > 0 ? "现在不能检查 cannot be checked now" : "未通过 not passed";
  const verdict = hasPassed(report) ? "通过 passed" : waits;
  return [
    ...lines,
    ...notNow.map(({ about, message }) => `⏸ ${about ?? ""}: ${message.zh} / ${message.en}`),
    ...(notNow.length > 0 ? [WAIT_ADVICE] : []),
    "",
    `${report.code} ${report.version}: ${verdict}, ${describeScore(report)}`,
  ].join("\n");
}

function describeScore(report: ConformanceReport): string {
  const [score, left] = [toldScore(report), countNotMade(report)];
  if (score === null && report.mode !== "offline")
    return `${left} 项检查未做，不计分 / ${left} checks were not made, no score (${report.mode})`;
  if (score === null)
    return `只看了文件：${left} 项检查未做，不计分 / the file alone: ${left} checks were not made, no score (${report.mode})`;
  const rest = left === 0 ? "" : `; ${left} 项无从检查 had nothing to be made by`;
  return `得分 score ${score} (${report.mode})${rest}`;
}
